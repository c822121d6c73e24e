"""Each refused file or option: exit 2, a sentence that says what to do, no report, and every table as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps

from chitech.core.accounts.models import User
from tests.core.imports.files import csv_bytes, with_part, workbook
from tests.jobs.imports.conftest import HEADERS, ROW, Import, csv_file, row

pytestmark = pytest.mark.django_db
CELLS = [ROW[name] for name in HEADERS]
FORMULA = ["=A1" if name == "Salary Range From" else ROW[name] for name in HEADERS]


def everything() -> dict[str, int]:
    """How many rows each table of ours holds, history included."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"accounts", "jobs", "pathways", "imports"}
    }


FILES: dict[str, tuple[str, bytes, str]] = {
    "another type behind the name": ("a.csv", workbook([HEADERS, CELLS]), "workbook"),
    "text behind a workbook's name": ("a.xlsx", csv_bytes("Job ID,Agency"), "text"),
    "empty": ("a.csv", b"", "empty"),
    "no header": ("a.csv", csv_bytes("700001,Water,External", "700002,Sewers,External"), "row of names"),
    "a needed column missing": ("a.csv", csv_bytes("Job ID,Colour", "1,red"), "department"),
    "doubled headers": ("a.csv", csv_bytes("Job ID,Agency,Agency,Job Title", "1,a,b,c"), "same name"),
    "a million columns": ("a.csv", b"x" + b",x" * 1_000_000 + b"\n1\n", "columns"),
    "a zip bomb": ("a.xlsx", with_part(workbook([HEADERS]), "xl/worksheets/sheet1.xml", b" " * 40_000_000), "unpack"),
    "invalid UTF-8": ("a.csv", csv_bytes("Job ID,Agency,Job Title") + b"\n1,Caf\xe9,x\n", "Line 2"),
    "a formula cell": ("a.xlsx", workbook([HEADERS, CELLS, FORMULA]), "Row 3, column “Salary Range From”"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file(tmp_path: Path, run_import: Import, name: str) -> None:
    User.objects.system()
    filename, data, says = FILES[name]
    file = tmp_path / filename
    file.write_bytes(data)
    before = everything()
    outcome = run_import(file, "--state", "published")
    assert outcome.code == 2
    assert outcome.report == {}
    assert outcome.out == ""
    assert says in outcome.err
    assert outcome.err.endswith("Nothing was written.\n")
    assert "Traceback" not in outcome.err
    assert everything() == before


def test_a_missing_column_is_told_with_those_that_were_found(tmp_path: Path, run_import: Import) -> None:
    outcome = run_import(csv_file(tmp_path / "a.csv", row(), headers=("Job ID", "Business Title", "Post Until")))
    assert outcome.code == 2
    assert "department" in outcome.err
    assert "“Job ID”, “Business Title”, “Post Until”" in outcome.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--as-of", "tomorrow"], "is not a day"),
        (["--by", "nobody@demo.example"], "nobody@demo.example"),
        (["--mapping", "/nowhere/map.toml"], "no mapping file"),
        (["--rejected", "/nowhere/rejected.csv"], "cannot be written"),
        (["--source", "x" * 61], "60 characters"),
    ],
)
def test_a_bad_option(feed: Import, options: list[str], says: str) -> None:
    User.objects.system()
    before = everything()
    outcome = feed(row(), options=tuple(options))
    assert outcome.code == 2
    assert says in outcome.err
    assert everything() == before


def test_the_report_never_overwrites_the_file(tmp_path: Path, run_import: Import) -> None:
    file = csv_file(tmp_path / "feed.csv", row())
    before = file.read_bytes()
    outcome = run_import(file, "--rejected", str(tmp_path / "." / "feed.csv"))
    assert outcome.code == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "make", [lambda path: path / "gone.csv", lambda path: path], ids=["a file that is not there", "a folder"]
)
def test_a_file_that_cannot_be_read(tmp_path: Path, run_import: Import, make: Callable[[Path], Path]) -> None:
    outcome = run_import(make(tmp_path))
    assert outcome.code == 2
    assert str(tmp_path) in outcome.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[options]\ncolour = 1", "no such option"),
        ("[options.titles]\nmatch = ['colour']", "business_title"),
        ("[options.titles]\nmatch = 'business_title'", "lists"),
        ("[options]\ntitles = 3", "only_categories"),
        ("[options.pay_unit_by_amount]\nhourly_up_to = 3", "daily_up_to"),
        ("[options.pay_unit_by_amount]\nhourly_up_to = 'x'\ndaily_up_to = 9", "whole dollars"),
    ],
)
def test_an_option_of_a_mapping_that_would_do_nothing(
    tmp_path: Path, feed: Import, full_mapping: Path, text: str, says: str
) -> None:
    mapping = tmp_path / "odd.toml"
    mapping.write_text(f'extends = "{full_mapping.name}"\n{text}\n')
    outcome = feed(row(), options=("--mapping", str(mapping)))
    assert outcome.code == 2
    assert says in outcome.err
