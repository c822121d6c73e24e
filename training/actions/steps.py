"""What all steps have in common: the session's row first, then the enrollment with its move row, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from chitech.core.accounts.models import User
from training.choices import SessionState, State
from training.moves import Action, Actor, states_for


@dataclass(frozen=True)
class Held:
    """A session whose row this transaction holds: these figures stay true until it ends."""

    id: int
    state: str
    seats: int | None
    taken: int
    waiting: int
    line_last: int
    starts: datetime | None
    offer_hours: int
    sequence: int

    def has_begun(self, moment: datetime) -> bool:
        return self.starts is not None and self.starts <= moment

    @property
    def is_scheduled(self) -> bool:
        return self.state == SessionState.SCHEDULED

    def with_figures(self, *, taken: int = 0, waiting: int = 0) -> "Held":
        """The same after so many seats more were taken, and so many people more wait."""
        return replace(self, taken=self.taken + taken, waiting=self.waiting + waiting)


_COLUMNS = "id, state, seats, seats_taken, waiting, line_last, starts, offer_hours, sequence"


def lock(session: int, *, skip_locked: bool = False) -> Held | None:
    """Take a session's row, and read it as it is then. None if there is none, or another has it and we don't wait.

    NO KEY: rows that refer to the session can be written meanwhile.
    """
    wait = " SKIP LOCKED" if skip_locked else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM training_session WHERE id = %s FOR NO KEY UPDATE{wait}",  # noqa: S608 - constants
            [session],
        )
        row = cursor.fetchone()
    return Held(*row) if row else None


@dataclass(frozen=True)
class Moved:
    """An enrollment that took a step. `calendar_uid` is the one from before: the one that calendars know."""

    id: int
    user: int
    course: int
    session: int | None
    before: State
    state: State
    calendar_uid: UUID
    move: int


_STEP = """
WITH given AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(numbers)s::int[]) WITH ORDINALITY AS given (id, number, turn)
), old AS (
    SELECT e.id, e.state, e.calendar_uid, given.number, given.turn
    FROM training_enrollment e JOIN given USING (id) WHERE e.state = ANY (%(from)s)
    ORDER BY e.id FOR NO KEY UPDATE OF e
), row AS (
    UPDATE training_enrollment e
    SET state = %(to)s, since = %(moment)s, line_number = coalesce(old.number, e.line_number),
        priority = coalesce(%(priority)s, e.priority),
        overlap_accepted = e.overlap_accepted OR %(overlap_accepted)s,
        calendar_uid = CASE WHEN %(new_uid)s THEN gen_random_uuid() ELSE e.calendar_uid END
    FROM old WHERE e.id = old.id
    RETURNING e.id, e.user_id, e.course_id, e.session_id, old.state AS before, e.state, old.calendar_uid,
              e.priority, e.line_number, old.turn
), kept AS (
    INSERT INTO training_enrollmentmove (enrollment_id, session_id, action, from_state, to_state, priority, line_number,
                                         moved_at, moved_by_id, why)
    SELECT id, session_id, %(action)s, before, state, priority, line_number, %(moment)s, %(by)s, %(why)s
    FROM row ORDER BY turn
    RETURNING id, enrollment_id
)
SELECT row.id, user_id, course_id, session_id, before, state, calendar_uid, kept.id
FROM row JOIN kept ON kept.enrollment_id = row.id ORDER BY turn
"""


def step(
    ids: Sequence[int],
    action: Action,
    actors: Sequence[Actor],
    to: State,
    *,
    by: User,
    moment: datetime,
    why: str = "",
    numbers: Sequence[int] = (),
    priority: int | None = None,
    overlap_accepted: bool = False,
    new_uid: bool = False,
) -> list[Moved]:
    """Let enrollments take a step, each if the table of moves allows it from where it stands now: one statement.

    Answers those that moved, in the order of `ids`. The others stand elsewhere by now. Hold the session's row.
    `numbers`: their new numbers in line.
    """
    given: dict[str, Any] = {
        "ids": list(ids),
        "numbers": list(numbers) or [None] * len(ids),
        "from": [state.value for state in states_for(action, *actors)],
        "to": to.value,
        "moment": moment,
        "priority": priority,
        "overlap_accepted": overlap_accepted,
        "new_uid": new_uid,
        "action": action.value,
        "by": by.pk,
        "why": why,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STEP, given)
        rows = cursor.fetchall()
    return [
        Moved(pk, user, course, session, State(before), State(after), uid, move)
        for pk, user, course, session, before, after, uid, move in rows
    ]
