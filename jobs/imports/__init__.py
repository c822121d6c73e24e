"""Postings from other systems: how their rows are read, matched, folded, compared and written."""

from jobs.imports.importer import PostingImporter
from jobs.imports.mappings import known_mappings, shipped_mapping

__all__ = ["PostingImporter", "known_mappings", "shipped_mapping"]
