"""The demo's sessions that were: who came to which meeting, what became of them, and what they said."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle, islice

from django.utils import timezone

from chitech.core.accounts.models import User
from training.actions.completing import MARKS
from training.choices import BUSY, Presence, State
from training.models import (
    Attendance,
    Course,
    Enrollment,
    EnrollmentMove,
    Feedback,
    Instructor,
    Interest,
    Meeting,
    Session,
)

ASKED_BEFORE = timedelta(days=20)
WANTED = "software-design-studio"
# One in so many did not come; one in so many came in part.
NO_SHOW, PARTLY = 7, 5
SAID = (
    (5, True, "More time for the exercises, please. The last hour was a rush."),
    (4, True, ""),
    (5, True, "Let us bring data from our own department."),
    (3, False, "I knew most of the first day already. Say more clearly what one should know before."),
    (4, True, "The room was cold."),
    (5, True, ""),
    (4, True, "Send the slides before, not after."),
    (2, False, "Too fast for me. Two short days would be better than one long one."),
    (5, True, "Nothing. I use it every day."),
    (4, True, "The link to the exercises did not open on my phone."),
    (5, True, "A follow-up after a month would help."),
)
_ACTIONS = {state: action for action, state in MARKS.items()}


def seed(*, today: date, by: User, teacher: User) -> None:
    """Marks for every meeting that was. `by` marked them; `teacher` teaches the session that goes on now."""
    _interest()
    now = timezone.now() + (today - timezone.localdate())
    begun = Session.objects.scheduled().filter(starts__lte=now).order_by("pk")
    for number, session in enumerate(begun.prefetch_related("meetings")):
        people = list(Enrollment.objects.filter(session=session, state__in=BUSY).order_by("pk"))
        if session.starts and session.ends and session.ends <= now:
            _outcomes(people, number, by)
            Enrollment.objects.filter(session=session).update(since=session.ends, asked=session.starts - ASKED_BEFORE)
            _said([each for each in people if each.state != State.NO_SHOW], session, number)
        else:
            Instructor.objects.create(session=session, user=teacher, name=teacher.name)
        _marks(people, [each for each in session.meetings.all() if each.ends <= now], by)


def _interest() -> None:
    """More people would come to one course than it has seats."""
    wanted = Course.objects.filter(slug=WANTED).first()
    if wanted is not None:
        known = Enrollment.objects.active().filter(course=wanted).values("user")
        people = User.objects.filter(is_active=True).exclude(email="").exclude(pk__in=known).order_by("pk")
        Interest.objects.bulk_create(Interest(course=wanted, user=each) for each in people[1:9])


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


def _said(people: Sequence[Enrollment], session: Session, number: int) -> None:
    """Two of three answered."""
    answers = zip(people, islice(cycle(SAID), number, None), strict=False)
    Feedback.objects.bulk_create(
        Feedback(
            enrollment=each, useful=useful, would_recommend=recommend, words=words, given=session.ends or timezone.now()
        )
        for place, (each, (useful, recommend, words)) in enumerate(answers)
        if place % 3 != 2
    )
