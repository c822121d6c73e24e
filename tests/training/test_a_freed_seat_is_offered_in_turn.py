"""A freed seat is held for the next in line for a while; it is accepted, declined, or passes on. Nobody is jumped."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from chitech.core.accounts.employments import follow_departures
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.outbox import delivery, schedule
from chitech.core.outbox.models import ContactSettings, Message
from tests.factories import EmploymentFactory, UserFactory, give
from tests.training.helpers import figures, held_for, let_time_pass, state_of, told
from tests.training_factories import SessionFactory
from training.actions.enrolling import enroll
from training.actions.leaving import leave, let_go_who_left, withdraw
from training.actions.offering import accept, held_until, pass_on_due, refuse
from training.actions.steps import lock
from training.choices import Answer, State
from training.errors import NotAllowed, Overlaps
from training.models import Enrollment, EnrollmentMeeting, Meeting, Offer, Session
from training.reading import line_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(single: Session, ana: User, ben: User, cleo: User) -> list[Enrollment]:
    """Ana has the seat; Ben and Cleo wait."""
    return [enroll(user=person, session=single) for person in (ana, ben, cleo)]


def test_a_freed_seat_is_held_for_the_next(single: Session, line: list[Enrollment], ana: User, ben: User) -> None:
    withdraw(enrollment=line[0], by=ana)
    assert [state_of(each) for each in line] == [State.WITHDRAWN, State.OFFERED, State.WAITLISTED]
    assert figures(single) == (1, 1)
    assert told(ana) == ["confirmed", "withdrawn"]
    assert told(ben) == ["in_line", "offer"]
    hours = (held_for(line[1]).held_until - timezone.now()).total_seconds() / 3600
    assert 47 < hours <= 48


def test_who_comes_meanwhile_waits(single: Session, line: list[Enrollment], ana: User) -> None:
    withdraw(enrollment=line[0], by=ana)
    assert enroll(user=UserFactory.create(), session=single).state == State.WAITLISTED


def test_an_accepted_offer_is_a_seat(single: Session, line: list[Enrollment], ana: User, ben: User) -> None:
    withdraw(enrollment=line[0], by=ana)
    accept(enrollment=line[1], by=ben)
    assert state_of(line[1]) == State.ENROLLED
    assert told(ben) == ["in_line", "offer", "confirmed"]
    assert figures(single) == (1, 1)
    assert EnrollmentMeeting.objects.filter(enrollment=line[1]).count() == 1
    with pytest.raises(NotAllowed):
        accept(enrollment=line[1], by=ben)


def test_a_declined_offer_goes_to_the_next(line: list[Enrollment], ana: User, ben: User, cleo: User) -> None:
    withdraw(enrollment=line[0], by=ana)
    refuse(enrollment=line[1], by=ben)
    assert [state_of(each) for each in line[1:]] == [State.WITHDRAWN, State.OFFERED]
    assert told(cleo) == ["in_line", "offer"]


def test_an_offer_that_nobody_answers_passes_on(line: list[Enrollment], ana: User, ben: User, cleo: User) -> None:
    withdraw(enrollment=line[0], by=ana)
    offer = held_for(line[1])
    let_time_pass(offer)
    with pytest.raises(NotAllowed):
        accept(enrollment=line[1], by=ben)
    assert pass_on_due() == 1
    assert [state_of(each) for each in line[1:]] == [State.WITHDRAWN, State.OFFERED]
    assert told(ben) == ["in_line", "offer", "offer_ended"]
    assert told(cleo) == ["in_line", "offer"]
    offer.refresh_from_db()
    assert offer.answer == Answer.EXPIRED
    assert pass_on_due() == 0


def test_who_has_left_the_city_keeps_no_seat_of_staff(ana: User, ben: User, cleo: User) -> None:
    posts = [EmploymentFactory.create(user=person) for person in (ana, ben, cleo)]
    for person in (ana, ben, cleo):
        give(person, Role.STAFF, given_at=timezone.now() - timedelta(days=9))
    session, open_one = SessionFactory.create(seats=1, audience="staff"), SessionFactory.create(days=50)
    seat, second, third = (enroll(user=person, session=session) for person in (ana, ben, cleo))
    own = enroll(user=ana, session=open_one)
    assert let_go_who_left() == 0
    for post in posts[:2]:
        post.ends_on = timezone.localdate() - timedelta(days=1)
        post.save()
    follow_departures(by=User.objects.system())
    assert let_go_who_left() == 2
    assert [state_of(each) for each in (seat, second, third)] == [State.WITHDRAWN, State.WITHDRAWN, State.OFFERED]
    assert state_of(own) == State.ENROLLED
    assert told(ana)[-1] == "removed"
    assert let_go_who_left() == 0


@pytest.mark.parametrize(("hours", "is_told_now"), [(5, True), (24 * 30, False)], ids=["near", "far"])
def test_quiet_hours_take_nobodys_chance_to_answer(hours: int, is_told_now: bool, ana: User, ben: User) -> None:
    """An offer that would run out before the morning is sent in the night; any other one waits."""
    first = timezone.now() + timedelta(hours=hours)
    session = SessionFactory.create(seats=1, first=first)
    seat, _place = enroll(user=ana, session=session), enroll(user=ben, session=session)
    delivery.drain()
    clock = timezone.localtime(timezone.now(), schedule.zone_of(ben)).replace(second=0, microsecond=0)
    quiet = {"quiet_from": (clock - timedelta(hours=1)).time(), "quiet_until": (clock + timedelta(hours=12)).time()}
    ContactSettings.objects.create(user=ben, **quiet)
    mail.outbox.clear()
    withdraw(enrollment=seat, by=ana)
    delivery.drain()
    assert ([ben.email] in [each.to for each in mail.outbox]) is is_told_now


def test_whoever_looks_next_passes_a_lapsed_offer_on(
    single: Session, line: list[Enrollment], ana: User, ben: User
) -> None:
    withdraw(enrollment=line[0], by=ana)
    let_time_pass(held_for(line[1]))
    enroll(user=UserFactory.create(), session=single)
    assert [state_of(each) for each in line[1:]] == [State.WITHDRAWN, State.OFFERED]


def test_only_the_person_answers_an_offer(line: list[Enrollment], ana: User, cleo: User) -> None:
    withdraw(enrollment=line[0], by=ana)
    with pytest.raises(NotAllowed):
        accept(enrollment=line[1], by=cleo)
    with pytest.raises(NotAllowed):
        refuse(enrollment=line[1], by=cleo)
    assert state_of(line[1]) == State.OFFERED


def test_a_seat_in_which_nobody_is_interested_any_more_is_free_for_all(
    single: Session, line: list[Enrollment], ana: User, ben: User, cleo: User
) -> None:
    leave(enrollment=line[1], by=ben)
    leave(enrollment=line[2], by=cleo)
    withdraw(enrollment=line[0], by=ana)
    assert figures(single) == (0, 0)
    assert enroll(user=UserFactory.create(), session=single).state == State.ENROLLED


def test_nothing_is_offered_once_the_session_has_begun(
    single: Session, line: list[Enrollment], ana: User, ben: User
) -> None:
    withdraw(enrollment=line[0], by=ana)
    now = timezone.now()
    Meeting.objects.filter(session=single).update(starts=now - timedelta(hours=1), ends=now + timedelta(hours=1))
    Offer.objects.update(held_until=now - timedelta(hours=1))
    pass_on_due()
    assert [state_of(each) for each in line[1:]] == [State.WITHDRAWN, State.WAITLISTED]
    assert not Offer.objects.filter(answer="").exists()


def test_a_seat_that_is_held_cannot_be_taken_after_the_beginning(
    single: Session, line: list[Enrollment], ana: User, ben: User
) -> None:
    withdraw(enrollment=line[0], by=ana)
    now = timezone.now()
    Meeting.objects.filter(session=single).update(starts=now - timedelta(hours=1), ends=now + timedelta(hours=1))
    with pytest.raises(NotAllowed):
        accept(enrollment=line[1], by=ben)


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins_in", "held"),
    [
        (None, timedelta(hours=48)),
        (timedelta(days=30), timedelta(hours=48)),
        (timedelta(days=4), timedelta(hours=48)),
        (timedelta(hours=20), timedelta(hours=10)),
        (timedelta(hours=2), timedelta(hours=1)),
        (timedelta(minutes=90), timedelta(hours=1)),
        (timedelta(minutes=20), timedelta(minutes=20)),
    ],
    ids=str,
)
def test_offers_grow_shorter_as_the_session_nears(begins_in: timedelta | None, held: timedelta) -> None:
    starts = None if begins_in is None else NOON + begins_in
    assert held_until(NOON, starts=starts, hours=48) == NOON + held


def test_an_offer_at_the_time_of_another_seat_asks_first(
    single: Session, line: list[Enrollment], ana: User, ben: User
) -> None:
    first = Meeting.objects.get(session=single).starts
    enroll(user=ben, session=SessionFactory.create(first=first), overlap_accepted=True)
    withdraw(enrollment=line[0], by=ana)
    with pytest.raises(Overlaps):
        accept(enrollment=line[1], by=ben)
    assert state_of(line[1]) == State.OFFERED
    assert accept(enrollment=line[1], by=ben, overlap_accepted=True).overlap_accepted


def test_a_person_sees_their_place_and_what_moved_it(
    single: Session, line: list[Enrollment], ana: User, ben: User, cleo: User
) -> None:
    last = enroll(user=UserFactory.create(), session=single)
    before = line_of(last)
    assert before is not None
    assert (before.place, before.length, list(before.moved_by)) == (3, 3, [])
    leave(enrollment=line[1], by=ben)
    withdraw(enrollment=line[0], by=ana)
    after = line_of(last)
    assert after is not None
    assert (after.place, after.length) == (1, 1)
    assert list(after.moved_by) == ["1 person before you was offered a seat.", "1 person before you left the line."]


def test_the_sweep_leaves_a_session_to_who_holds_it(single: Session) -> None:
    held = lock(single.pk, skip_locked=True)
    assert held is not None
    assert held.taken == 0
    assert not Message.objects.exists()
