"""What becomes due by time alone is said once: reminders, the word afterwards, requests that nobody decided."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chitech.core.accounts import hooks
from chitech.core.accounts.models import User
from chitech.core.outbox.models import Message
from tests.conftest import SignIn
from tests.factories import UserFactory, led
from tests.training.helpers import figures, state_of, steps_of, told
from tests.training_factories import CertificateFactory, CourseFactory, EnrollmentFactory, SessionFactory
from training import clock
from training.actions import deciding
from training.actions.enrolling import enroll, note_interest
from training.choices import State
from training.models import CalendarLink, Enrollment, Interest, Meeting, Session

pytestmark = pytest.mark.django_db


def seat(person: User, *, ahead: timedelta, since: int = 720, state: str = "enrolled") -> Enrollment:
    """A seat, for so many hours now, in a session that begins so far from now and takes three hours."""
    first = timezone.now() + ahead
    made: Enrollment = EnrollmentFactory.create(user=person, session=SessionFactory.create(first=first), state=state)
    Enrollment.objects.filter(pk=made.pk).update(since=timezone.now() - timedelta(hours=since))
    return made


def begins(session: Session, ahead: timedelta) -> None:
    first = timezone.now() + ahead
    Meeting.objects.filter(session=session).update(starts=first, ends=first + timedelta(hours=3))


def test_seven_days_before_and_one_day_before(ana: User) -> None:
    mine = seat(ana, ahead=timedelta(days=8))
    assert clock.remind() == 0
    assert mine.session
    for ahead in (timedelta(days=6, hours=23), timedelta(hours=23)):
        begins(mine.session, ahead)
        assert clock.remind() == 1
    days = Message.objects.filter(user=ana).order_by("pk").values_list("context__days", flat=True)
    assert list(days) == [7, 1]


def test_one_start_is_told_of_once(ana: User) -> None:
    seat(ana, ahead=timedelta(days=6))
    assert (clock.remind(), clock.remind()) == (1, 0)


def test_who_waits_or_left_or_has_just_come_is_not_reminded(ana: User, ben: User, cleo: User) -> None:
    seat(ana, ahead=timedelta(hours=20), state="waitlisted")
    seat(ben, ahead=timedelta(hours=20), state="withdrawn")
    seat(cleo, ahead=timedelta(hours=20), since=1)
    assert clock.remind() == 0


def test_afterwards_who_came_is_asked_once_and_soon(ana: User, ben: User, cleo: User) -> None:
    seat(ana, ahead=timedelta(hours=-4), state="attended")
    seat(ben, ahead=timedelta(hours=-4), state="no_show")
    seat(cleo, ahead=timedelta(days=-9))
    assert (clock.follow_up(), clock.follow_up()) == (1, 0)
    assert (told(ana), told(ben), told(cleo)) == (["follow_up"], [], [])


def test_a_request_that_nobody_decided_ends_with_the_beginning(ana: User, coordinator: User) -> None:
    led(leader=UserFactory.create(), person=ana)
    session: Session = SessionFactory.create(course=CourseFactory.create(needs_approval=True))
    asked = enroll(user=ana, session=session)
    assert deciding.end_requests_too_late() == 0
    begins(session, timedelta(minutes=-1))
    assert (deciding.end_requests_too_late(), deciding.end_requests_too_late()) == (1, 0)
    assert state_of(asked) == State.DECLINED
    assert steps_of(asked)[-1] == ("requested", "declined")
    assert told(ana)[-1] == "declined"


def test_with_an_account_its_seats_go_to_others_and_its_words_go(ana: User, ben: User) -> None:
    single: Session = SessionFactory.create(seats=1)
    mine, next_one = enroll(user=ana, session=single), enroll(user=ben, session=single)
    done = seat(ana, ahead=timedelta(days=-9), state="completed")
    Enrollment.objects.filter(pk=mine.pk).update(note="Because of my daughter")
    wanted = CourseFactory.create()
    note_interest(user=ana, course=wanted)
    CalendarLink.objects.create(user=ana)
    hooks.erase(ana)
    assert (state_of(mine), state_of(next_one), state_of(done)) == (State.WITHDRAWN, State.OFFERED, State.COMPLETED)
    assert figures(single) == (1, 0)
    assert mine.note == ""
    assert not Interest.objects.exists()
    assert not CalendarLink.objects.exists()


def test_my_training_asks_as_often_for_three_courses_as_for_twenty(ana: User, sign_in: SignIn) -> None:
    browser, counts = sign_in(ana), []
    full = SessionFactory.create(seats=1)
    EnrollmentFactory.create(session=full)
    for size in (1, 6):
        for number in range(size):
            first = timezone.now() + timedelta(days=60 + 9 * number + size)
            EnrollmentFactory.create(user=ana, session=SessionFactory.create(first=first))
            EnrollmentFactory.create(
                user=ana, session=SessionFactory.create(seats=0, days=40 + number), state="waitlisted"
            )
            gone = timezone.now() - timedelta(days=60 + 9 * number + size)
            EnrollmentFactory.create(user=ana, session=SessionFactory.create(first=gone), state="attended")
            done = EnrollmentFactory.create(
                user=ana, session=SessionFactory.create(first=gone - timedelta(days=200)), state="completed"
            )
            CertificateFactory.create(enrollment=done)
            note_interest(user=ana, course=CourseFactory.create())
        browser.get("/training/my/")
        with CaptureQueriesContext(connection) as queries:
            assert "Certificate" in browser.get("/training/my/").text
        counts.append(len(queries))
    assert counts[0] == counts[1]
