"""Which revision of its title a posting says it was published under."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from jobs.choices import State
from jobs.models import Posting
from pathways.models import Revision


def in_force(title_ids: Iterable[int | None], on: date | None = None) -> dict[int, int]:
    """Title id -> id of the revision in force on a day (today if not given). One query."""
    wanted = {pk for pk in title_ids if pk is not None}
    if not wanted:
        return {}
    revisions = Revision.objects.in_force_on(on or timezone.localdate()).filter(title__in=wanted)
    return dict(revisions.order_by().values_list("title_id", "pk"))


def pin(postings: Iterable[Posting]) -> None:
    """Set on unsaved rows what they pin: a draft nothing, any other one the revision of today, if it has none yet."""
    rows = list(postings)
    revisions = in_force(row.title_id for row in rows if row.state != State.DRAFT and row.revision_id is None)
    for row in rows:
        if row.state == State.DRAFT or row.title_id is None:
            row.revision_id = None
        elif row.revision_id is None:
            row.revision_id = revisions.get(row.title_id)
