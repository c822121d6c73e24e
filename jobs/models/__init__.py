"""Postings, the skills they ask for, the row that search reads, and the version of the whole."""

from jobs.models.catalogue import CatalogueChange
from jobs.models.posting import Posting, PostingSkill
from jobs.models.search import PostingSearch

__all__ = ["CatalogueChange", "Posting", "PostingSearch", "PostingSkill"]
