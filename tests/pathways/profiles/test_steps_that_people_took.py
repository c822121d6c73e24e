"""Which steps people took, counted from the payroll; few people are nobody's business."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from pathways.models import ObservedMove, Title
from pathways.profiles import observed
from tests.factories import EmploymentFactory, TitleAliasFactory, TitleFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def _title(name: str, *old: str) -> Title:
    title = TitleFactory.create(revision__name=name)
    for each in old:
        TitleAliasFactory.create(title=title, name=each, source="Budget 2018")
    return title


@pytest.fixture
def analyst() -> Title:
    return _title("Data analyst", "SENIOR DATA CLERK", "DATA CLERK II")


@pytest.fixture
def engineer() -> Title:
    return _title("Data engineer", "DATA PROGRAMMER")


def _goes(employee: str, *names: str, first: date = date(2023, 1, 1)) -> None:
    """Somebody has these posts, one after the other, a year each; the last one is without an end."""
    for place, name in enumerate(names):
        starts = first + timedelta(days=365 * place)
        ends = None if place == len(names) - 1 else starts + timedelta(days=364)
        EmploymentFactory.create(
            employee_id=employee, title_code=name[:6], title_name=name, starts_on=starts, ends_on=ends
        )


def _counted() -> dict[tuple[int, int], int]:
    return {(each.origin_id, each.destination_id): each.people for each in ObservedMove.objects.all()}


def test_steps_of_three_people_are_kept(analyst: Title, engineer: Title) -> None:
    for employee in ("1", "2"):
        _goes(employee, "SENIOR DATA CLERK", "DATA PROGRAMMER")
    assert observed.recount(today=TODAY) == 0
    _goes("3", "DATA CLERK II", "DATA PROGRAMMER", "DATA CLERK II", "DATA PROGRAMMER")  # twice, and counts once
    assert observed.recount(today=TODAY) == 1
    assert _counted() == {(analyst.pk, engineer.pk): 3}
    assert observed.recount(today=TODAY) == 1  # anew, not on top


def test_a_renamed_post_and_an_old_step_and_an_unknown_title_are_none(analyst: Title, engineer: Title) -> None:
    for employee in "123":
        _goes(f"renamed {employee}", "SENIOR DATA CLERK", "DATA CLERK II")
        _goes(f"old {employee}", "SENIOR DATA CLERK", "DATA PROGRAMMER", first=date(2019, 1, 1))
        _goes(f"unknown {employee}", "LAMPLIGHTER", "DATA PROGRAMMER")
    assert observed.recount(today=TODAY) == 0


def test_a_post_that_could_be_two_titles_is_none(engineer: Title) -> None:
    _title("Clerk of data", "DATA CLERK")
    _title("Clerk of files", "DATA CLERK")
    for employee in "123":
        _goes(employee, "DATA CLERK", "DATA PROGRAMMER")
    assert observed.recount(today=TODAY) == 0


def test_both_titles_tell_it_apart_from_what_hr_designed(client: Client, analyst: Title, engineer: Title) -> None:
    for employee in "1234":
        _goes(employee, "SENIOR DATA CLERK", "DATA PROGRAMMER", first=timezone.localdate() - timedelta(days=500))
    observed.recount(today=timezone.localdate())
    before = " ".join(client.get(analyst.get_absolute_url()).text.split())
    assert f'4 people went on to <a href="{engineer.get_absolute_url()}">Data engineer</a>' in before
    assert "No next step is drawn from here yet." in before
    after = " ".join(client.get(engineer.get_absolute_url()).text.split())
    assert f'4 people came from <a href="{analyst.get_absolute_url()}">Data analyst</a>' in after
    assert "What people did" not in client.get(engineer.get_absolute_url(), {"on": "2026-01-01"}).text


def test_the_database_says_nothing_of_two_people(analyst: Title, engineer: Title) -> None:
    with pytest.raises(IntegrityError, match="observed_move_of_several"), transaction.atomic():
        ObservedMove.objects.create(origin=analyst, destination=engineer, people=2)
