"""Rows of a payroll's list become posts; each row that can't is rejected alone, with its row, column and reason."""

from datetime import date
from typing import Any

import pytest

from chitech.core.accounts.models import Department, Employment
from chitech.core.accounts.staff_import.fields import FIELDS
from chitech.core.accounts.staff_import.people import person_name
from chitech.core.imports.mapping import guess_mapping
from chitech.core.imports.models import Import
from tests.core.accounts.staff.lists import HEADERS, Payroll, post, row
from tests.factories import DepartmentFactory, EmploymentFactory

pytestmark = pytest.mark.django_db


def errors(report: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(one["row"], one["column"], one["code"]) for one in report["errors"]]


def test_a_row_becomes_a_post(payroll: Payroll) -> None:
    water = DepartmentFactory.create(name="Department of Water Management")
    report = payroll.send(row("00001"), row("00002", SUPERVISOR_ID="00001", TERM_DATE="2025-06-30"))
    assert (payroll.exit_code, report["new"], report["new_departments"]) == (0, 2, [])
    one = post("00001")
    assert (one.name, one.email, one.title_code, one.title_name) == (
        "Jane A O'Brien", "e00001@city.example", "0638", "Programmer/Analyst",
    )  # fmt: skip
    assert (one.department, one.starts_on, one.ends_on) == (water, date(2019, 3, 4), None)
    assert (post("00002").manager_employee_id, post("00002").ends_on) == ("00001", date(2025, 6, 30))


@pytest.mark.parametrize(
    ("headers", "read"),
    [
        (HEADERS, 9),
        (("Employee Number", "First Name", "Surname", "E-mail", "Class Code", "Class Title", "Agency", "Reports To",
          "Date of Hire", "Separation Date"), 10),
        (("personnel_number", "full_name", "department", "start_date", "Pay Step", "FLSA"), 4),
    ],
)  # fmt: skip
def test_headers_of_payrolls_are_recognized(headers: tuple[str, ...], read: int) -> None:
    assert len(guess_mapping(headers, FIELDS).columns) == read


def test_the_same_list_again_changes_nothing(payroll: Payroll) -> None:
    payroll.send(row("00001"), row("00002"))
    before = list(Employment.objects.values())
    report = payroll.send(row("00001"), row("00002"))
    assert (report["unchanged"], report["new"], report["changed"]) == (2, 0, 0)
    assert list(Employment.objects.values()) == before


def test_a_dry_run_writes_nothing(payroll: Payroll) -> None:
    report = payroll.send(row(), "--dry-run")
    assert (report["new"], report["new_departments"]) == (1, ["Department of Water Management"])
    assert not Employment.objects.exists()
    assert not Department.objects.exists()
    assert not Import.objects.exists()


def test_a_transfer_changes_department_title_and_manager_of_the_same_post(payroll: Payroll) -> None:
    payroll.send(row("00001"))
    report = payroll.send(
        row("00001", DEPT_NAME="Bridges", JOB_CODE="0635", TITLE_DESCRIPTION="Senior Programmer", SUPERVISOR_ID="00009")
    )
    assert (report["changed"], report["unknown_managers"]) == (1, ["00009"])
    moved = Employment.objects.get()
    assert (moved.department.name, moved.title_code, moved.manager_employee_id) == ("Bridges", "0635", "00009")


def test_even_the_first_list_has_the_word_over_what_is_here(payroll: Payroll) -> None:
    EmploymentFactory.create(employee_id="00001", starts_on=date(2019, 3, 4), title_code="0001")
    report = payroll.send(row("00001"))
    assert (report["changed"], report["conflicts"]) == (1, [])
    assert post("00001").title_code == "0638"


def test_who_comes_back_has_a_second_post(payroll: Payroll) -> None:
    payroll.send(row("00001", TERM_DATE="2021-12-31"))
    payroll.send(row("00001", HIRE_DATE="2024-02-01"))
    assert list(Employment.objects.order_by("starts_on").values_list("starts_on", "ends_on")) == [
        (date(2019, 3, 4), date(2021, 12, 31)), (date(2024, 2, 1), None),
    ]  # fmt: skip


def test_a_new_post_ends_the_one_before(payroll: Payroll) -> None:
    payroll.send(row("00001"))
    report = payroll.send(row("00001", HIRE_DATE="2024-02-01"))
    assert (payroll.exit_code, report["new"], report["succeeded"]) == (0, 1, 1)
    assert list(Employment.objects.order_by("starts_on").values_list("ends_on", flat=True)) == [date(2024, 1, 31), None]


def test_an_end_may_stand_far_below_the_beginning_after_it(payroll: Payroll) -> None:
    """Further than one batch of rows that are written together."""
    payroll.send(row("00001"))
    between = [row(f"{number:05d}") for number in range(2, 262)]
    report = payroll.send(row("00001", HIRE_DATE="2024-02-01"), *between, row("00001", TERM_DATE="2023-11-30"))
    assert (payroll.exit_code, report["new"], report["changed"]) == (0, 261, 1)
    posts = Employment.objects.filter(employee_id="00001").order_by("starts_on")
    assert list(posts.values_list("ends_on", flat=True)) == [date(2023, 11, 30), None]


def test_two_posts_that_go_on_are_refused_and_the_rest_comes_in(payroll: Payroll) -> None:
    report = payroll.send(row("00001"), row("00001", HIRE_DATE="2024-02-01"), row("00002"))
    assert payroll.exit_code == 1
    assert errors(report) == [(2, "HIRE DATE", "two_posts"), (3, "HIRE DATE", "two_posts")]
    assert "rows 2, 3" in report["errors"][0]["message"]
    assert list(Employment.objects.values_list("employee_id", flat=True)) == ["00002"]


def test_a_post_before_one_that_goes_on_is_refused(payroll: Payroll) -> None:
    payroll.send(row("00001"))
    report = payroll.send(row("00001", HIRE_DATE="2018-01-01"))
    assert errors(report) == [(2, "HIRE DATE", "before_other_post")]
    assert Employment.objects.get().ends_on is None


def test_rows_of_one_post_fold_and_copies_are_counted(payroll: Payroll) -> None:
    report = payroll.send(row("00001"), row("00001"), row("00001", JOB_CODE="0635"))
    assert (report["new"], report["duplicates"], report["folded"]) == (1, 1, 1)
    (conflict,) = report["conflicts"]
    assert (conflict["field"], conflict["kept"], conflict["dropped"]) == ("title_code", "0638", "0635")


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"EMPL_ID": ""}, "EMPL ID", "missing"),
        ({"EMPL_ID": "1.23457E+11"}, "EMPL ID", "rounded_id"),
        ({"EMPL_ID": "9" * 41}, "EMPL ID", "too_long"),
        ({"EMPLOYEE_NAME": " "}, "EMPLOYEE NAME", "missing"),
        ({"DEPT_NAME": ""}, "DEPT NAME", "missing"),
        ({"HIRE_DATE": ""}, "HIRE DATE", "missing"),
        ({"HIRE_DATE": "31.12.2024"}, "HIRE DATE", "bad_date"),
        ({"TERM_DATE": "2018-01-01"}, "TERM DATE", "dates_order"),
        ({"WORK_EMAIL": "jane at city"}, "WORK EMAIL", "bad_email"),
    ],
)
def test_a_bad_row_is_rejected_alone(payroll: Payroll, changes: dict[str, str], column: str, code: str) -> None:
    report = payroll.send(row("00001"), row("00002", **changes))
    assert payroll.exit_code == 1
    assert (3, column, code) in errors(report)
    assert list(Employment.objects.values_list("employee_id", flat=True)) == ["00001"]


def test_zeros_that_a_spreadsheet_took_away_are_noticed_against_what_is_here(payroll: Payroll) -> None:
    payroll.send(row("00001"), row("12345"))
    report = payroll.send(row("1"), row("12345"))
    assert errors(report) == [(2, "EMPL ID", "lost_zeros")]
    assert Employment.objects.count() == 2
    report = payroll.send(row("1", SUPERVISOR_ID="45"), row("12345"), "--id-digits", "5")
    assert (report["changed"], report["unchanged"]) == (1, 1)
    assert post("00001").manager_employee_id == "00045"


def test_zeros_are_missed_within_one_file_too(payroll: Payroll) -> None:
    report = payroll.send(row("00012"), row("13"))
    assert errors(report) == [(3, "EMPL ID", "lost_zeros")]


def test_numbers_that_never_had_zeros_are_left_as_they_are(payroll: Payroll) -> None:
    assert payroll.send(row("7"), row("1234"))["new"] == 2


def test_the_one_at_the_top_does_not_report_to_themselves(payroll: Payroll) -> None:
    payroll.send(row("00001", SUPERVISOR_ID="00001"))
    assert post("00001").manager_employee_id == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("DOE, JANE A", "Jane A Doe"),
        ("Doe, Jane", "Jane Doe"),
        ("MCDONALD-SMITH, MARY", "Mary McDonald-Smith"),
        ("O'NEIL, SHAUN", "Shaun O'Neil"),
        ("SMITH, JOHN, JR", "John Smith Jr"),
        ("JOHN SMITH, III", "John Smith, III"),
        ("Ludwig van der Berg", "Ludwig van der Berg"),
        ("ÁLVAREZ, SOFÍA", "Sofía Álvarez"),
    ],
)
def test_names_are_written_as_people_write_them(written: str, read: str) -> None:
    assert person_name(written) == read


def test_nobody_without_the_right_imports_by_command(payroll: Payroll, staff: object) -> None:
    payroll.send(row(), "--by", "staff@demo.example")
    assert payroll.exit_code == 2
    assert not Employment.objects.exists()
