"""How fresh the public pages are: the version of the catalogue, and the next moment at which time alone changes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from chitech.core.page_copies import State
from jobs.criteria import Vocabulary
from jobs.models import CatalogueChange

KEPT = timedelta(minutes=10)

_vocabulary: tuple[str, Vocabulary] | None = None


def read(now: datetime, also: Sequence[str] = ()) -> State:
    """The state at a moment. One short query.

    `also`: scalar subqueries, written by us, of what else a page shows; what they find is part of the version.

    The version changes with every commit that touches what public pages show; the sum tells states apart that differ
    only in which of two concurrent changes has committed. The next change is an opening, a closing, or midnight in the
    city (when "in 5 days" becomes "in 4 days").
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(id), sum(id), "  # noqa: S608 - `also` is our own text, never a person's
            "(SELECT min(opens_at) FROM jobs_postingsearch WHERE state = 'published' AND opens_at > %s), "
            "(SELECT min(closes_at) FROM jobs_postingsearch WHERE state = 'published' AND closes_at > %s)"
            f"{''.join(f', ({each})' for each in also)} FROM jobs_cataloguechange",
            [now, now],
        )
        count, newest, total, opens_next, closes_next, *more = cursor.fetchone()
    tomorrow = timezone.localtime(now) + timedelta(days=1)
    midnight = tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
    version = ".".join(map(str, (newest, count, total, *more)))
    return State(version, min(moment for moment in (opens_next, closes_next, midnight) if moment is not None))


def vocabulary(at_version: str) -> Vocabulary:
    """Families, departments and levels as of a version, kept by this process until another one is asked for."""
    global _vocabulary  # noqa: PLW0603
    kept = _vocabulary
    if kept is None or kept[0] != at_version:
        kept = _vocabulary = (at_version, Vocabulary.load())
    return kept[1]


def forget_old_changes() -> int:
    """Keep the table short. The newest stays, however old. Returns how many went."""
    newest = CatalogueChange.objects.order_by("-pk").values("pk")[:1]
    return CatalogueChange.objects.filter(at__lt=timezone.now() - KEPT).exclude(pk__in=newest).delete()[0]
