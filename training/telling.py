"""Which messages enrollment writes, and when. What they say is asked when they go out (`training.emails`).

Each hangs on a step: its key holds the number of the move row, so that a step is told once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from chitech.core.outbox import actions as outbox
from chitech.core.outbox.actions import Outgoing
from training.actions.steps import Moved
from training.models import Certificate, Course, Enrollment, EnrollmentMove, Interest
from training.moves import Action

CONFIRMED = "training.confirmed"
IN_LINE = "training.in_line"
OFFER = "training.offer"
OFFER_ENDED = "training.offer_ended"
REMINDER = "training.reminder"
CHANGED = "training.changed"
PUT_BACK = "training.put_back"
CANCELLED = "training.cancelled"
WITHDRAWN = "training.withdrawn"
REMOVED = "training.removed"
DECLINED = "training.declined"
FOLLOW_UP = "training.follow_up"
CERTIFICATE = "training.certificate"
CERTIFICATE_REVOKED = "training.certificate_revoked"
REQUEST = "training.request"
INTEREST = "training.interest"
FROM_COORDINATOR = "training.from_coordinator"


def tell(kind: str, moved: Iterable[Moved], **more: Any) -> int:
    """A message of a kind to everyone who took a step. `more`: what of that moment must be remembered."""
    return outbox.send_many(
        kind,
        [
            Outgoing(to=each.user, key=f"{kind}:{each.id}:{each.move}", context={"enrollment": each.id, **more})
            for each in moved
        ],
    )


def tell_one(kind: str, enrollment: Enrollment, move: EnrollmentMove) -> None:
    """The same for the first step of an enrollment."""
    key = f"{kind}:{enrollment.pk}:{move.pk}"
    outbox.send(kind=kind, to=enrollment.user_id, key=key, context={"enrollment": enrollment.pk})


def tell_that_it_ended(kind: str, moved: Sequence[Moved], *, sequence: int, **more: Any) -> int:
    """That seats, places or requests are gone. Calendars forget what they knew under the number of before."""
    return outbox.send_many(
        kind,
        [
            Outgoing(
                to=each.user,
                key=f"{kind}:{each.id}:{each.move}",
                context={
                    "enrollment": each.id,
                    "was": each.before.value,
                    "uid": str(each.calendar_uid),
                    "sequence": sequence,
                    **more,
                },
            )
            for each in moved
        ],
    )


def tell_change(people: Iterable[tuple[int, int]], *, sequence: int, before: Mapping[str, Any]) -> int:
    """That a session has moved: (enrollment, person). `before`: what they were told until now."""
    return outbox.send_many(
        CHANGED,
        [
            Outgoing(
                to=person,
                key=f"{CHANGED}:{enrollment}:{sequence}",
                context={"enrollment": enrollment, "before": dict(before)},
            )
            for enrollment, person in people
        ],
    )


def keep_first(enrollment: Enrollment) -> EnrollmentMove:
    """The move row of an enrollment that begins without a seat or a line."""
    return EnrollmentMove.objects.create(
        enrollment=enrollment,
        session_id=enrollment.session_id,
        action=Action.ENROLL,
        to_state=enrollment.state,
        priority=enrollment.priority,
        moved_by_id=enrollment.user_id,
    )


def ask_to_decide(enrollment: Enrollment, people: Iterable[int], *, late: bool = False) -> None:
    """Ask managers (or who runs training) to decide on a request."""
    about = {"enrollment": enrollment.pk, "late": late}
    key = f"{REQUEST}:{enrollment.pk}:{'late' if late else 'first'}"
    outbox.send_many(REQUEST, [Outgoing(to=pk, key=f"{key}:{pk}", context=about) for pk in people])


def tell_of_interest(course: Course, people: Iterable[int]) -> None:
    """Tell coordinators once for each new session that enough people would come to a course."""
    held = course.sessions.count()
    rows = [Outgoing(to=pk, key=f"{INTEREST}:{course.pk}:{held}:{pk}", context={"course": course.pk}) for pk in people]
    outbox.send_many(INTEREST, rows)


def interested(course: Course) -> int:
    return Interest.objects.filter(course=course).count()


def remind(rows: Iterable[tuple[int, int, datetime]], *, days: int) -> int:
    """Remind people of a session: (enrollment, person, when it starts). Once for each start and number of days."""
    return outbox.send_many(
        REMINDER,
        [
            Outgoing(
                to=person,
                key=f"{REMINDER}:{enrollment}:{days}:{starts:%Y%m%dT%H%MZ}",
                context={"enrollment": enrollment, "days": days, "starts": starts},
            )
            for enrollment, person, starts in rows
        ],
    )


def follow_up(rows: Iterable[tuple[int, int]]) -> int:
    """Ask people after a session's end how it was: (enrollment, person)."""
    return outbox.send_many(
        FOLLOW_UP,
        [
            Outgoing(to=person, key=f"{FOLLOW_UP}:{enrollment}", context={"enrollment": enrollment})
            for enrollment, person in rows
        ],
    )


def certificate(given: Certificate) -> None:
    """Tell a person that they have completed a course, with their certificate."""
    _of_certificate(CERTIFICATE, given)


def certificate_revoked(given: Certificate) -> None:
    """Tell a person that their certificate is worth nothing any more, and why."""
    _of_certificate(CERTIFICATE_REVOKED, given)


def _of_certificate(kind: str, given: Certificate) -> None:
    outbox.send(kind=kind, to=given.enrollment.user_id, key=f"{kind}:{given.pk}", context={"certificate": given.pk})
