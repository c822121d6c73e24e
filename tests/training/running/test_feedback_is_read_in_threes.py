"""Three questions after a course, one answer each; nobody reads fewer than three of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts import hooks
from chitech.core.accounts.models import User
from chitech.core.outbox import kinds
from chitech.core.outbox.models import Message
from tests.conftest import SignIn
from tests.training.running.cast import begun, over, seat
from tests.training_factories import EnrollmentFactory, SessionFactory
from training import telling
from training.actions import completing
from training.choices import State
from training.models import Enrollment, Feedback, Session
from training.running import feedback

pytestmark = pytest.mark.django_db

ANSWER = {"useful": "4", "would_recommend": "yes", "words": "More coffee."}


def page(enrollment: Enrollment) -> str:
    return f"/training/my/{enrollment.pk}/feedback/"


def of(enrollment: Enrollment) -> Client:
    browser = Client()
    browser.force_login(enrollment.user)
    return browser


def test_who_was_there_answers_once_and_may_change_it_for_two_weeks(sign_in: SignIn, ana: User) -> None:
    mine: Enrollment = EnrollmentFactory.create(session=over(), user=ana)
    browser = sign_in(ana)
    assert page(mine) in browser.get("/training/my/").text
    assert page(mine) in browser.get(f"/training/my/{mine.pk}/").text
    assert browser.post(page(mine), {**ANSWER, "useful": "9"}).status_code == 422
    assert browser.post(page(mine), ANSWER).status_code == 302
    assert page(mine) in browser.get(f"/training/my/{mine.pk}/").text
    assert "Change your answer" in browser.get(page(mine)).text
    assert browser.post(page(mine), {**ANSWER, "useful": "1", "words": ""}).status_code == 302
    assert Feedback.objects.values_list("useful", "would_recommend", "words").get() == (1, True, "")
    assert browser.post(page(mine), ANSWER).status_code == 302
    Feedback.objects.update(given=timezone.now() - timedelta(days=14))
    assert browser.post(page(mine), {**ANSWER, "useful": "1"}).status_code == 409
    assert "Change your answer" not in browser.get(page(mine)).text
    assert Feedback.objects.values_list("useful", "would_recommend", "words").get() == (4, True, "More coffee.")
    assert page(mine) not in browser.get("/training/my/").text


@pytest.mark.parametrize(
    ("state", "is_over"), [(State.NO_SHOW, True), (State.WITHDRAWN, True), (State.ENROLLED, False)]
)
def test_nobody_else_does(state: State, *, is_over: bool) -> None:
    mine = seat(over() if is_over else begun(meetings=2), "Ana", state)
    assert of(mine).post(page(mine), ANSWER).status_code == 409
    assert of(seat(over(), "Ben")).post(page(mine), ANSWER).status_code == 404
    assert not Feedback.objects.exists()


def test_answers_are_shown_from_three_on(sign_in: SignIn, coordinator: User) -> None:
    session = over()
    browser, address = sign_in(coordinator), f"/training/manage/sessions/{session.pk}/feedback/"
    for number, words in enumerate(("Zebra words", "", "Apple words")):
        shown = browser.get(address).text
        assert "Fewer than three people have answered." in shown
        assert "words" not in [text for text in ("Zebra words", "Apple words") if text in shown]
        assert "Zebra words" not in shown
        each = seat(session, f"Person {number}")
        feedback.give(enrollment=each, by=each.user, useful=5 - number, would_recommend=number > 0, words=words)
    shown = browser.get(address).text
    assert "3 answers, 4.0 of 5 on average" in shown
    assert "2 of 3 would." in shown
    assert shown.index("Apple words") < shown.index("Zebra words")
    assert "Person" not in shown


@pytest.mark.parametrize("kind", [telling.FOLLOW_UP, telling.CERTIFICATE])
def test_the_last_message_leads_to_the_questions_until_they_are_answered(coordinator: User, kind: str) -> None:
    mine = seat(over(), "Ana")
    if kind == telling.CERTIFICATE:
        completing.complete(enrollment=mine, by=coordinator)
    else:
        telling.follow_up([(mine.pk, mine.user_id)])
    message = Message.objects.get(kind=kind)
    context = kinds.kind(kind).prepare(message)
    assert context is not None
    assert context["feedback_url"].endswith(page(mine))
    feedback.give(enrollment=mine, by=mine.user, useful=5, would_recommend=True)
    context = kinds.kind(kind).prepare(message)
    assert context is not None
    assert context["feedback_url"] == ""


def test_a_person_takes_their_answer_along_and_their_words_go_with_them(coordinator: User) -> None:
    mine = seat(over(), "Ana")
    feedback.give(enrollment=mine, by=mine.user, useful=5, would_recommend=True, words="I am Ana.")
    sections = {each.name: each.rows for each in hooks.personal_data(mine.user)["training"]}
    assert sections["feedback_on_courses"][0]["words"] == "I am Ana."
    hooks.erase(mine.user)
    assert Feedback.objects.values_list("useful", "words").get() == (5, "")
    events = Feedback.pgh_event_model.objects  # type: ignore[attr-defined]
    assert not [field.name for field in events.model._meta.get_fields() if field.name == "words"]


def test_a_course_of_tomorrow_asks_nothing() -> None:
    mine: Enrollment = EnrollmentFactory.create(session=SessionFactory.create())
    assert not feedback.may_give(mine)
    assert "There is nothing to say yet." in of(mine).get(page(mine)).text
    assert isinstance(mine.session, Session)
