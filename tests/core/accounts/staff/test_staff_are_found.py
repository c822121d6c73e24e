"""The list of city staff and one person's page: found by any word, by those who may read them, in few queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chitech.core.accounts.models import Department, Employment, User
from chitech.core.accounts.roles import Role
from tests.conftest import SignIn
from tests.factories import DepartmentFactory, EmploymentFactory, UserFactory, give
from tests.pages import parse, text

pytestmark = pytest.mark.django_db
LIST = "/people/staff/"


@pytest.fixture
def water(db: None) -> Department:
    return DepartmentFactory.create(name="Water")


@pytest.fixture
def jane(water: Department) -> Employment:
    return EmploymentFactory.create(
        employee_id="00017", name="Jane Doe", email="jane@city.example", title_code="0635",
        title_name="Senior Programmer", department=water,
    )  # fmt: skip


@pytest.mark.parametrize("words", ["jane", "DOE", "00017", "jane@city", "0635", "senior programmer", "water jane"])
def test_people_are_found_by_any_word(jane: Employment, hr: User, sign_in: SignIn, words: str) -> None:
    EmploymentFactory.create(name="Max Other", title_code="0001", title_name="Clerk")
    page = sign_in(hr).get(LIST, {"q": words})
    assert [row.get("data-employment-id") for row in parse(page).cssselect("tbody tr")] == [str(jane.pk)]


def test_who_has_left_and_who_is_to_come_are_found_when_asked_for(jane: Employment, hr: User, sign_in: SignIn) -> None:
    today = timezone.localdate()
    EmploymentFactory.create(name="Gone Yesterday", ends_on=today - timedelta(days=1))
    EmploymentFactory.create(name="Last Day", ends_on=today)
    EmploymentFactory.create(name="To Come", starts_on=today + timedelta(days=1))
    browser = sign_in(hr)
    expected = {"now": 2, "ended": 1, "coming": 1, "all": 4, "nonsense": 2}
    for when, count in expected.items():
        shown = parse(browser.get(LIST, {"when": when})).cssselect("#result-count")[0].get("data-count")
        assert (when, shown) == (when, str(count))


@pytest.mark.parametrize("asked", [{"department": "x"}, {"page": "99"}, {"q": "\x00" * 200}, {"department": "9" * 30}])
def test_strange_addresses_answer(jane: Employment, hr: User, sign_in: SignIn, asked: dict[str, str]) -> None:
    assert sign_in(hr).get(LIST, asked).status_code == 200


def test_a_department_sees_its_own(jane: Employment, water: Department, sign_in: SignIn) -> None:
    other = EmploymentFactory.create(name="Max Other")
    reader = UserFactory.create()
    give(reader, Role.HR_EDITOR, department=water)
    browser = sign_in(reader)
    page = browser.get(LIST)
    assert "Jane Doe" in text(page)
    assert "Max Other" not in text(page)
    assert [option.text_content() for option in parse(page).cssselect("#department option")] == [
        "All departments", "Water",
    ]  # fmt: skip
    assert browser.get(f"{LIST}{jane.pk}/").status_code == 200
    assert browser.get(f"{LIST}{other.pk}/").status_code == 404
    assert browser.post(f"{LIST}{jane.pk}/end/").status_code == 404


def test_a_page_names_the_manager_the_team_and_other_posts(jane: Employment, hr: User, sign_in: SignIn) -> None:
    jane.manager_employee_id = "00001"
    jane.save()
    EmploymentFactory.create(employee_id="00001", name="Berta Boss")
    EmploymentFactory.create(name="Tim Team", manager_employee_id="00017")
    EmploymentFactory.create(name="Left Team", manager_employee_id="00017", ends_on=date(2020, 1, 1))
    EmploymentFactory.create(
        employee_id="00017", title_name="Intern", starts_on=date(2010, 1, 1), ends_on=date(2011, 1, 1)
    )
    shown = text(sign_in(hr).get(f"{LIST}{jane.pk}/"))
    for words in ("Berta Boss", "Leads 1 person", "Tim Team", "Intern", "1 January 2010 – 1 January 2011"):
        assert words in shown
    assert "Left Team" not in shown


def test_led_by_are_those_who_report_to_a_person_today(jane: Employment, seeker: User) -> None:
    led = EmploymentFactory.create(manager_employee_id="00017")
    assert not Employment.objects.led_by(seeker).exists()
    jane.user = seeker
    jane.save()
    assert list(Employment.objects.led_by(seeker)) == [led]
    jane.ends_on = timezone.localdate() - timedelta(days=1)
    jane.save()
    assert not Employment.objects.led_by(seeker).exists()


def test_the_list_asks_no_more_of_the_database_for_more_rows(hr: User, sign_in: SignIn) -> None:
    browser, asked = sign_in(hr), []
    for more in (2, 30):
        EmploymentFactory.create_batch(more)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8, asked


def test_a_page_of_one_asks_no_more_for_a_larger_team(hr: User, sign_in: SignIn) -> None:
    browser, asked = sign_in(hr), []
    boss = EmploymentFactory.create(employee_id="B1")
    for more in (2, 30):
        EmploymentFactory.create_batch(more, manager_employee_id="B1")
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("people:staff-detail", args=[boss.pk]))
        asked.append(len(queries))
    assert asked[0] == asked[1]
