"""A year's budget comes in by the command: rows of a title add up, and what files have lost is put back or told."""

from pathlib import Path

import pytest

from pathways.models import BudgetLine, BudgetTitle, CrosswalkScope
from tests.pathways.crosswalk.conftest import OLD_HEADERS, Budget, position

pytestmark = pytest.mark.django_db


def line(code: str, year: int = 2018) -> BudgetLine:
    return BudgetLine.objects.get(title__code=code, year=year)


def test_rows_of_a_title_are_added_up(budget: Budget) -> None:
    outcome = budget(
        2018,
        position("638", "Programmer/Analyst", count="2", pay="70000"),
        position("638", "Programmer/Analyst", count="3", pay="92000.50", department="41", called="HEALTH"),
        position(
            "638", "Programmer/Analyst", count="1", grade="GY 06", pay="60312", department="85", called="AVIATION"
        ),
    )
    assert (outcome.code, outcome.counts) == (0, (3, 1, 0, 0, 2, 0, 0))
    found = line("0638")
    assert (found.positions, found.schedule_grade, found.bargaining_unit) == (6, "G 06", "3")
    assert (found.pay_min_cents, found.pay_max_cents) == (60_312_00, 92_000_50)
    assert [(one["name"], one["positions"]) for one in found.departments] == [
        ("HEALTH", 3),
        ("DOIT", 2),
        ("AVIATION", 1),
    ]


def test_lost_zeros_are_put_back_and_letters_kept(budget: Budget) -> None:
    outcome = budget(
        2017,
        position("15", "Schedule Salary Adjustments", control="0", count="0", pay="2485"),
        position("638", "Programmer/Analyst"),
        position("063e", "Senior Programmer/Analyst"),
        position("9906", "Chief Information Officer"),
    )
    assert outcome.report["codes_that_lost_zeros"] == 2
    assert set(BudgetTitle.objects.values_list("code", flat=True)) == {"0015", "0638", "063E", "9906"}


@pytest.mark.parametrize(
    ("written", "schedule", "grade"),
    [
        ("G 06", "G", "06"), ("BX15", "BX", "15"), ("300", "3", "00"), ("3 00", "3", "00"), ("2 0", "2", "0"),
        ("D 2A", "D", "2A"), ("15", "", "15"), ("0", "", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_grades_are_read_however_a_year_writes_them(budget: Budget, written: str, schedule: str, grade: str) -> None:
    budget(2012, position("638", "Programmer/Analyst", grade=written))
    assert (line("0638", 2012).schedule, line("0638", 2012).grade) == (schedule, grade)


def test_a_year_with_other_headers_and_no_grade(budget: Budget) -> None:
    outcome = budget(2011, position("638", "  Programmer/Analyst ", schedule="G"), headers=OLD_HEADERS)
    assert outcome.code == 0, outcome.err
    found = line("0638", 2011)
    assert (found.schedule, found.grade, found.bargaining_unit) == ("G", "", "")
    assert found.departments == [{"name": "TECHNOLOGY", "positions": 2}]
    assert found.title.name == "Programmer/Analyst"


def test_several_titles_of_one_code_stay_apart_and_are_told(budget: Budget) -> None:
    outcome = budget(2011, position("5086", "Street Light Repairman"), position("5086", "Street Light Repair Worker"))
    assert BudgetTitle.objects.filter(code="5086").count() == 2
    assert outcome.report["codes_with_several_names"] == {
        "5086": ["Street Light Repair Worker", "Street Light Repairman"]
    }


def test_a_name_in_other_cases_is_the_same_title(budget: Budget) -> None:
    budget(2015, position("0631", "It Solution Architect"))
    budget(2016, position("0631", "IT SOLUTION  ARCHITECT"))
    assert BudgetTitle.objects.get().lines.count() == 2


def test_money_under_a_code_is_no_position_and_no_pay(budget: Budget) -> None:
    outcome = budget(
        2018,
        position("0015", "Schedule Salary Adjustments", control="0", count="0", pay="12050964.00"),
        position("9999", "Student Worker", control="0", unit="Hourly", count="150000", pay="11.50", grade="2 0"),
    )
    assert outcome.code == 0, outcome.err
    assert (line("0015").positions, line("0015").pay_max_cents) == (0, None)
    assert (line("9999").positions, line("9999").pay_max_cents, line("9999").pay_unit) == (0, 11_50, "hourly")


def test_exact_duplicates_are_counted_once(budget: Budget) -> None:
    outcome = budget(2011, *[position("638", "Programmer/Analyst")] * 2)
    assert (outcome.counts, line("0638", 2011).positions) == ((2, 1, 0, 0, 0, 1, 0), 2)


def test_a_bad_row_is_rejected_alone_with_its_place(budget: Budget) -> None:
    outcome = budget(
        2018, position("638", "Programmer/Analyst", count="many"), position("635", "Senior Programmer/Analyst")
    )
    assert outcome.code == 1
    (error,) = outcome.report["errors"]
    assert (error["row"], error["column"], error["value"]) == (2, "TOTAL BUDGETED UNIT", "many")
    assert BudgetTitle.objects.get().code == "0635"


@pytest.mark.parametrize("year", ["18", "soon", "99999999999"])
def test_a_year_that_is_none_refuses_the_file(budget: Budget, year: str) -> None:
    outcome = budget(year, position("638", "Programmer/Analyst"))
    assert (outcome.code, BudgetTitle.objects.count()) == (2, 0)
    assert "1990" in outcome.err


def test_the_same_file_again_changes_nothing_and_a_mended_one_what_it_mends(budget: Budget) -> None:
    rows = [position("638", "Programmer/Analyst"), position("635", "Senior Programmer/Analyst")]
    budget(2018, *rows)
    assert budget(2018, *rows).counts == (2, 0, 0, 2, 0, 0, 0)
    mended = [rows[0], position("635", "Senior Programmer/Analyst", count="9")]
    assert budget(2018, *mended).counts == (2, 0, 1, 1, 0, 0, 0)
    assert line("0635").positions == 9
    assert budget(2018, *rows).report["conflicts"] == []  # nobody typed anything here: nothing is lost
    assert line("0635").positions == 2


def test_what_a_whole_file_no_longer_names_is_not_in_that_budget(budget: Budget) -> None:
    rows = [position(f"06{n}", f"Programmer {n}") for n in range(10, 14)]
    budget(2018, *rows)
    budget(2018, *rows[:3], options=("--part",))
    assert line("0613").is_listed
    outcome = budget(2018, *rows[:3])
    assert (outcome.code, line("0613").is_listed, outcome.report["absent_changed"]) == (0, False, 1)
    budget(2018, *rows)
    assert line("0613").is_listed


def test_half_a_file_is_refused(budget: Budget) -> None:
    rows = [position(f"06{n}", f"Programmer {n}") for n in range(10, 20)]
    budget(2018, *rows)
    outcome = budget(2018, *rows[:2])
    assert outcome.code == 2
    assert BudgetLine.objects.listed().count() == 10


def test_a_dry_run_writes_nothing(budget: Budget) -> None:
    outcome = budget(2018, position("638", "Programmer/Analyst"), options=("--dry-run",))
    assert (outcome.counts[1], BudgetTitle.objects.count()) == (1, 0)


def test_technology_is_what_the_rows_of_the_rule_say(budget: Budget) -> None:
    budget(
        2018,
        position("638", "Programmer/Analyst", department="41"),
        position("102", "Accountant II", department="06"),
        position("9901", "Mayor", department="1"),
    )
    assert _in_scope() == {"0102", "0638"}
    CrosswalkScope.objects.create(kind="code", value="9901", source="Test")
    assert _in_scope() == {"0102", "0638", "9901"}
    CrosswalkScope.objects.all().delete()
    assert _in_scope() == set()


def _in_scope() -> set[str]:
    return set(BudgetTitle.objects.in_scope().values_list("code", flat=True))


def test_the_real_budgets_come_in_whole(budget: Budget, real_budgets: Path) -> None:
    """Counted apart from our code (docs/adr/0064): 84 codes and 95 pairs of code and name are technology's."""
    rows = {2011: 8216, 2012: 6645, 2013: 7215, 2014: 7260, 2015: 7702, 2016: 7671, 2017: 7158, 2018: 7311}
    positions = {2011: 34740, 2012: 32330, 2013: 32420, 2014: 32821, 2015: 32960, 2016: 33321, 2017: 34056, 2018: 34539}
    for year, count in rows.items():
        outcome = budget(year, real_budgets / f"{year}.csv")
        assert (outcome.code, outcome.counts[0], outcome.counts[6]) == (0, count, 0), outcome.err
        assert outcome.report["duplicates"] == (7 if year == 2011 else 0)
        assert outcome.report["positions"] == positions[year]
    technology = BudgetTitle.objects.in_scope()
    assert (technology.count(), technology.order_by().values("code").distinct().count()) == (95, 84)
