"""How fresh the public pages are: the version of the catalogue, and the next moment at which time alone changes it."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from jobs.criteria import Vocabulary
from jobs.models import CatalogueChange, PostingSearch

KEPT = timedelta(minutes=10)

_vocabulary: tuple[str, Vocabulary] | None = None


def version() -> str:
    """Changes with every commit that touches what public pages show. One short query.

    The sum tells states apart that differ only in which of two concurrent changes has committed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id), sum(id) FROM jobs_cataloguechange")
        count, newest, total = cursor.fetchone()
    return f"{newest}.{count}.{total}"


def vocabulary(at_version: str) -> Vocabulary:
    """Families, departments and levels as of a version, kept by this process until another one is asked for."""
    global _vocabulary  # noqa: PLW0603
    kept = _vocabulary
    if kept is None or kept[0] != at_version:
        kept = _vocabulary = (at_version, Vocabulary.load())
    return kept[1]


def next_change(now: datetime) -> datetime:
    """The next moment at which a page becomes wrong by itself: an opening, a closing, or midnight in the city.

    (At midnight "in 5 days" becomes "in 4 days", and "new today" ends.) Two index look-ups.
    """
    published = PostingSearch.objects.filter(state="published")
    opening = published.filter(opens_at__gt=now).aggregate(first=Min("opens_at"))["first"]
    closing = published.filter(closes_at__gt=now).aggregate(first=Min("closes_at"))["first"]
    local = timezone.localtime(now)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(moment for moment in (opening, closing, midnight) if moment is not None)


def forget_old_changes() -> int:
    """Keep the table short. The newest stays, however old. Returns how many went."""
    newest = CatalogueChange.objects.order_by("-pk").values("pk")[:1]
    return CatalogueChange.objects.filter(at__lt=timezone.now() - KEPT).exclude(pk__in=newest).delete()[0]
