"""Figures of training: how full, who did not come, who waits for what, seats against demand; on a page and in files."""

import csv
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import SkillFactory, UserFactory
from tests.training.running.cast import begun, seat
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training.actions.running import cancel_session
from training.choices import State
from training.models import Interest, Session
from training.running import figures

pytestmark = pytest.mark.django_db

CITY = ZoneInfo("America/Chicago")


def last_year() -> tuple[date, date]:
    today = timezone.localdate()
    return today - timedelta(days=365), today


def test_how_full_and_who_did_not_come(coordinator: User) -> None:
    session = begun(seats=8)
    for number, state in enumerate([State.COMPLETED, State.PARTLY, State.NO_SHOW, State.ENROLLED, State.WITHDRAWN]):
        seat(session, f"Person {number}", state)
    without_cap: Session = SessionFactory.create(course=session.course, seats=None, days=-2)
    seat(without_cap, "Ben", State.ATTENDED)
    SessionFactory.create(course=session.course, days=5)  # to come
    cancelled = begun(meetings=2)
    cancel_session(session=cancelled, by=coordinator, reason="Flood")
    (row,) = figures.by_course(*last_year())
    assert (row.label, row.sessions, row.seats, row.taken, row.fill_percent) == (session.course.name, 2, 8, 4, 50)
    assert (row.came, row.no_shows, row.unmarked, row.no_show_percent) == (3, 1, 1, 25)
    whole = figures.total([row, row], "All")
    assert (whole.taken, whole.fill_percent) == (8, 50)


def test_days_are_those_of_the_city_and_so_are_months() -> None:
    late = datetime(2026, 3, 31, 23, 30, tzinfo=CITY)  # the first of April in London
    seat(SessionFactory.create(first=late), "Ana", State.NO_SHOW)
    assert len(figures.by_course(date(2026, 3, 31), date(2026, 3, 31))) == 1
    assert figures.by_course(date(2026, 4, 1), date(2026, 4, 30)) == []
    ((month, row),) = figures.by_month(date(2026, 1, 1), date(2026, 4, 30))
    assert (month, row.sessions, row.no_show_percent) == (date(2026, 3, 1), 1, 100)


def test_a_person_who_waits_twice_for_a_skill_counts_once() -> None:
    sql, maps = SkillFactory.create(name="SQL"), SkillFactory.create(name="Maps")
    course = CourseFactory.create(skills=[(sql, 0, 2), (maps, 0, 1)])
    session: Session = SessionFactory.create(course=course, seats=1)
    seat(session, "Seated")
    waits = seat(session, "Wes", State.WAITLISTED)
    other = CourseFactory.create(skills=[(sql, 1, 2)])
    for user in (waits.user, UserFactory.create()):
        Interest.objects.create(course=other, user=user)
    found = {row.skill: row for row in figures.pressure()}
    assert list(found) == ["SQL", "Maps"]
    row = found["SQL"]
    assert (row.waiting, row.interested, row.people, row.seats, row.free) == (1, 2, 2, 1, 0)
    assert row.is_short


def test_seats_against_demand() -> None:
    short: Session = SessionFactory.create(course=CourseFactory.create(name="Short"), seats=2)
    for name, state in (("A", State.ENROLLED), ("B", State.OFFERED), ("C", State.WAITLISTED), ("D", State.REQUESTED)):
        seat(short, name, state)
    Interest.objects.create(course=short.course, user=UserFactory.create())
    SessionFactory.create(course=CourseFactory.create(name="Open ended"), seats=None)
    SessionFactory.create(course=CourseFactory.create(name="Empty"), seats=5)
    rows = {row.name: row for row in figures.demand()}
    assert list(rows) == ["Short", "Empty", "Open ended"]
    assert (rows["Short"].demand, rows["Short"].balance, rows["Short"].missing) == (5, -3, 3)
    assert (rows["Empty"].balance, rows["Open ended"].balance) == (5, None)


def test_queries_do_not_grow_with_courses(sign_in: SignIn, coordinator: User) -> None:
    browser, counts = sign_in(coordinator), []
    for size in (2, 8):
        for _number in range(size):
            course = CourseFactory.create(skills=[(SkillFactory.create(), 0, 2)])
            EnrollmentFactory.create(session=SessionFactory.create(course=course, days=-3))
            EnrollmentFactory.create(session=SessionFactory.create(course=course), state=State.WAITLISTED)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/training/manage/figures/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("table", ["courses", "months", "skills", "demand"])
def test_each_table_is_a_file_in_which_nothing_is_a_formula(sign_in: SignIn, coordinator: User, table: str) -> None:
    skill = SkillFactory.create(name="=1+1")
    course = CourseFactory.create(name="@SUM(A1)", skills=[(skill, 0, 2)])
    seat(SessionFactory.create(course=course, days=-3), "Ana", State.NO_SHOW)
    seat(SessionFactory.create(course=course), "Ben", State.WAITLISTED)
    browser = sign_in(coordinator)
    answer = browser.get(f"/training/manage/figures/{table}.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert not [cell for cell in rows[1] if cell.startswith(("=", "@"))]
    sheet: Any = load_workbook(BytesIO(browser.get(f"/training/manage/figures/{table}.xlsx").content)).active
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert sheet.max_row == 2


def test_a_range_that_makes_no_sense_is_said(sign_in: SignIn, coordinator: User) -> None:
    answer = sign_in(coordinator).get("/training/manage/figures/?since=2026-05-01&until=2026-04-01")
    assert answer.status_code == 422
    assert "not before the first one" in answer.text
    assert sign_in(coordinator).get("/training/manage/figures/?since=nonsense").status_code == 422
    # Years that no calendar reaches are said to be none, and break nothing.
    assert sign_in(coordinator).get("/training/manage/figures/?since=0001-01-01&until=9999-12-31").status_code == 422
