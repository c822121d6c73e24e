"""Every open posting that the public may see, for the sitemap.

Postings are counted off in blocks of their numbers, so that one stays in its file whatever opens and closes around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, IntegerField, Max
from django.db.models.functions import Cast, Floor, Greatest

from jobs.models import Posting
from jobs.querysets import PostingQuerySet

# The protocol allows 50,000; a file of 10,000 is made in a moment.
PER_FILE = 10_000


@dataclass(frozen=True)
class Entry:
    """A page and when what it says last changed."""

    path: str
    changed_at: datetime


def entries(*, block: int | None = None, limit: int | None = None) -> list[Entry]:
    """The postings of a block, or all of them; at most `limit`. One query."""
    rows = _open().only("business_title").order_by("pk")
    if block is not None:
        rows = rows.filter(pk__gte=block * PER_FILE, pk__lt=(block + 1) * PER_FILE)
    return list(_read(rows[:limit] if limit else rows))


def blocks() -> dict[int, datetime]:
    """The blocks that have an open posting, and when one of theirs last changed. One query."""
    block = Cast(Floor(F("pk") * 1.0 / PER_FILE), IntegerField())
    return dict(_open().values_list(block).annotate(Max("changed_at")).order_by(block))


def last_changed() -> datetime | None:
    """When a posting that is open now last changed. One query."""
    changed: datetime | None = _open().aggregate(last=Max("changed_at"))["last"]
    return changed


def _open() -> PostingQuerySet:
    # An edit before its opening was seen at the opening.
    return Posting.objects.open().for_audience(AnonymousUser()).annotate(changed_at=Greatest("updated_at", "opens_at"))


def _read(rows: PostingQuerySet) -> Iterator[Entry]:
    for posting in rows:
        yield Entry(posting.get_absolute_url(), vars(posting)["changed_at"])
