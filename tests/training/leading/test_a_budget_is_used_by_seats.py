"""What a team's or a department's seats cost stands beside its budget; a manager is warned, and never stopped."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chitech.core.accounts.access import may
from chitech.core.accounts.models import Employment, User
from chitech.core.accounts.roles import Permission, Role
from tests.conftest import SignIn
from tests.factories import UserFactory, led
from tests.training.helpers import state_of
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory, TrainingBudgetFactory
from training.choices import State
from training.errors import NotAllowed
from training.leading import budgets
from training.models import Course, Enrollment, Session, TrainingBudget

pytestmark = pytest.mark.django_db


def next_session(cost: int = 30_000, **course: object) -> Session:
    """In this fiscal year still, whatever the day: it begins in an hour."""
    made: Course = CourseFactory.create(cost_cents=cost, **course)
    found: Session = SessionFactory.create(course=made, first=timezone.now() + timedelta(hours=1))
    return found


def seat(person: User, state: str = "enrolled", cost: int = 30_000, **course: object) -> Enrollment:
    found: Enrollment = EnrollmentFactory.create(
        user=person, session=next_session(cost, **course), state=state, overlap_accepted=True
    )
    return found


def standing(year: int | None = None) -> budgets.Standing:
    return budgets.standings(Q(), year or budgets.this_fiscal_year())[0]


def test_seats_use_it_and_requests_ask_for_it(boss: User, ana: User, ben: User) -> None:
    TrainingBudgetFactory.create(department=None, leader=boss, amount_cents=100_000)
    for state in ("enrolled", "completed", "no_show"):
        seat(ana, state)
    for state in ("requested", "waitlisted"):
        seat(ben, state, 5_000)
    seat(ben, "withdrawn")
    seat(UserFactory.create())
    now = standing()
    assert (now.used, now.asked_for, now.left) == (90_000, 10_000, 10_000)
    assert now.widths == (90, 10)
    assert (now.over_with(10_000), now.over_with(10_001)) == (0, 1)


def test_a_departments_budget_counts_all_who_work_there(boss: User, ana: User) -> None:
    post = Employment.objects.get(user=ana)
    TrainingBudgetFactory.create(department=post.department, amount_cents=50_000)
    TrainingBudgetFactory.create()
    elsewhere = UserFactory.create()
    led(leader=UserFactory.create(), person=elsewhere)
    for person in (ana, boss, elsewhere):
        seat(person)
    by_department = {each.budget.department: each.used for each in budgets.standings(Q(), budgets.this_fiscal_year())}
    assert sorted(by_department.values()) == [0, 60_000]
    assert by_department[post.department] == 60_000


def test_a_seat_is_paid_from_the_year_in_which_its_session_begins(boss: User, ana: User) -> None:
    year = budgets.this_fiscal_year()
    for each in (year, year + 1):
        TrainingBudgetFactory.create(department=None, leader=boss, fiscal_year=each)
    first = budgets.bounds(year + 1)[0]
    for moment in (first - timedelta(minutes=1), first):
        session = SessionFactory.create(course=CourseFactory.create(cost_cents=7_000), first=moment)
        EnrollmentFactory.create(user=ana, session=session, overlap_accepted=True)
    assert (standing(year).used, standing(year + 1).used) == (7_000, 7_000)


@pytest.mark.parametrize(("month", "day", "year"), [(1, date(2026, 12, 31), 2026), (7, date(2026, 7, 1), 2027)])
def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends(
    settings: object, month: int, day: date, year: int
) -> None:
    settings.FISCAL_YEAR_FIRST_MONTH = month  # type: ignore[attr-defined]
    assert budgets.fiscal_year_of(day) == year
    since, until = budgets.bounds(year)
    assert since.date() <= day < until.date()
    assert isinstance(since, datetime)


def test_the_manager_is_warned_and_may_approve_all_the_same(boss: User, ana: User, sign_in: SignIn) -> None:
    TrainingBudgetFactory.create(department=None, leader=boss, amount_cents=20_000)
    asked = seat(ana, "requested", 30_000)
    browser = sign_in(boss)
    page = browser.get("/training/team/").text
    assert "is over by $100" in page
    assert "The seat costs the city $300." in page
    assert browser.post(f"/training/team/{asked.pk}/approve/").status_code == 302
    assert state_of(asked) == State.ENROLLED
    assert "Over by" in browser.get("/training/team/").text


def test_what_fits_is_not_warned_of(boss: User, ana: User, sign_in: SignIn) -> None:
    TrainingBudgetFactory.create(department=None, leader=boss, amount_cents=30_000)
    seat(ana, "requested", 30_000)
    assert "is over by" not in sign_in(boss).get("/training/team/").text


def test_the_teams_budget_stands_before_the_departments(boss: User, ana: User) -> None:
    post = Employment.objects.get(user=ana)
    asked = seat(ana, "requested")
    of_department = TrainingBudgetFactory.create(department=post.department)
    assert budgets.covering(boss, [asked]).by_place[asked.pk].budget == of_department
    of_team = TrainingBudgetFactory.create(department=None, leader=boss)
    found = budgets.covering(boss, [asked])
    assert found.by_place[asked.pk].budget == of_team
    assert {each.budget for each in found.mine} == {of_department, of_team}


def test_the_list_asks_as_often_for_one_request_as_for_nine(boss: User, ana: User, sign_in: SignIn) -> None:
    TrainingBudgetFactory.create(department=None, leader=boss)
    browser, counts = sign_in(boss), []
    for _size in range(2):
        seat(ana, "requested")
        browser.get("/training/team/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/training/team/")
        counts.append(len(queries))
        for _more in range(7):
            person = UserFactory.create()
            led(leader=boss, person=person)
            seat(person, "requested")
    assert counts[0] == counts[1]


def test_it_is_set_changed_and_taken_away_by_who_may(coordinator: User, boss: User, sign_in: SignIn) -> None:
    with pytest.raises(NotAllowed):
        budgets.set_budget(by=boss, fiscal_year=2026, amount_cents=1, leader=boss)
    browser, year = sign_in(coordinator), budgets.this_fiscal_year()
    sent = {"fiscal_year": year, "leader": boss.email, "amount_cents": "$2,500"}
    assert browser.post("/training/budgets/", sent).status_code == 302
    assert browser.post("/training/budgets/", sent | {"amount_cents": "3000"}).status_code == 302
    budget = TrainingBudget.objects.get()
    assert (budget.leader, budget.amount_cents, budget.set_by) == (boss, 300_000, coordinator)
    assert "Team of Bea Boss" in browser.get("/training/budgets/").text
    assert browser.post(f"/training/budgets/{budget.pk}/remove/").status_code == 302
    assert not TrainingBudget.objects.exists()


def test_it_is_of_a_department_or_a_team(coordinator: User, ana: User, sign_in: SignIn) -> None:
    browser, year = sign_in(coordinator), budgets.this_fiscal_year()
    for sent in ({}, {"leader": "nobody@example.org"}, {"leader": ana.email}):
        answer = browser.post("/training/budgets/", {"fiscal_year": year, "amount_cents": "5", **sent})
        assert answer.status_code == 422, sent
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingBudget.objects.create(fiscal_year=2026, amount_cents=1, set_by=coordinator)


def test_hr_sets_budgets_too() -> None:
    assert may(UserFactory.create(roles=[Role.HR_EDITOR]), Permission.SET_TRAINING_BUDGETS)
