"""Marks of a check-in come late, twice and in any order; the last one counts, and one that is refused says why."""

import json
import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.training.running.cast import begun, first_of, minutes_ago, over, seat, teacher_of
from tests.training_factories import EnrollmentFactory, SessionFactory
from training.choices import State
from training.models import Attendance, Enrollment, Meeting, Session
from training.running import attendance, marking
from training.running.marking import Mark

pytestmark = pytest.mark.django_db


def a_mark(enrollment: Enrollment | int, presence: str = "here", at: str | None = None) -> dict[str, Any]:
    pk = enrollment if isinstance(enrollment, int) else enrollment.pk
    return {"id": str(uuid.uuid4()), "enrollment": str(pk), "presence": presence, "at": at or minutes_ago(1)}


def sent(browser: Client, meeting: Meeting, *marks: dict[str, Any]) -> Any:
    address = f"/training/manage/sessions/{meeting.session_id}/meetings/{meeting.pk}/marks/"
    return browser.post(
        address, json.dumps({"by": browser.session["_auth_user_id"], "marks": marks}), content_type="application/json"
    )


def presence(enrollment: Enrollment) -> str:
    return Attendance.objects.get(enrollment=enrollment).presence


def test_a_mark_that_comes_twice_changes_nothing(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    each, browser = seat(session, "Ana"), sign_in(coordinator)
    mark = a_mark(each)
    first = sent(browser, first_of(session), mark).json()
    kept = Attendance.objects.values().get()
    again = sent(browser, first_of(session), mark).json()
    assert first.pop("now") < again.pop("now")
    assert again == first
    assert Attendance.objects.values().get() == kept
    assert (kept["presence"], kept["marked_by_id"]) == ("here", coordinator.pk)
    events = Attendance.pgh_event_model.objects.filter(pgh_obj_id=kept["id"])  # type: ignore[attr-defined]
    assert list(events.values_list("pgh_label", flat=True)) == ["insert"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_later_mark_counts_however_they_arrive(sign_in: SignIn, coordinator: User, order: tuple[int, int]) -> None:
    session = begun()
    each, browser = seat(session, "Ana"), sign_in(coordinator)
    marks = [a_mark(each, "away", minutes_ago(9)), a_mark(each, "here", minutes_ago(3))]
    for place in order:
        assert sent(browser, first_of(session), marks[place]).json()["answers"][0]["why"] == ""
    assert presence(each) == "here"


def test_both_orders_in_one_request_give_the_later_one(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    each, browser = seat(session, "Ana"), sign_in(coordinator)
    sent(browser, first_of(session), a_mark(each, "here", minutes_ago(2)), a_mark(each, "part", minutes_ago(5)))
    assert presence(each) == "here"


def test_a_clock_that_runs_ahead_wins_only_until_now(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    each, browser = seat(session, "Ana"), sign_in(coordinator)
    sent(browser, first_of(session), a_mark(each, "away", minutes_ago(-600)))
    sent(browser, first_of(session), a_mark(each, "here", minutes_ago(-600)))
    assert presence(each) == "here"
    assert Attendance.objects.get().marked_at <= timezone.now()


def test_a_mark_of_such_a_clock_that_comes_twice_is_kept_once(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    mark, browser = a_mark(seat(session, "Ana"), "here", minutes_ago(-600)), sign_in(coordinator)
    for _twice in range(2):
        sent(browser, first_of(session), mark)
    assert Attendance.pgh_event_model.objects.count() == 1  # type: ignore[attr-defined]


def test_a_refused_mark_says_why_and_holds_up_no_other(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    good, gone = seat(session, "Ana"), seat(session, "Ben", State.WITHDRAWN)
    elsewhere = seat(begun(), "Cleo")
    own = EnrollmentFactory.create(session=session, user=coordinator)
    marks = [a_mark(each) for each in (good, gone, elsewhere, own)]
    answers = sent(sign_in(coordinator), first_of(session), *marks).json()["answers"]
    assert [each["id"] for each in answers] == [mark["id"] for mark in marks]
    assert [each["why"] for each in answers] == [
        "",
        "They have no seat in this session: Withdrawn.",
        "They are not on the list of this session.",
        "Nobody marks themselves. Ask somebody else to do it.",
    ]
    assert set(Attendance.objects.values_list("enrollment", flat=True)) == {good.pk}


def test_the_answer_tells_what_others_marked(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    ana, ben, meeting = seat(session, "Ana"), seat(session, "Ben"), first_of(session)
    sent(sign_in(teacher_of(session)), meeting, a_mark(ana))
    standing = sent(sign_in(coordinator), meeting, a_mark(ben, "away")).json()["standing"]
    assert {pk: (row["presence"], row["by"]) for pk, row in standing.items()} == {
        str(ana.pk): ("here", "Tess Teaches"),
        str(ben.pk): ("away", "Toni Trainer"),
    }


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"by": 1, "marks": 1}', '{"by": 1, "marks": [1]}', '{"by": 1, "marks": [{"id": "x"}]}',
     '{"by": "me", "marks": []}', '{"by": 1, "marks": [{"id": "0", "enrollment": 1, "presence": "here", "at": "now"}]}',
     '{"by": 1, "marks": [{"id": "6f9f6f0e-0000-4000-8000-000000000000", "enrollment": "1", "presence": "late", "at": "2026-01-01T00:00:00Z"}]}',  # noqa: E501
     '{"by": 1, "marks": [{"id": "6f9f6f0e-0000-4000-8000-000000000000", "enrollment": "1", "presence": "here", "at": "0001-01-01T00:00:00+14:00"}]}',  # noqa: E501
     '{"by": 1e400, "marks": []}', pytest.param("[" * 100_000, id="deep")],
)  # fmt: skip
def test_what_are_no_marks_is_a_400(sign_in: SignIn, coordinator: User, body: str) -> None:
    meeting = first_of(begun())
    address = f"/training/manage/sessions/{meeting.session_id}/meetings/{meeting.pk}/marks/"
    assert sign_in(coordinator).post(address, body, content_type="application/json").status_code == 400


def test_nobody_sends_the_marks_of_who_was_there_before_them(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    meeting, mark = first_of(session), a_mark(seat(session, "Ana"))
    address = f"/training/manage/sessions/{session.pk}/meetings/{meeting.pk}/marks/"
    body = json.dumps({"by": coordinator.pk, "marks": [mark]})
    answer = sign_in(teacher_of(session)).post(address, body, content_type="application/json")
    assert answer.status_code == 403
    assert not Attendance.objects.exists()


def test_without_scripts_a_key_marks_and_the_same_key_takes_it_back(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    each, browser, meeting = seat(session, "Ana"), sign_in(coordinator), first_of(session)
    address = f"/training/manage/sessions/{session.pk}/meetings/{meeting.pk}/"
    answer = browser.post(address, {"mark": f"{each.pk}:here"})
    assert answer["Location"] == f"{address}#person-{each.pk}"
    assert presence(each) == "here"
    page = browser.get(address).text
    assert "1 of 1 here" in page
    assert f'value="{each.pk}:"' in page
    browser.post(address, {"mark": f"{each.pk}:"})
    assert presence(each) == ""
    assert "Choose what to mark" in browser.post(address, {"mark": "nonsense"}, follow=True).text


def test_nobody_is_marked_long_before_it_begins(sign_in: SignIn, coordinator: User) -> None:
    session: Session = SessionFactory.create(days=3)
    each = seat(session, "Ana")
    answer = sent(sign_in(coordinator), first_of(session), a_mark(each)).json()["answers"][0]
    assert "two hours before" in answer["why"]
    soon: Session = SessionFactory.create(first=timezone.now() + timedelta(minutes=90))
    early = seat(soon, "Ben")
    assert sent(sign_in(coordinator), first_of(soon), a_mark(early)).json()["answers"][0]["why"] == ""


def test_what_follows_from_the_marks() -> None:
    session = over(meetings=2)
    first, second = session.meetings.order_by("starts")
    people = {name: seat(session, name) for name in ("both", "one", "none", "part")}
    by = people["both"].user
    for name, meeting, presence in (
        ("both", first, "here"), ("both", second, "here"), ("one", first, "here"),
        ("part", first, "here"), ("part", second, "part"), ("none", second, ""),
    ):  # fmt: skip
        Attendance.objects.create(enrollment=people[name], meeting=meeting, presence=presence, marked_by=by)
    grid = attendance.grid_of(session)
    found = {name: grid.suggested(each.pk, each.state) for name, each in people.items()}
    assert found == {"both": "attended", "one": "partly", "none": "no_show", "part": "partly"}
    assert grid.suggested(people["both"].pk, State.ATTENDED) is None
    assert grid.suggested(people["both"].pk, State.COMPLETED) is None


def test_a_meeting_at_which_nobody_was_marked_does_not_count() -> None:
    session = over(meetings=2)
    first, second = session.meetings.order_by("starts")
    each = seat(session, "Ana")
    assert attendance.grid_of(session).suggested(each.pk, each.state) is None
    Attendance.objects.create(enrollment=each, meeting=second, presence="here", marked_by=each.user)
    grid = attendance.grid_of(session)
    assert grid.suggested(each.pk, each.state) == "attended"
    assert grid.uncounted == [first]


def test_nothing_follows_while_meetings_are_to_come() -> None:
    session = begun(meetings=2)
    each = seat(session, "Ana")
    Attendance.objects.create(enrollment=each, meeting=first_of(session), presence="here", marked_by=each.user)
    assert attendance.grid_of(session).suggested(each.pk, each.state) is None


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_lose_no_mark(coordinator: User) -> None:
    session = begun(seats=None)
    people, meeting = [seat(session, f"Person {n}") for n in range(12)], first_of(session)
    teacher = teacher_of(session)
    start, faults = threading.Barrier(2), list[BaseException]()
    moment = timezone.now()

    def mark(by: User, presence: str, turn: int) -> None:
        try:
            start.wait(60)
            for round_ in range(5):
                at = moment - timedelta(seconds=100 - 10 * round_ - turn)
                rows = [Mark(uuid.uuid4(), each.pk, presence, at) for each in people[:: 1 if turn else -1]]
                marking.take_marks(meeting=meeting, marks=rows, by=by)
        except BaseException as error:  # a thread tells nobody else
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=mark, args=each) for each in ((coordinator, "away", 0), (teacher, "here", 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not faults
    assert set(Attendance.objects.values_list("presence", "marked_by")) == {("here", teacher.pk)}
