"""Requests go by the manager; invitations are those that calendars accept; a finished course is on the profile."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from chitech.core.accounts.models import User
from chitech.core.outbox import kinds, rendering
from chitech.core.outbox.models import Message
from pathways.models import SkillRecord
from tests.conftest import SignIn
from tests.factories import SkillFactory, UserFactory, led
from tests.training.helpers import clocks_go_forward, state_of, told
from tests.training_factories import CourseFactory, SessionFactory
from training import telling, tokens
from training.actions import calendars, completing, deciding, leaving, running
from training.actions.enrolling import enroll
from training.choices import State
from training.errors import TooFewSeats
from training.models import Enrollment, Meeting, Offer, Session
from training.moves import Action

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")


def invitation(person: User, kind: str) -> tuple[str, Any]:
    """The method in the MIME type of a message's calendar, and the calendar."""
    message = Message.objects.filter(user=person, kind=kind).latest("pk")
    known = kinds.kind(kind)
    context = known.prepare(message)
    assert context is not None
    email = rendering.email(message, known, context).message()
    part = next(each for each in email.walk() if each.get_content_type() == "text/calendar")
    return part.get_param("method"), Calendar.from_ical(part.get_content())


@pytest.fixture
def boss(ana: User) -> User:
    """Leads Ana."""
    found: User = UserFactory.create()
    led(leader=found, person=ana)
    return found


def test_the_manager_decides_and_hears_when_somebody_was_faster(ana: User, boss: User, sign_in: SignIn) -> None:
    asked = enroll(
        user=ana, session=SessionFactory.create(course=CourseFactory.create(needs_approval=True)), note="Why"
    )
    assert (state_of(asked), told(boss)) == (State.REQUESTED, ["request"])
    browser = sign_in(boss)
    assert "Why" in browser.get("/training/team/").text
    assert browser.post(f"/training/team/{asked.pk}/decline/").status_code == 422
    assert browser.post(f"/training/team/{asked.pk}/approve/").status_code == 302
    assert (state_of(asked), told(ana)) == (State.ENROLLED, ["confirmed"])
    assert browser.post(f"/training/team/{asked.pk}/approve/").status_code == 409


def test_a_request_that_nobody_decides_goes_on(ana: User, boss: User, coordinator: User) -> None:
    asked = enroll(user=ana, session=SessionFactory.create(course=CourseFactory.create(needs_approval=True)))
    assert told(coordinator) == []
    Enrollment.objects.filter(pk=asked.pk).update(approval_due=timezone.now())
    assert deciding.escalate_due() == 1
    assert told(coordinator) == ["request"]
    assert asked in Enrollment.objects.requests_led_by(coordinator)
    assert deciding.escalate_due() == 0


def test_a_request_goes_on_in_time_before_a_session_that_is_near(
    ana: User, boss: User, coordinator: User, sign_in: SignIn
) -> None:
    course = CourseFactory.create(needs_approval=True, approval_days=5)
    session = SessionFactory.create(course=course, first=timezone.now() + timedelta(days=2))
    asked = enroll(user=ana, session=session)
    assert session.starts is not None
    assert asked.approval_due is not None
    assert asked.approval_due < session.starts - timedelta(hours=23)
    Enrollment.objects.filter(pk=asked.pk).update(approval_due=timezone.now())
    assert deciding.escalate_due() == 1
    asked.refresh_from_db()
    assert timezone.now() < asked.approval_due < session.starts
    assert "it went on to the next manager" in sign_in(ana).get(f"/training/my/{asked.pk}/").text


def test_a_request_goes_on_in_time_before_a_session_that_was_moved_forward(ana: User, coordinator: User) -> None:
    course = CourseFactory.create(needs_approval=True, approval_days=9)
    session: Session = SessionFactory.create(course=course, first=timezone.now() + timedelta(days=30))
    asked = enroll(user=ana, session=session)
    meeting, soon = session.meetings.get(), timezone.now() + timedelta(days=2)
    dates = running.Dates(pk=meeting.pk, starts=soon, ends=soon + timedelta(hours=2))
    running.move_session(session=session, by=coordinator, meetings=[dates])
    asked.refresh_from_db()
    assert asked.approval_due is not None
    assert asked.approval_due < soon


def test_nine_in_the_morning_stays_nine_when_the_clocks_change(ana: User, coordinator: User) -> None:
    change = clocks_go_forward()
    first = datetime.combine(change - timedelta(days=4), time(9), CHICAGO)
    session: Session = SessionFactory.create(first=first, meetings=2)
    enrollment = enroll(user=ana, session=session)
    method, calendar = invitation(ana, telling.CONFIRMED)
    event = calendar.walk("VEVENT")[0]
    assert (method, str(calendar["method"]), event["sequence"]) == ("REQUEST", "REQUEST", 0)
    assert [each.dt.replace(tzinfo=None) for each in event["rdate"].dts] == [
        datetime.combine(change + timedelta(days=3), time(9))
    ]
    daylight = calendar.walk("DAYLIGHT")[0]
    assert daylight["dtstart"].dt == datetime.combine(change, time(2))  # the wall clock's own time
    later = [
        running.Dates(pk=each.pk, starts=each.starts + timedelta(days=1), ends=each.ends + timedelta(days=1))
        for each in session.meetings.all()
    ]
    running.move_session(session=session, by=coordinator, meetings=later)
    method, moved = invitation(ana, telling.CHANGED)
    assert (method, moved.walk("VEVENT")[0]["sequence"]) == ("REQUEST", 1)
    leaving.withdraw(enrollment=enrollment, by=ana)
    method, gone = invitation(ana, telling.WITHDRAWN)
    last = gone.walk("VEVENT")[0]
    assert (method, str(last["status"]), last["sequence"], last["uid"]) == ("CANCEL", "CANCELLED", 2, event["uid"])


def test_an_offer_is_answered_by_a_button_and_never_by_opening_its_link(
    single: Session, ana: User, ben: User, client: Client
) -> None:
    first, second = enroll(user=ana, session=single), enroll(user=ben, session=single)
    leaving.withdraw(enrollment=first, by=ana)
    token = tokens.offer_token(Offer.objects.get(enrollment=second))
    assert client.get(f"/training/offers/{token}/").status_code == 200
    assert state_of(second) == State.OFFERED
    assert client.get(f"/training/offers/{token}/accept/").status_code == 405
    assert client.post(f"/training/offers/{token}/accept/").status_code == 302
    assert state_of(second) == State.ENROLLED
    assert client.post(f"/training/offers/{token}/accept/").status_code == 409
    assert client.get(f"/training/offers/{token}x/").status_code == 404


def test_a_private_calendar_address_ends_when_its_person_says_so(ana: User, client: Client) -> None:
    enroll(user=ana, session=SessionFactory.create())
    address = "/" + tokens.calendar_url(calendars.open_calendar(user=ana)).split("/", 3)[3]
    assert client.get(address).content.count(b"BEGIN:VEVENT") == 1
    calendars.close_calendar(user=ana)
    assert client.get(address).status_code == 404


def test_fewer_seats_than_are_taken_are_a_choice(single: Session, ana: User, ben: User, coordinator: User) -> None:
    first, second = enroll(user=ana, session=single), enroll(user=ben, session=single)
    with pytest.raises(TooFewSeats):
        running.set_seats(session=single, by=coordinator, seats=0)
    running.set_seats(session=single, by=coordinator, seats=0, lowering=running.Lowering.LAST_TO_LINE)
    assert list(Enrollment.objects.in_line().filter(session=single)) == [first, second]
    assert told(ana) == ["confirmed", "put_back"]
    running.set_seats(session=single, by=coordinator, seats=1)
    assert (state_of(first), state_of(second)) == (State.OFFERED, State.WAITLISTED)


def test_everyone_hears_of_a_cancelled_session(single: Session, ana: User, ben: User, coordinator: User) -> None:
    first, second = enroll(user=ana, session=single), enroll(user=ben, session=single)
    running.cancel_session(session=single, by=coordinator, reason="The room is flooded")
    assert {state_of(first), state_of(second)} == {State.CANCELLED}
    assert (told(ana)[-1], told(ben)[-1]) == ("cancelled", "cancelled")
    assert invitation(ana, telling.CANCELLED)[0] == "CANCEL"


def test_a_finished_course_is_on_the_profile(single: Session, ana: User, coordinator: User) -> None:
    skill = SkillFactory.create()
    single.course.skill_list.create(skill=skill, to_level=2)
    enrollment = enroll(user=ana, session=single)
    began = timezone.now() - timedelta(hours=2)
    Meeting.objects.filter(session=single).update(starts=began, ends=began + timedelta(hours=1))
    enrollment = Enrollment.objects.get(pk=enrollment.pk)
    completing.mark(enrollment=enrollment, outcome=Action.ATTENDED, by=coordinator)
    completing.complete(enrollment=enrollment, by=coordinator)
    record = SkillRecord.objects.get(user=ana, skill=skill)
    assert (record.source, record.level) == ("course", 2)
