"""Postings, the skills they ask for, and the row that search reads."""

from jobs.models.posting import Posting, PostingSkill
from jobs.models.search import PostingSearch

__all__ = ["Posting", "PostingSearch", "PostingSkill"]
