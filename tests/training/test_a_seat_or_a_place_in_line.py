"""Who asks gets a seat while there is one, then a place at the end of the line; and is told which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from tests.conftest import SignIn
from tests.factories import DepartmentFactory, EmploymentFactory, UserFactory
from tests.training.helpers import figures, state_of, steps_of, told
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training import hooks
from training.actions.enrolling import enroll
from training.actions.leaving import leave, withdraw
from training.choices import Audience, Format, Priority, State
from training.errors import AlreadyIn, NoPlace, NotForYou, NotOpen, Overlaps, Teaches
from training.models import Course, Enrollment, EnrollmentMeeting, Instructor, Session

pytestmark = pytest.mark.django_db


def test_the_first_has_a_seat_and_the_next_one_waits(single: Session, ana: User, ben: User) -> None:
    first, second = enroll(user=ana, session=single), enroll(user=ben, session=single)
    assert (state_of(first), state_of(second)) == (State.ENROLLED, State.WAITLISTED)
    assert figures(single) == (1, 1)
    assert (told(ana), told(ben)) == (["confirmed"], ["in_line"])
    assert steps_of(first) == [("", "enrolled")]
    assert steps_of(second) == [("", "waitlisted")]


def test_no_cap_has_a_seat_for_everyone_and_zero_for_nobody(ana: User) -> None:
    assert enroll(user=ana, session=SessionFactory.create(seats=None)).state == State.ENROLLED
    assert enroll(user=ana, session=SessionFactory.create(seats=0, days=40)).state == State.WAITLISTED


def test_who_comes_to_a_free_seat_while_others_wait_does_not_jump_them(ana: User, ben: User) -> None:
    session = SessionFactory.create(seats=2)
    EnrollmentFactory.create(session=session, user=ben, state=State.WAITLISTED)
    assert enroll(user=ana, session=session).state == State.WAITLISTED


def test_a_line_has_an_end_where_one_is_set(ana: User, ben: User, cleo: User) -> None:
    session = SessionFactory.create(seats=1, waitlist_length=1)
    enroll(user=ana, session=session)
    enroll(user=ben, session=session)
    with pytest.raises(NoPlace):
        enroll(user=cleo, session=session)
    assert told(cleo) == []


def test_nobody_is_in_one_course_twice(single: Session, ana: User) -> None:
    another = SessionFactory.create(course=single.course, days=60)
    enroll(user=ana, session=single)
    with pytest.raises(AlreadyIn):
        enroll(user=ana, session=single)
    with pytest.raises(AlreadyIn):
        enroll(user=ana, session=another)
    assert Enrollment.objects.filter(user=ana).count() == 1
    assert told(ana) == ["confirmed"]


def test_no_button_is_shown_that_would_be_refused(single: Session, ana: User, sign_in: SignIn) -> None:
    another = SessionFactory.create(course=single.course, days=60)
    mine = enroll(user=ana, session=single)
    page = sign_in(ana).get(f"/training/sessions/{another.pk}/enroll/").text
    assert "leave the other first" in page
    assert f"/training/my/{mine.pk}/" in page
    assert "Take a seat" not in page


def test_who_leaves_the_line_comes_back_at_its_end(single: Session, ana: User, ben: User, cleo: User) -> None:
    enroll(user=ana, session=single)
    first = enroll(user=ben, session=single)
    second = enroll(user=cleo, session=single)
    leave(enrollment=first, by=ben)
    again = enroll(user=ben, session=single)
    assert list(Enrollment.objects.in_line().filter(session=single)) == [second, again]


@pytest.mark.parametrize(
    "when",
    [
        {"opens_at": timezone.now() + timedelta(days=1)},
        {"closes_at": timezone.now() - timedelta(seconds=1)},
        {"days": -1},
    ],
    ids=["not yet", "no longer", "begun"],
)
def test_nobody_enrolls_outside_of_its_time(when: dict[str, object], ana: User) -> None:
    with pytest.raises(NotOpen):
        enroll(user=ana, session=SessionFactory.create(**when))
    assert not Enrollment.objects.exists()


def test_a_draft_can_not_be_enrolled_in(ana: User, coordinator: User) -> None:
    session = SessionFactory.create(course=CourseFactory.create(draft=True))
    with pytest.raises(NotForYou):
        enroll(user=ana, session=session)
    with pytest.raises(NotOpen):
        enroll(user=coordinator, session=session)


def test_a_session_is_for_those_whom_it_names(ana: User, ben: User) -> None:
    department = DepartmentFactory.create()
    EmploymentFactory.create(user=ben, department=department)
    ben.forget_access()
    for_staff = SessionFactory.create(audience=Audience.STAFF)
    for_theirs = SessionFactory.create(audience=Audience.DEPARTMENT, department=department, days=40)
    for_others = SessionFactory.create(audience=Audience.DEPARTMENT, department=DepartmentFactory.create(), days=50)
    for session in (for_staff, for_theirs, for_others):
        with pytest.raises(NotForYou):
            enroll(user=ana, session=session)
    assert enroll(user=ben, session=for_staff).pk
    assert enroll(user=ben, session=for_theirs).pk
    with pytest.raises(NotForYou):
        enroll(user=ben, session=for_others)


def test_a_session_of_a_program_is_for_its_participants(ana: User, ben: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "programs", [lambda people: {ben.pk: ["apprentices"]}])
    session = SessionFactory.create(audience=Audience.PROGRAM, program="apprentices")
    with pytest.raises(NotForYou):
        enroll(user=ana, session=session)
    assert enroll(user=ben, session=session).priority == Priority.PROGRAM


def test_who_teaches_takes_no_seat(single: Session) -> None:
    teacher = UserFactory.create(roles=[Role.STAFF])
    Instructor.objects.create(session=single, user=teacher, name=teacher.name)
    with pytest.raises(Teaches):
        enroll(user=teacher, session=single)
    assert figures(single) == (0, 0)


def test_the_line_is_ordered_by_the_published_rule(
    single: Session, ana: User, ben: User, cleo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan = UserFactory.create()
    monkeypatch.setattr(hooks, "programs", [lambda people: {dan.pk: ["interns"]}])
    monkeypatch.setattr(hooks, "plans", [lambda course, people: [cleo.pk] if course == single.course_id else []])
    enroll(user=ana, session=single)
    line = [enroll(user=person, session=single) for person in (ben, cleo, dan)]
    assert list(Enrollment.objects.in_line().filter(session=single)) == line[::-1]


def test_an_overlap_is_refused_until_one_knows_of_it(ana: User) -> None:
    session, another = SessionFactory.create(), SessionFactory.create()
    held = enroll(user=ana, session=session)
    with pytest.raises(Overlaps) as refused:
        enroll(user=ana, session=another)
    assert refused.value.others == [held]
    knowingly = enroll(user=ana, session=another, overlap_accepted=True)
    assert knowingly.state == State.ENROLLED
    assert knowingly.overlap_accepted


def test_knowing_of_an_overlap_that_there_is_none_of_changes_nothing(ana: User) -> None:
    enrollment = enroll(user=ana, session=SessionFactory.create(), overlap_accepted=True)
    assert not enrollment.overlap_accepted
    assert EnrollmentMeeting.objects.get(enrollment=enrollment).is_guarded


def test_a_course_on_demand_begins_at_once(ana: User) -> None:
    course: Course = CourseFactory.create(format=Format.ON_DEMAND)
    enrollment = enroll(user=ana, course=course)
    assert (enrollment.state, enrollment.session) == (State.ENROLLED, None)
    assert told(ana) == ["confirmed"]
    withdraw(enrollment=enrollment, by=ana)
    assert state_of(enrollment) == State.WITHDRAWN
    with pytest.raises(NotOpen):
        enroll(user=ana, course=CourseFactory.create())
