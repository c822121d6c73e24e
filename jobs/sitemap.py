"""Every open posting that the public may see, for the sitemap.

Postings are counted off in blocks of their numbers, so that one stays in its file whatever opens and closes around it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, IntegerField, Max, QuerySet
from django.db.models.functions import Cast, Floor, Greatest
from django.urls import reverse

from jobs.models import Posting
from jobs.models.posting import slug_of

# The protocol allows 50,000; a file of 10,000 is made in a moment.
PER_FILE = 10_000

# A posting's number and name, and when what it says last changed.
type Row = tuple[int, str, datetime]


def rows(*, block: int | None = None, limit: int | None = None) -> list[Row]:
    """The postings of a block, or all of them; at most `limit`. One query."""
    found = _open().order_by("pk").values_list("pk", "business_title", "changed_at")
    if block is not None:
        found = found.filter(pk__gte=block * PER_FILE, pk__lt=(block + 1) * PER_FILE)
    return list(found[:limit] if limit else found)


def pages(found: Iterable[Row]) -> Iterator[tuple[str, datetime]]:
    """The path of each posting's page, and when it last changed."""
    # Worked out once: reversing an address takes longer than all else in a file of thousands.
    before, after = reverse("jobs:detail", args=[0, "posting"]).split("0-posting")
    for pk, name, changed_at in found:
        yield f"{before}{pk}-{slug_of(name)}{after}", changed_at


def blocks() -> dict[int, datetime]:
    """The blocks that have an open posting, and when one of theirs last changed. One query."""
    block = Cast(Floor(F("pk") * 1.0 / PER_FILE), IntegerField())
    return dict(_open().values_list(block).annotate(Max("changed_at")).order_by(block))


def last_changed() -> datetime | None:
    """When a posting that is open now last changed. One query."""
    changed: datetime | None = _open().aggregate(last=Max("changed_at"))["last"]
    return changed


def _open() -> QuerySet[Any, Any]:
    # An edit before its opening was seen at the opening.
    return Posting.objects.open().for_audience(AnonymousUser()).annotate(changed_at=Greatest("updated_at", "opens_at"))
