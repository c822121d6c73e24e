"""One bad row never spoils or silently drops the rest: it is named by row, column and reason, and the rest applies."""

import csv
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection

from jobs.imports.reading import PostingReader
from jobs.models import Posting
from tests.core.imports.files import workbook
from tests.jobs.imports.conftest import HEADERS, ROW, Import, row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "cell", "code", "says"),
    [
        ("Job ID", "", "missing", "number"),
        ("Agency", " ", "missing", "department"),
        ("Posting Type", "Sideways", "unknown_value", "public"),
        ("Posting Type", "", "missing", "who may apply"),
        ("Salary Range From", "a lot", "bad_money", "not an amount"),
        ("Salary Range To", "50000", "pay_order", "below its start"),
        ("Salary Range To", "", "pay_half", "no end"),
        ("Salary Frequency", "Weekly", "unknown_value", "annual"),
        ("Salary Frequency", "", "missing", "year, an hour or a day"),
        ("Posting Date", "NYCHA has no residency requirement.", "bad_date", "not a date"),
        ("Post Until", "11/01/2026", "dates_order", "before the first"),
        ("Post Until", "12/31/9999", "bad_date", "9999"),
        ("Business Title", "x" * 161, "too_long", "160"),
        ("Title Code No", "x" * 21, "too_long", "20"),
        ("Job Description", "x" * 100_001, "too_long", "100000"),
        ("Agency", "#REF!", "cell_error", "error"),
    ],
)
def test_a_bad_cell(feed: Import, column: str, cell: str, code: str, says: str) -> None:
    outcome = feed(row(1), row(2, **{column: cell}), row(3))
    assert outcome.code == 1
    assert outcome.counts == (3, 2, 0, 0, 0, 0, 1)
    assert set(Posting.objects.values_list("external_id", flat=True)) == {"1", "3"}
    error = outcome.report["errors"][0]
    assert (error["row"], error["column"], error["code"]) == (3, column, code)
    assert says in error["message"]
    assert error["message"].endswith(".")
    assert f"Row 3, {column}: " in outcome.err


def test_a_name_is_missing_only_if_no_other_title_stands_in(feed: Import) -> None:
    outcome = feed(row(**{"Business Title": "", "Civil Service Title": ""}))
    assert [(e["row"], e["code"]) for e in outcome.report["errors"]] == [(2, "missing")]


def test_every_problem_of_a_row_is_told_and_the_row_counts_once(feed: Import) -> None:
    outcome = feed(row(**{"Salary Range From": "x", "Posting Date": "y", "Post Until": "z"}), row(2))
    assert outcome.report["rejected"] == 1
    assert [e["column"] for e in outcome.report["errors"]] == ["Salary Range From", "Posting Date", "Post Until"]


def test_a_row_with_too_many_or_too_few_cells(tmp_path: Path, run_import: Import) -> None:
    file = tmp_path / "feed.csv"
    line = ",".join(f'"{ROW[name]}"' for name in HEADERS)
    file.write_text("\n".join([",".join(HEADERS), line, f"{line},more", "7,Water", f"{line.replace('700001', '2')},,"]))
    outcome = run_import(file)
    assert outcome.counts == (4, 2, 0, 0, 0, 0, 2)
    assert [(e["row"], e["code"]) for e in outcome.report["errors"]] == [(3, "cell_count"), (4, "cell_count")]
    assert "17 cells, the header has 16" in outcome.report["errors"][0]["message"]


def test_long_values_are_cut_in_the_report_and_rejected_rows_can_be_saved(tmp_path: Path, feed: Import) -> None:
    rejected = tmp_path / "rejected.csv"
    outcome = feed(
        row(**{"Posting Date": "word " * 100}), row(2, **{"Post Until": "-soon"}), options=("--rejected", str(rejected))
    )
    assert len(outcome.report["errors"][0]["value"]) == 201
    saved = list(csv.DictReader(rejected.read_text().splitlines()))
    assert [(line["Row"], line["Column"]) for line in saved] == [("2", "Posting Date"), ("3", "Post Until")]
    assert saved[1]["Value"] == "'-soon"


def test_a_row_that_cannot_be_read_does_not_take_its_posting_from_the_public(feed: Import) -> None:
    """The public row of a known posting is broken this time; its twin for staff must not narrow the audience."""
    inside = row(**{"Posting Type": "Internal"})
    feed(row(), inside)
    outcome = feed(row(**{"Posting Date": "soon"}), inside)
    assert outcome.counts == (2, 0, 0, 1, 0, 0, 1)
    assert Posting.objects.get().audience == "both"
    assert feed(inside).counts == (1, 0, 1, 0, 0, 0, 0)
    assert Posting.objects.get().audience == "staff"


def test_what_only_the_database_refuses_costs_one_row(feed: Import) -> None:
    """A rule that someone adds to the database and forgets in the import."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_posting ADD CONSTRAINT no_sevens CHECK (external_id <> '7')")
    outcome = feed(*(row(number) for number in range(1, 21)))
    assert outcome.code == 1
    assert outcome.counts == (20, 19, 0, 0, 0, 0, 1)
    assert [(e["row"], e["code"]) for e in outcome.report["errors"]] == [(8, "database")]
    assert Posting.objects.count() == 19
    assert feed(row(1)).counts == (1, 0, 0, 1, 0, 0, 0)


def test_an_error_of_the_portal_itself_is_no_success(feed: Import) -> None:
    with patch.object(PostingReader, "read", side_effect=RuntimeError("broken")):
        outcome = feed(row())
    assert outcome.code == 2
    assert "Nothing was written." in outcome.err
    assert not Posting.objects.exists()


def test_a_workbook_rejects_by_its_own_row_numbers(tmp_path: Path, run_import: Import) -> None:
    rows = [
        [],
        list(HEADERS),
        [ROW[name] for name in HEADERS],
        [],
        ["x" if name == "Posting Date" else ROW[name] for name in HEADERS],
    ]
    rows[4][0] = "8"
    file = tmp_path / "feed.xlsx"
    file.write_bytes(workbook(rows))
    outcome = run_import(file)
    assert [(e["row"], e["column"]) for e in outcome.report["errors"]] == [(5, "Posting Date")]


def test_a_refused_batch_counts_each_change_once(feed: Import) -> None:
    """The batch is written anew in halves; what was written in vain leaves no trace."""
    feed(*(row(number) for number in range(1, 9)))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE jobs_posting ADD CONSTRAINT no_hall CHECK (location <> 'Hall 7')")
    outcome = feed(*(row(number, **{"Work Location": f"Hall {number}"}) for number in range(1, 9)))
    assert outcome.counts == (8, 0, 7, 0, 0, 0, 1)
    versions = dict(Posting.objects.values_list("external_id", "version"))
    assert versions == {str(number): 1 if number == 7 else 2 for number in range(1, 9)}
    assert Posting.objects.get(external_id="7").location == "2 North LaSalle Street"
