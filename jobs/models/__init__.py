"""Postings, the skills they ask for, the row that search reads, the version of the whole, and what people keep."""

from jobs.models.catalogue import CatalogueChange
from jobs.models.posting import Posting, PostingSkill
from jobs.models.saved import KnownPosting, PostingNews, SavedPosting, SavedSearch, SearchAlert
from jobs.models.search import PostingSearch

__all__ = [
    "CatalogueChange",
    "KnownPosting",
    "Posting",
    "PostingNews",
    "PostingSearch",
    "PostingSkill",
    "SavedPosting",
    "SavedSearch",
    "SearchAlert",
]
