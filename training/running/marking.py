"""Marks of a check-in: any number at once, in any order, any number of times (docs/adr/0075)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from training.errors import NotAllowed
from training.models import Attendance, Enrollment, Instructor, Meeting
from training.running.attendance import closed_because, refused_because

# So many in one request: more than any room holds.
MOST_MARKS = 1_000


@dataclass(frozen=True)
class Mark:
    """Somebody was marked: `at` is when, by the device's clock as far as it could be set right. "" takes it back."""

    id: UUID
    enrollment: int
    presence: str
    at: datetime


@dataclass(frozen=True)
class Answer:
    """What became of a mark. `why`: why it was refused; empty if it was taken, or a later one stands."""

    id: UUID
    why: str


# The last mark by time wins, whoever made it and whenever it arrives; the same one again changes nothing.
_TAKE = """
INSERT INTO training_attendance (enrollment_id, meeting_id, presence, mark_id, marked_at, marked_by_id)
SELECT enrollment, %(meeting)s, presence, mark, at, %(by)s
FROM unnest(%(enrollments)s::bigint[], %(presences)s::text[], %(marks)s::uuid[], %(at)s::timestamptz[])
     AS given (enrollment, presence, mark, at)
ORDER BY enrollment
ON CONFLICT (enrollment_id, meeting_id) DO UPDATE
SET presence = excluded.presence, mark_id = excluded.mark_id, marked_at = excluded.marked_at,
    marked_by_id = excluded.marked_by_id
WHERE training_attendance.mark_id <> excluded.mark_id
  AND (training_attendance.marked_at, training_attendance.mark_id) < (excluded.marked_at, excluded.mark_id)
"""


@transaction.atomic
def take_marks(*, meeting: Meeting, marks: Sequence[Mark], by: User) -> list[Answer]:
    """Keep who came. Each mark is answered for itself: one that is refused holds up no other. Raises NotAllowed.

    Three statements, however many marks. A time to come is taken as now.
    """
    teaches = Instructor.objects.filter(session=meeting.session_id, user=by)
    if not may(by, Permission.RUN_TRAINING) and not teaches.exists():
        raise NotAllowed(meeting.session, "check_in")
    moment = timezone.now()
    closed = closed_because(meeting, moment)
    rows = Enrollment.objects.filter(session=meeting.session_id, pk__in={each.enrollment for each in marks})
    known = {pk: (user, state) for pk, user, state in rows.values_list("pk", "user", "state")}
    answers, last = [], dict[int, tuple[datetime, UUID, Mark]]()
    for mark in marks:
        why = closed or refused_because(known.get(mark.enrollment), by.pk)
        answers.append(Answer(mark.id, why))
        if not why:
            key = (min(mark.at, moment), mark.id, mark)
            last[mark.enrollment] = max(last.get(mark.enrollment, key), key, key=lambda each: each[:2])
    _write(meeting, [(mark, at) for at, _id, mark in last.values()], by)
    return answers


def _write(meeting: Meeting, marks: Sequence[tuple[Mark, datetime]], by: User) -> None:
    if not marks:
        return
    given: dict[str, Any] = {
        "meeting": meeting.pk,
        "by": by.pk,
        "enrollments": [mark.enrollment for mark, _at in marks],
        "presences": [mark.presence for mark, _at in marks],
        "marks": [mark.id for mark, _at in marks],
        "at": [at for _mark, at in marks],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, given)


def standing(meeting: Meeting) -> dict[int, dict[str, str]]:
    """What stands at a meeting, by enrollment: presence, mark, when (ISO) and by whom. One query."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("marked_by").order_by()
    return {
        each.enrollment_id: {
            "presence": each.presence,
            "mark": str(each.mark_id),
            "at": each.marked_at.isoformat(),
            "by": str(each.marked_by),
        }
        for each in rows
    }
