"""A real city's feed: 2,369 rows, 1,224 postings, and every quirk that it has. Skipped where it is not at hand."""

import csv
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from jobs.models import Posting, PostingSearch
from tests.jobs.imports.conftest import Import

pytestmark = pytest.mark.django_db
FEED = "nyc-jobs-2025-12-30.csv"
BOOK = "NYC_Jobs_Dashboard_2025-12-30.xlsx"
MAPPINGS = settings.BASE_DIR / "jobs" / "import_mappings"


def changed_copy(source: Path, target: Path) -> Path:
    """The same file with one cell changed: the location of one posting, in both of its rows' first."""
    with source.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    header = rows[0]
    number, place, kind = header.index("Job ID"), header.index("Work Location"), header.index("Posting Type")
    row = next(r for r in rows[1:] if r[number] == "759209" and r[kind] == "External")
    row[place] = "1 Centre Street"
    with target.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return target


def test_the_feed_comes_in_whole_and_only_once(
    real_feed: Path, run_import: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started = time.monotonic()
    first = run_import(real_feed / FEED, "--as-of", "2025-12-30")
    seconds = time.monotonic() - started
    read = first.report["rows_read"]
    with capsys.disabled():
        print(f"\n{read:,} rows with history in {seconds:.1f} s: {read / seconds:,.0f} rows a second")
    assert first.code == 0
    assert first.counts == (2369, 1224, 0, 0, 1130, 15, 0)
    assert first.report["repaired_cells"] == 4118
    assert len({conflict["external_id"] for conflict in first.report["conflicts"]}) == 8
    assert first.report["staff_only"] == 34
    assert first.report["without_pay"] == 2
    assert (first.report["source"], first.report["unused_columns"]) == ("nyc-jobs", [])

    postings = Posting.objects.all()
    assert postings.count() == PostingSearch.objects.count() == 1224
    assert set(postings.values_list("state", flat=True)) == {"draft"}
    for posting in postings:
        for text in (
            posting.what_you_will_do,
            posting.what_you_need,
            posting.what_helps,
            posting.how_to_apply,
            posting.location,
        ):
            assert not any(mark in text for mark in ("â€", "Â", "\t", "•", "·", "<br", "&nbsp;", "javascript:")), (
                posting.pk
            )
        assert posting.pay_min_cents != 0
        assert all(len(category) < 45 for category in posting.categories)
    unpaid = postings.filter(pay_min_cents=None)
    assert set(unpaid.values_list("external_id", flat=True)) == {"753706", "751143"}
    assert postings.get(external_id="752332").closes_at is None
    assert "Department of Health and Mental Hygiene" in postings.values_list("department__name", flat=True)
    assert postings.filter(budget_title_code__startswith="0").exists()

    second = run_import(real_feed / FEED, "--as-of", "2025-12-30")
    assert second.counts == (2369, 0, 0, 1224, 1130, 15, 0)
    third = run_import(changed_copy(real_feed / FEED, tmp_path / "nyc-jobs.csv"))
    assert third.counts == (2369, 0, 1, 1223, 1130, 15, 0)
    book = run_import(real_feed / BOOK, "--mapping", str(MAPPINGS / "nyc.toml"))
    assert book.counts == (2369, 0, 1, 1223, 1130, 15, 0)


def test_a_mapping_with_defaults_publishes_the_feed(real_feed: Path, run_import: Import) -> None:
    options = ("--mapping", str(MAPPINGS / "nyc-published.toml"), "--state", "published", "--as-of", "2025-12-30")
    outcome = run_import(real_feed / FEED, *options)
    assert outcome.counts == (2369, 1224, 0, 0, 1130, 15, 0)
    assert outcome.report["kept_as_draft"] == {"no_pay": 2, "undated_old": 74}
    assert outcome.report["published"] == 1148
    assert outcome.report["listed"] == 1143
    assert outcome.report["staff_only"] == 34
    listed = Posting.objects.filter(state="published").for_audience(AnonymousUser())
    assert listed.count() == 1143
    assert run_import(real_feed / FEED, *options).counts == (2369, 0, 0, 1224, 1130, 15, 0)


def test_the_workbook_asks_for_its_sheet_and_reads_dates_and_numbers(real_feed: Path, run_import: Import) -> None:
    refused = run_import(real_feed / BOOK)
    assert refused.code == 2
    assert "“NYC Jobs Dataset -- Original”" in refused.err
    outcome = run_import(real_feed / BOOK, "--sheet", "NYC Jobs Dataset -- Original", "--dry-run")
    assert outcome.counts == (2369, 1224, 0, 0, 1130, 15, 0)
    assert len({conflict["external_id"] for conflict in outcome.report["conflicts"]}) == 8


def test_the_feed_of_other_years_with_text_in_its_date_column(real_feed: Path, run_import: Import) -> None:
    outcome = run_import(real_feed / "nyc-jobs-other-headers-a.csv", "--mapping", str(MAPPINGS / "nyc-older.toml"))
    assert outcome.code == 1
    assert outcome.counts == (3977, 2186, 0, 0, 1748, 40, 3)
    assert [(e["row"], e["column"], e["code"]) for e in outcome.report["errors"]] == [
        (6, "Posting Date", "bad_date"),
        (7, "Posting Date", "bad_date"),
        (15, "Posting Date", "bad_date"),
    ]


def test_the_short_feed_without_business_titles_or_units(real_feed: Path, run_import: Import) -> None:
    outcome = run_import(real_feed / "nyc-jobs-other-headers-b.csv", "--mapping", str(MAPPINGS / "nyc-short.toml"))
    assert outcome.code == 0
    assert outcome.counts == (3773, 2073, 0, 0, 1614, 86, 0)
    posting = Posting.objects.get(external_id="424339")
    assert posting.business_title == "Public Health Nurse"
    assert posting.pay_unit == "annual"
    assert set(Posting.objects.values_list("pay_unit", flat=True)) == {"annual", "hourly", "daily", ""}
    assert not Posting.objects.filter(categories__contains=["NaN"]).exists()


def test_the_feed_needs_no_mapping_when_a_column_is_added(real_feed: Path, run_import: Import, tmp_path: Path) -> None:
    """Not the columns that are known by heart: the headers are guessed."""
    with (real_feed / FEED).open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    target = tmp_path / "nyc.csv"
    with target.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[*row, "new" if number == 0 else "x"] for number, row in enumerate(rows)])
    outcome = run_import(target, "--dry-run")
    assert outcome.counts == (2369, 1224, 0, 0, 1130, 15, 0)
    unused = {"Work Location 1", "Career Level", "Additional Information", "Recruitment Contact", "Posting Updated"}
    assert set(outcome.report["unused_columns"]) == {*unused, "Process Date", "new"}
