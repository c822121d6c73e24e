"""The roster: in an order for people, searched, in tabs, for who runs training and who teaches it, and as files."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from tests.conftest import SignIn
from tests.factories import EmploymentFactory, UserFactory
from tests.training.running.cast import begun, first_of, over, seat, teacher_of
from tests.training_factories import EnrollmentFactory, SessionFactory
from training.catalogue import actions
from training.choices import State
from training.models import Attendance, Session
from training.running import roster
from training.running.roster import Asked

pytestmark = pytest.mark.django_db


def names(session: Session, **asked: str) -> list[str]:
    return [each.user.name for each in roster.found(session, Asked.read(asked))]


@pytest.fixture
def mixed() -> Session:
    """Two with a seat, an offer, two in line (the second one first), one who asked and one who left."""
    session: Session = SessionFactory.create(seats=3)
    for name, state in (
        ("Zoe Seat", State.ENROLLED), ("Abe Seat", State.ENROLLED), ("Oda Offer", State.OFFERED),
        ("Lea Line", State.WAITLISTED), ("Pia Program", State.WAITLISTED), ("Rio Asks", State.REQUESTED),
        ("Gus Gone", State.WITHDRAWN),
    ):  # fmt: skip
        seat(session, name, state)
    session.enrollments.filter(user__name="Pia Program").update(priority=1)
    return session


def test_seats_come_by_name_and_the_line_in_its_order(mixed: Session) -> None:
    everyone = ["Abe Seat", "Zoe Seat", "Oda Offer", "Pia Program", "Lea Line", "Rio Asks", "Gus Gone"]
    assert names(mixed) == everyone
    assert names(mixed, state="line") == ["Pia Program", "Lea Line"]
    assert names(mixed, q="seat") == ["Abe Seat", "Zoe Seat"]
    assert names(mixed, state="nonsense") == everyone


def test_the_page_says_places_counts_and_posts(sign_in: SignIn, coordinator: User, mixed: Session) -> None:
    abe = mixed.enrollments.get(user__name="Abe Seat").user
    EmploymentFactory.create(user=abe, title_name="Bridge tender", starts_on=date(2024, 5, 1))
    EmploymentFactory.create(user=abe, title_name="Lamplighter", starts_on=date(2019, 5, 1))  # of two posts the newer
    page = sign_in(coordinator).get(f"/training/manage/sessions/{mixed.pk}/roster/").text
    assert "place 1/2" in page
    assert "Bridge tender" in page
    assert 'data-count="7"' in page


def test_who_teaches_it_comes_in_and_nobody_else_does(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    pages = ("roster/", "sheet/", "feedback/", "roster.csv", "roster.xlsx", f"meetings/{first_of(session).pk}/")
    teacher = sign_in(teacher_of(session))
    stranger = Client()
    stranger.force_login(UserFactory.create())
    for page in pages:
        address = f"/training/manage/sessions/{session.pk}/{page}"
        assert teacher.get(address).status_code == 200, page
        assert stranger.get(address).status_code == 404, page
        assert teacher.get(f"/training/manage/sessions/{begun().pk}/{page}").status_code == 404, page
    assert teacher.get(f"/training/manage/sessions/{session.pk}/roster/enroll/").status_code == 404
    assert f"/training/manage/sessions/{session.pk}/roster/" in teacher.get("/training/my/").text


def test_an_auditor_reads_and_marks_nobody(sign_in: SignIn) -> None:
    session = begun()
    each = seat(session, "Ana")
    browser = sign_in(UserFactory.create(email="auditor@demo.example", roles=[Role.AUDITOR]))
    page = browser.get(f"/training/manage/sessions/{session.pk}/roster/").text
    assert "Ana" in page
    assert 'name="verb"' not in page
    assert browser.get(f"/training/manage/sessions/{session.pk}/meetings/{first_of(session).pk}/").status_code == 404
    change = {"people": [each.pk], "verb": "attended"}
    assert browser.post(f"/training/manage/sessions/{session.pk}/roster/change/", change).status_code == 404


def test_a_teacher_is_named_by_the_address_of_their_account(coordinator: User, ana: User) -> None:
    session: Session = SessionFactory.create()
    for written, accounts in (([ana.email, "Rosa"], {ana.pk, None}), (["Rosa"], {None}), ([], set())):
        actions.update_session(session=session, by=coordinator, version=session.version, values={}, teachers=[*written])
        assert set(session.instructors.values_list("user", flat=True)) == accounts


@pytest.mark.parametrize("page", ["roster/", "sheet/", "roster.csv", "feedback/", "meetings/{}/", "meetings/{}/marks/"])
def test_queries_do_not_grow_with_people(sign_in: SignIn, coordinator: User, page: str) -> None:
    browser, counts = sign_in(coordinator), []
    for size in (2, 12):
        session = over()
        Session.objects.filter(pk=session.pk).update(seats=None)
        for number in range(size):
            each = EnrollmentFactory.create(session=session, user__name=f"Person {number}")
            EmploymentFactory.create(user=each.user)
            Attendance.objects.create(
                enrollment=each, meeting=first_of(session), presence="here", marked_by=coordinator
            )
        for _number in range(size):
            EnrollmentFactory.create(session=session, state=State.WAITLISTED)
            EnrollmentFactory.create(session=session, state=State.OFFERED)
        address = f"/training/manage/sessions/{session.pk}/{page.format(first_of(session).pk)}"
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] < 25


def test_a_name_is_never_a_formula_in_a_file(sign_in: SignIn, coordinator: User) -> None:
    session = begun()
    each = seat(session, '=HYPERLINK("http://evil.example","x")')
    Attendance.objects.create(enrollment=each, meeting=first_of(session), presence="part", marked_by=coordinator)
    browser, address = sign_in(coordinator), f"/training/manage/sessions/{session.pk}/roster"
    answer = browser.get(f"{address}.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][0].startswith("'=")
    assert rows[1][-1] == "In part"
    assert "attachment" in answer["Content-Disposition"]
    sheet: Any = load_workbook(BytesIO(browser.get(f"{address}.xlsx").content)).active
    cell = sheet["A2"]
    assert (cell.data_type, cell.value) == ("s", each.user.name)


def test_the_file_holds_what_is_searched_for(sign_in: SignIn, coordinator: User, mixed: Session) -> None:
    answer = sign_in(coordinator).get(f"/training/manage/sessions/{mixed.pk}/roster.csv?state=line")
    assert [row[0] for row in csv.reader(StringIO(answer.content.decode("utf-8-sig")))][1:] == [
        "Pia Program", "Lea Line",
    ]  # fmt: skip


def test_the_sheet_has_a_page_for_each_meeting(sign_in: SignIn, coordinator: User) -> None:
    session = over(meetings=3)
    seat(session, "Ana")
    seat(session, "Gone", State.WITHDRAWN)
    page = sign_in(coordinator).get(f"/training/manage/sessions/{session.pk}/sheet/").text
    assert page.count('class="sign-sheet"') == page.count("Ana") == 3
    assert "Gone" not in page
