"""What is known of a person and a session before a seat is asked for: one statement."""

from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import F

from chitech.core.accounts.models import User
from training.models import Enrollment, Session

_KNOWN = """
SELECT EXISTS (SELECT FROM training_session s JOIN training_course c ON c.id = s.course_id
               WHERE s.id = %(session)s AND s.audience = 'public' AND c.state = 'published'),
       EXISTS (SELECT FROM training_instructor WHERE session_id = %(session)s AND user_id = %(user)s),
       ARRAY(SELECT DISTINCT h.enrollment_id
             FROM training_enrollmentmeeting h
             JOIN training_meeting m ON m.session_id = %(session)s AND h.during && tstzrange(m.starts, m.ends)
             JOIN training_enrollment e ON e.id = h.enrollment_id
             WHERE h.user_id = %(user)s AND e.session_id <> %(session)s)
"""


@dataclass(frozen=True)
class Known:
    """`is_for_everyone`: a session for the public of a published course. `teaches`: the person is an instructor."""

    is_for_everyone: bool
    teaches: bool
    overlapping_ids: list[int]

    @cached_property
    def overlapping(self) -> list[Enrollment]:
        """What of the person's own is at the time of one of the session's meetings, with its course and session."""
        if not self.overlapping_ids:
            return []
        rows = Enrollment.objects.filter(pk__in=self.overlapping_ids).select_related("course", "session")
        return list(rows.order_by(F("session__starts").asc(nulls_last=True)))


def known(user: User, session: Session) -> Known:
    """Read it."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"session": session.pk, "user": user.pk})
        everyone, teaches, numbers = cursor.fetchone() or (False, False, [])
    return Known(everyone, teaches, numbers)


def overlapping(user: User, session: Session) -> list[Enrollment]:
    """What of a person's own is at the time of one of the session's meetings."""
    return known(user, session).overlapping
