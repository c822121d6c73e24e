"""`import_courses`: rows become drafts with skills and sessions; a second run changes nothing; bad rows are told."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import FamilyFactory, SkillFactory
from tests.training_factories import EnrollmentFactory
from training.models import Course, Session

pytestmark = pytest.mark.django_db

HEADERS = [
    "Course Number", "Course Title", "Description", "Objectives", "Subject", "Skills", "Hours", "Delivery", "Cost",
    "Session Number", "Start Date", "Start Time", "End Time", "Capacity", "Location", "Audience",
]  # fmt: skip
FIRST = [
    "D-1", "Tables", "Count things.", "Count", "Data", "SQL 0-2; Charts", "6", "Classroom", "$120",
    "A", "2027-03-08", "9:00", "12 pm", "12", "Room 1", "public",
]  # fmt: skip


@pytest.fixture(autouse=True)
def words() -> None:
    FamilyFactory.create(slug="data", name="Data")
    SkillFactory.create(slug="sql", name="SQL")
    SkillFactory.create(slug="charts", name="Charts")


def run(path: Path, rows: list[list[Any]], *options: str) -> tuple[dict[str, Any], int]:
    """The report and the exit code of an import of these rows."""
    file = path / "catalogue.csv"
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in [HEADERS, *rows]))
    return command(path, file, *options)


def command(path: Path, file: Path, *options: str) -> tuple[dict[str, Any], int]:
    code = 0
    try:
        call_command(
            "import_courses", file, "--source", "college", "--report", path / "report.json", *options,
            stdout=StringIO(), stderr=StringIO(),
        )  # fmt: skip
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return json.loads((path / "report.json").read_text()), code


def changed(**cells: str) -> list[str]:
    names = dict(zip(HEADERS, FIRST, strict=True))
    return list((names | cells).values())


def test_rows_of_one_course_are_its_sessions(tmp_path: Path) -> None:
    second = changed(**{"Session Number": "B", "Start Date": "2027-05-10"})
    report, code = run(tmp_path, [FIRST, second])
    assert (code, report["new"], report["folded"], report["rows_read"]) == (0, 1, 1, 2)
    course = Course.objects.get()
    assert (course.state, str(course.hours), course.cost_cents, course.format) == ("draft", "6.0", 12000, "in_person")
    assert course.family is not None
    taught = course.skill_list.order_by("skill__slug").values_list("skill__slug", "from_level", "to_level")
    assert list(taught) == [("charts", 0, 1), ("sql", 0, 2)]
    sessions = Session.objects.order_by("starts")
    assert [each.external_id for each in sessions] == ["A", "B"]
    # 9 am in the city on both sides of the change of clocks.
    assert [f"{each.starts:%H:%M}" for each in sessions if each.starts] == ["15:00", "14:00"]


def test_a_second_run_changes_nothing_and_a_dry_one_writes_nothing(tmp_path: Path) -> None:
    report, _code = run(tmp_path, [FIRST], "--dry-run")
    assert (report["new"], report["dry_run"], Course.objects.count()) == (1, True, 0)
    run(tmp_path, [FIRST])
    report, code = run(tmp_path, [FIRST])
    assert (code, report["unchanged"], report["changed"]) == (0, 1, 0)
    assert Session.objects.count() == 1


def test_a_session_that_people_are_in_is_never_moved_by_a_file(tmp_path: Path) -> None:
    run(tmp_path, [FIRST])
    session = Session.objects.get()
    EnrollmentFactory.create(session=session)
    moved = changed(**{"Start Date": "2027-03-15"})
    report, _code = run(tmp_path, [moved, changed(**{"Session Number": "C", "Start Date": "2027-06-07"})])
    assert report["changed"] == 1
    starts = session.starts
    session.refresh_from_db()
    assert session.starts == starts
    assert set(Session.objects.values_list("external_id", flat=True)) == {"A", "C"}


def test_a_bad_row_is_told_and_the_rest_comes_in(tmp_path: Path) -> None:
    bad = [
        changed(**{"Course Number": "D-2", "Skills": "Juggling 1-2"}),
        changed(**{"Course Number": "D-3", "Hours": "long"}),
        changed(**{"Course Number": "D-4", "End Time": "8:00"}),
        changed(**{"Course Number": "D-5", "Course Title": ""}),
    ]
    report, code = run(tmp_path, [FIRST, *bad])
    assert (code, report["new"], report["rejected"]) == (1, 1, 4)
    assert {(each["row"], each["column"], each["code"]) for each in report["errors"]} == {
        (3, "Skills", "unknown_skill"), (4, "Hours", "bad_number"), (5, "Start Time", "bad_time"),
        (6, "Course Title", "missing"),
    }  # fmt: skip


def test_what_was_changed_by_hand_stays_until_the_source_says_something_new(tmp_path: Path) -> None:
    run(tmp_path, [FIRST])
    Course.objects.update(name="Tables, by hand")
    run(tmp_path, [changed(Description="Count more.")])
    course = Course.objects.get()
    assert (course.name, course.summary) == ("Tables, by hand", "Count more.")
    report, _code = run(tmp_path, [changed(**{"Course Title": "Tables, anew"})])
    course.refresh_from_db()
    assert course.name == "Tables, anew"
    assert [(each["field"], each["dropped"]) for each in report["conflicts"]] == [("name", "Tables, by hand")]


def test_a_workbook_does_too(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (HEADERS, FIRST):
        book.active.append(row)
    book.save(tmp_path / "catalogue.xlsx")
    report, code = command(tmp_path, tmp_path / "catalogue.xlsx")
    assert (code, report["new"]) == (0, 1)


def test_a_file_without_what_is_needed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("Colour,Size\nred,4\n")
    with pytest.raises(SystemExit) as stopped:
        call_command("import_courses", file, stdout=StringIO(), stderr=StringIO())
    assert stopped.value.code == 2


def test_the_screens_are_the_coordinators(sign_in: SignIn, coordinator: User, staff: User) -> None:
    assert sign_in(coordinator).get("/training/manage/imports/new/").status_code == 200
    assert sign_in(staff).get("/training/manage/imports/").status_code == 404
