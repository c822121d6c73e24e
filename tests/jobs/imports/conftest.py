"""A small feed of our own, as hostile as real ones, and a way to import it as people do: by the command."""

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

HEADERS = (
    "Job ID", "Agency", "Posting Type", "Business Title", "Civil Service Title", "Title Code No", "Job Category",
    "Salary Range From", "Salary Range To", "Salary Frequency", "Work Location", "Job Description", "To Apply",
    "Hours/Shift", "Posting Date", "Post Until",
)  # fmt: skip
# The last day is one that nobody who runs these tests lives to see: an opening that has closed is not published.
ROW = {
    "Job ID": "700001",
    "Agency": "DEPT OF WATER MANAGEMENT",
    "Posting Type": "External",
    "Business Title": "Meter engineer",
    "Civil Service Title": "WATER METER ENGINEER",
    "Title Code No": "06316",
    "Job Category": "Green Jobs Health",
    "Salary Range From": "84780",
    "Salary Range To": "112500",
    "Salary Frequency": "Annual",
    "Work Location": "2 North LaSalle Street",
    "Job Description": "You keep the cityâ€™s meters honest.  â€¢\tRead them. â€¢\tMend them.",
    "To Apply": "Write to us.",
    "Hours/Shift": "",
    "Posting Date": "11/02/2026",
    "Post Until": "12/15/2090",
}


def row(*number: int, **changes: str) -> dict[str, str]:
    """One row, with another number if given; `**{"Post Until": ""}` or a plain keyword changes a cell."""
    return {**ROW, "Job ID": str(number[0] if number else 700001), **changes}


def csv_text(*rows: dict[str, str], headers: tuple[str, ...] = HEADERS) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=headers, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def csv_file(path: Path, *rows: dict[str, str], headers: tuple[str, ...] = HEADERS) -> Path:
    path.write_bytes(csv_text(*rows, headers=headers))
    return path


@dataclass
class Outcome:
    """What the command answered: exit code, report (empty if refused), and what it said on both streams."""

    code: int
    report: dict[str, Any]
    out: str
    err: str

    @property
    def counts(self) -> tuple[int, ...]:
        """rows_read = new + changed + unchanged + folded + duplicates + rejected, in this order."""
        names = ("rows_read", "new", "changed", "unchanged", "folded", "duplicates", "rejected")
        return tuple(self.report[name] for name in names)


Import = Callable[..., Outcome]


@pytest.fixture
def run_import(tmp_path: Path) -> Import:
    """`run_import(file, "--state", "published")`: the command, with its report read back."""

    def run(file: Path, *options: str) -> Outcome:
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        out, err = io.StringIO(), io.StringIO()
        code = 0
        try:
            call_command("import_postings", str(file), *options, "--report", str(report), stdout=out, stderr=err)
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = json.loads(report.read_text()) if report.exists() else {}
        outcome = Outcome(code, told, out.getvalue(), err.getvalue())
        if outcome.report:
            assert outcome.counts[0] == sum(outcome.counts[1:])
        return outcome

    return run


@pytest.fixture
def feed(tmp_path: Path, run_import: Import) -> Import:
    """`feed(row(), row(2), options=[...])`: a file of these rows, imported as source `feed`."""

    def run(*rows: dict[str, str], options: tuple[str, ...] = (), headers: tuple[str, ...] = HEADERS) -> Outcome:
        file = csv_file(tmp_path / "feed.csv", *rows, headers=headers)
        return run_import(file, "--source", "feed", "--as-of", "2026-11-22", *options)

    return run


@pytest.fixture
def full_mapping(tmp_path: Path) -> Path:
    """A mapping of our small feed with everything that publishing needs."""
    path = tmp_path / "full.toml"
    path.write_text(
        """
        [columns]
        external_id = "Job ID"
        department = "Agency"
        audience = "Posting Type"
        business_title = "Business Title"
        civil_service_title = "Civil Service Title"
        categories = "Job Category"
        pay_min = "Salary Range From"
        pay_max = "Salary Range To"
        pay_unit = "Salary Frequency"
        location = "Work Location"
        what_you_will_do = "Job Description"
        how_to_apply = "To Apply"
        opens_at = "Posting Date"
        closes_at = "Post Until"
        [defaults]
        benefits = "Health insurance and a pension."
        how_to_apply = "Ask for number {external_id}."
        city = "Chicago, IL"
        """
    )
    return path


@pytest.fixture(scope="session")
def real_feed() -> Path:
    """The folder of the real feed, where it is at hand."""
    folder = Path(os.environ.get("CHITECH_SHARED", settings.BASE_DIR.parent / "shared")) / "data" / "nyc-jobs"
    if not folder.is_dir():
        pytest.skip("the real feed is not at hand: ../shared/data/nyc-jobs (or CHITECH_SHARED) has it")
    return folder
