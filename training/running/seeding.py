"""The demo's sessions that were: who came to which meeting, what became of them, and what they said."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle

from django.utils import timezone

from chitech.core.accounts.models import User
from training.actions.completing import MARKS
from training.choices import Presence, State
from training.models import Attendance, Enrollment, EnrollmentMove, Feedback, Instructor, Meeting, Session

# One in so many did not come; one in so many came in part.
NO_SHOW, PARTLY = 7, 5
SAID = (
    (5, True, "More time for the exercises, please. The last hour was a rush."),
    (4, True, ""),
    (5, True, "Let us bring data from our own department."),
    (3, False, "I knew most of the first day already. Say more clearly what one should know before."),
    (4, True, "The room was cold."),
    (5, True, ""),
)
_ACTIONS = {state: action for action, state in MARKS.items()}


def seed(*, by: User, teacher: User) -> None:
    """Marks for every meeting that was. `by` marked them; `teacher` teaches the session that goes on now."""
    begun = Session.objects.scheduled().filter(starts__lte=timezone.now()).order_by("pk")
    for number, session in enumerate(begun.prefetch_related("meetings")):
        people = list(Enrollment.objects.filter(session=session).order_by("pk"))
        is_over = session.ends is not None and session.ends <= timezone.now()
        if is_over:
            _outcomes(people, number, by)
            _said([each for each in people if each.state != State.NO_SHOW], session)
        else:
            Instructor.objects.create(session=session, user=teacher, name=teacher.name)
        _marks(people, [each for each in session.meetings.all() if each.ends <= timezone.now()], by)


def _outcomes(people: Sequence[Enrollment], number: int, by: User) -> None:
    """Most have completed it; some came in part, or not at all."""
    moved = []
    for place, each in enumerate(people, start=number):
        if place % NO_SHOW == NO_SHOW - 1:
            each.state = State.NO_SHOW
        elif place % PARTLY == PARTLY - 1:
            each.state = State.PARTLY
        else:
            continue
        moved.append(each)
    Enrollment.objects.bulk_update(moved, ["state"])
    for each in moved:
        EnrollmentMove.objects.filter(enrollment=each, to_state=State.COMPLETED).update(
            action=_ACTIONS[State(each.state)], to_state=each.state, moved_by=by
        )


def _marks(people: Sequence[Enrollment], meetings: Sequence[Meeting], by: User) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            enrollment=each,
            meeting=meeting,
            presence=_presence(State(each.state), number + place),
            marked_at=meeting.starts + timedelta(minutes=5 + place),
            marked_by=by,
        )
        for number, meeting in enumerate(meetings)
        for place, each in enumerate(people)
    )


def _presence(state: State, turn: int) -> Presence:
    if state == State.NO_SHOW:
        return Presence.AWAY
    if state == State.PARTLY:
        return Presence.PART if turn % 2 else Presence.AWAY
    return Presence.HERE if state == State.COMPLETED or turn % NO_SHOW else Presence.AWAY


def _said(people: Sequence[Enrollment], session: Session) -> None:
    """Two of three answered."""
    answers = zip(people, cycle(SAID), strict=False)
    Feedback.objects.bulk_create(
        Feedback(
            enrollment=each, useful=useful, would_recommend=recommend, words=words, given=session.ends or timezone.now()
        )
        for place, (each, (useful, recommend, words)) in enumerate(answers)
        if place % 3 != 2
    )
