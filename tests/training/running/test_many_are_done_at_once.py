"""Bulk actions of the roster: each person for themselves, with how many it did, and for whom not and why."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox import kinds, rendering
from chitech.core.outbox.models import Message
from pathways.models import SkillRecord
from tests.conftest import SignIn
from tests.factories import SkillFactory
from tests.training.helpers import figures, state_of, steps_of, told
from tests.training.running.cast import begun, first_of, over, seat, teacher_of
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training.choices import State
from training.models import Attendance, Enrollment, EnrollmentMove, Offer, Session

pytestmark = pytest.mark.django_db


def change(browser: Client, session: Session, *people: Enrollment, **more: Any) -> Any:
    data = {"people": [each.pk for each in people], **more}
    return browser.post(f"/training/manage/sessions/{session.pk}/roster/change/", data, follow=True)


def test_what_is_suggested_is_confirmed_for_everyone(sign_in: SignIn, coordinator: User) -> None:
    session = over(meetings=1)
    came, away, unmarked = (seat(session, name) for name in ("Ana", "Ben", "Cleo"))
    for each, presence in ((came, "here"), (away, "away")):
        Attendance.objects.create(enrollment=each, meeting=first_of(session), presence=presence, marked_by=coordinator)
    answer = change(sign_in(coordinator), session, everyone="1", verb="suggested")
    assert "3 people: what the check-in suggests is confirmed." in answer.text
    assert [state_of(each) for each in (came, away, unmarked)] == ["attended", "no_show", "no_show"]
    assert EnrollmentMove.objects.filter(enrollment=came).last().moved_by == coordinator  # type: ignore[union-attr]
    assert "There was nothing to do" in change(sign_in(coordinator), session, came, verb="suggested").text


def test_who_can_not_be_marked_is_named_with_the_reason(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    ana, gone = seat(session, "Ana"), seat(session, "Ben Gone", State.WITHDRAWN)
    own = EnrollmentFactory.create(session=session, user=coordinator)
    answer = change(sign_in(coordinator), session, ana, gone, own, verb="attended")
    assert "1 person: marked as came." in answer.text
    assert "Not done for 2 people" in answer.text
    assert "Ben Gone (Now: Withdrawn.)" in answer.text
    assert "Toni Trainer (Nobody marks themselves.)" in answer.text
    assert (state_of(ana), state_of(own)) == (State.ATTENDED, State.ENROLLED)
    coming: Session = SessionFactory.create()
    assert "has not begun yet" in change(sign_in(coordinator), coming, seat(coming, "Eva"), verb="no_show").text


def test_completed_brings_the_skill_onto_the_profile(sign_in: SignIn) -> None:
    sql = SkillFactory.create(name="SQL")
    session: Session = SessionFactory.create(course=CourseFactory.create(skills=[(sql, 0, 2)]), days=-1)
    ana, away = seat(session, "Ana"), seat(session, "Ben", State.NO_SHOW)
    answer = change(sign_in(teacher_of(session)), session, ana, away, verb="complete")
    assert "Ben (Now: Did not come.)" in answer.text
    assert SkillRecord.objects.get().user == ana.user
    assert "certificate" in told(ana.user)


def test_a_message_reaches_each_of_them_once(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    ana, gone = seat(session, "Ana"), seat(session, "Ben", State.WITHDRAWN)
    batch, browser = str(uuid.uuid4()), sign_in(coordinator)
    for _twice in range(2):
        answer = change(browser, session, ana, gone, verb="message", words="Bring <b>a laptop</b>.", batch=batch)
    assert "Ben (Now: Withdrawn.)" in answer.text
    assert (told(ana.user), told(gone.user)) == (["from_coordinator"], [])
    message = Message.objects.get(user=ana.user)
    known = kinds.kind(message.kind)
    context = known.prepare(message)
    assert context is not None
    email = rendering.email(message, known, context)
    assert "Toni Trainer writes to you:\n\nBring <b>a laptop</b>." in email.body
    assert session.course.name in email.subject


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"verb": "attended"}, "Choose at least one person"),
        ({"verb": "message", "everyone": "1"}, "Write what you want to tell them."),
        ({"verb": "remove", "everyone": "1", "reason": " "}, "Say why, so that they know."),
        ({"verb": "remove", "people": ["0"]}, "no longer on this roster"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    sign_in: SignIn, coordinator: User, sent: dict[str, Any], said: str
) -> None:
    session = begun()
    each = seat(session, "Ana")
    data = {"words": "  ", "people": [each.pk], **sent} if sent.get("everyone") else sent
    address = f"/training/manage/sessions/{session.pk}/roster/change/"
    answer = sign_in(coordinator).post(address, data)
    assert answer.status_code == 422
    assert said in answer.text
    assert (f'id="person-{each.pk}" checked' in answer.text) == bool(sent.get("everyone"))
    assert told(each.user) == []


def test_a_cancelled_place_is_told_with_the_reason_and_goes_to_the_next(sign_in: SignIn, coordinator: User) -> None:
    session: Session = SessionFactory.create(seats=2)
    waits, ana, offered = (
        seat(session, "Wes", State.WAITLISTED),
        seat(session, "Ana"),
        seat(session, "Oda", State.OFFERED),
    )
    Offer.objects.create(enrollment=offered, session=session, held_until=timezone.now() + timedelta(days=1))
    next_one = seat(session, "Nia", State.WAITLISTED)
    answer = change(sign_in(coordinator), session, ana, offered, waits, verb="remove", reason="The room is smaller.")
    assert "3 people: the place is cancelled" in answer.text
    assert {state_of(each) for each in (ana, offered, waits)} == {State.WITHDRAWN}
    assert [told(each.user) for each in (ana, offered, waits)] == [["removed"]] * 3
    assert Offer.objects.get(enrollment=offered).answer == "taken_back"
    assert (state_of(next_one), told(next_one.user)) == (State.OFFERED, ["offer"])
    assert figures(session) == (1, 0)
    message = Message.objects.get(user=ana.user)
    context = kinds.kind(message.kind).prepare(message)
    assert context is not None
    assert "The room is smaller." in rendering.email(message, kinds.kind(message.kind), context).body


def test_a_place_is_not_cancelled_once_it_has_begun_nor_by_who_only_teaches(sign_in: SignIn, coordinator: User) -> None:
    session, coming = begun(), SessionFactory.create()
    ana, eva = seat(session, "Ana"), seat(coming, "Eva")
    said = change(sign_in(coordinator), session, ana, verb="remove", reason="Why").text
    assert "Ana (The session has begun.)" in said
    said = change(sign_in(teacher_of(coming)), coming, eva, verb="remove", reason="Why").text
    assert "Only who runs training cancels places." in said
    assert steps_of(eva) == [("", "enrolled")]


def test_everyone_means_everyone_who_is_searched_for(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    ana, ben = seat(session, "Ana"), seat(session, "Ben")
    change(sign_in(coordinator), session, everyone="1", verb="attended", q="ana")
    assert (state_of(ana), state_of(ben)) == (State.ATTENDED, State.ENROLLED)
