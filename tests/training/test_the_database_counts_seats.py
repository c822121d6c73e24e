"""However enrollments are written: seats are counted with them, and one too many is refused by the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from tests.factories import UserFactory
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training.choices import BUSY, SEATED, State
from training.models import Enrollment, EnrollmentMeeting, Meeting, Session

pytestmark = pytest.mark.django_db


def figures(session: Session) -> tuple[int, int]:
    session.refresh_from_db()
    return session.seats_taken, session.waiting


def hours_of(enrollment: Enrollment) -> QuerySet[EnrollmentMeeting]:
    return EnrollmentMeeting.objects.filter(enrollment=enrollment).order_by("meeting__starts")


def test_seats_and_the_line_are_counted_whoever_writes() -> None:
    session = SessionFactory.create(seats=3)
    first = EnrollmentFactory.create(session=session)
    EnrollmentFactory.create(session=session, state=State.OFFERED)
    EnrollmentFactory.create(session=session, state=State.WAITLISTED)
    assert figures(session) == (2, 1)
    Enrollment.objects.filter(pk=first.pk).update(state=State.WITHDRAWN)
    assert figures(session) == (1, 1)
    Enrollment.objects.filter(session=session, state=State.WAITLISTED).update(state=State.ENROLLED)
    assert figures(session) == (2, 0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM training_enrollmentmove; DELETE FROM training_enrollmentmeeting;")
        cursor.execute("DELETE FROM training_enrollment")
    assert figures(session) == (0, 0)


@pytest.mark.parametrize("seats", [0, 1])
def test_a_seat_too_many_is_refused_by_the_database(seats: int) -> None:
    session = SessionFactory.create(seats=seats)
    for _ in range(seats):
        EnrollmentFactory.create(session=session)
    with pytest.raises(IntegrityError, match="session_never_oversold"), transaction.atomic():
        EnrollmentFactory.create(session=session)
    assert figures(session) == (seats, 0)


def test_without_a_cap_there_is_no_limit() -> None:
    session = SessionFactory.create(seats=None)
    for _ in range(5):
        EnrollmentFactory.create(session=session)
    assert figures(session) == (5, 0)


def test_fewer_seats_than_are_taken_are_refused_by_the_database() -> None:
    session = SessionFactory.create(seats=2)
    EnrollmentFactory.create(session=session)
    with pytest.raises(IntegrityError, match="session_never_oversold"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(seats=0)


def test_the_lists_in_the_database_are_those_of_the_code() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s, training_takes_seat(s), training_takes_time(s) FROM unnest(%s::text[]) s", [list(State.values)]
        )
        rows = cursor.fetchall()
    assert {state for state, seat, _time in rows if seat} == set(SEATED)
    assert {state for state, _seat, time in rows if time} == set(BUSY)


def test_nobody_is_in_one_course_twice() -> None:
    session = SessionFactory.create()
    person = UserFactory.create()
    gone = EnrollmentFactory.create(session=session, user=person, state=State.WITHDRAWN)
    EnrollmentFactory.create(session=session, user=person)
    another = SessionFactory.create(course=session.course, days=60)
    with pytest.raises(IntegrityError, match="enrollment_once_a_course"), transaction.atomic():
        EnrollmentFactory.create(session=another, user=person, state=State.WAITLISTED)
    assert gone.pk


def test_an_enrollment_is_of_a_session_of_its_course() -> None:
    session = SessionFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="enrollment_session_is_of_its_course"), transaction.atomic():
        EnrollmentFactory.create(session=session, course=CourseFactory.create())


def test_two_sessions_at_once_are_refused_unless_accepted() -> None:
    session, another = SessionFactory.create(), SessionFactory.create()
    person = UserFactory.create()
    EnrollmentFactory.create(session=session, user=person)
    with pytest.raises(IntegrityError, match="enrollment_meetings_do_not_overlap"), transaction.atomic():
        EnrollmentFactory.create(session=another, user=person)
    knowingly = EnrollmentFactory.create(session=another, user=person, overlap_accepted=True)
    assert [row.is_guarded for row in hours_of(knowingly)] == [False]


def test_who_waits_or_has_left_has_their_hours_free() -> None:
    session, another, third = SessionFactory.create(), SessionFactory.create(), SessionFactory.create()
    person = UserFactory.create()
    EnrollmentFactory.create(session=session, user=person, state=State.WAITLISTED)
    left = EnrollmentFactory.create(session=another, user=person)
    Enrollment.objects.filter(pk=left.pk).update(state=State.WITHDRAWN)
    assert hours_of(EnrollmentFactory.create(session=third, user=person)).count() == 1


def test_hours_follow_meetings_that_move_and_nobody_is_thrown_out() -> None:
    session, another = SessionFactory.create(meetings=2), SessionFactory.create(days=50)
    person = UserFactory.create()
    enrollment = EnrollmentFactory.create(session=session, user=person)
    EnrollmentFactory.create(session=another, user=person)
    there = Meeting.objects.get(session=another)
    first = Meeting.objects.filter(session=session).order_by("starts")[0]
    was = first.starts
    Meeting.objects.filter(pk=first.pk).update(starts=there.starts, ends=there.ends)
    moved = hours_of(enrollment).get(meeting=first)
    assert (moved.during.lower, moved.is_guarded) == (there.starts, False)
    Meeting.objects.filter(pk=first.pk).update(starts=was, ends=was + timedelta(hours=1))
    back = hours_of(enrollment).get(meeting=first)
    assert (back.during.lower, back.is_guarded) == (was, True)
    session.refresh_from_db()
    assert session.starts == was


def test_a_session_begins_with_its_first_meeting_and_ends_with_its_last() -> None:
    session = SessionFactory.create(meetings=2)
    first, last = Meeting.objects.filter(session=session).order_by("starts")
    assert (session.starts, session.ends) == (first.starts, last.ends)
    first.delete()
    session.refresh_from_db()
    assert session.starts == last.starts


def test_what_triggers_count_writes_no_history() -> None:
    from django.apps import apps  # noqa: PLC0415 -- the event model is made when the apps are loaded

    session = SessionFactory.create()
    events = apps.get_model("training", "SessionEvent").objects
    before = events.filter(pgh_obj_id=session.pk).count()
    EnrollmentFactory.create(session=session)
    assert events.filter(pgh_obj_id=session.pk).count() == before
