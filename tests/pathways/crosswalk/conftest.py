"""Small budgets of our own with the oddities of real ones, and the real ones where they are at hand."""

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

from pathways.crosswalk.seeding import seed_scope

# Headers changed with the years: these are two of the ways.
HEADERS = (
    "DEPARTMENT CODE", "DEPARTMENT DESCRIPTION", "SCHEDULE / GRADE", "BARGAINING UNIT", "TITLE CODE",
    "TITLE DESCRIPTION", "BUDGETED UNIT", "TOTAL BUDGETED UNIT", "POSITION CONTROL", "BUDGETED PAY RATE",
    "TOTAL BUDGETED AMOUNT",
)  # fmt: skip
OLD_HEADERS = (
    "DEPARTMENT CODE", "DEPARTMENT", "DEPARTMENT NAME", "SCHEDULE", "TITLE CODE", "TITLE DESCRIPTION",
    "BUDGETED UNIT", "TOTAL BUDGETED UNITS", "POSITION CONTROL", "BUDGETED PAY RATE",
)  # fmt: skip
ROW = {
    "DEPARTMENT CODE": "6", "DEPARTMENT DESCRIPTION": "DOIT", "DEPARTMENT": "DOIT", "DEPARTMENT NAME": "TECHNOLOGY",
    "SCHEDULE / GRADE": "G 06", "SCHEDULE": "G", "BARGAINING UNIT": "3", "TITLE CODE": "638",
    "TITLE DESCRIPTION": "Programmer/Analyst", "BUDGETED UNIT": "Annual", "TOTAL BUDGETED UNIT": "2",
    "TOTAL BUDGETED UNITS": "2", "POSITION CONTROL": "1", "BUDGETED PAY RATE": "70000.00",
    "TOTAL BUDGETED AMOUNT": "140000.00",
}  # fmt: skip


def position(code: str, name: str, **changes: str) -> dict[str, str]:
    """One row of a budget: `position("638", "Programmer/Analyst", count="2", grade="G 06", pay="70000")`."""
    headers = {
        "count": "TOTAL BUDGETED UNIT", "grade": "SCHEDULE / GRADE", "pay": "BUDGETED PAY RATE",
        "department": "DEPARTMENT CODE", "called": "DEPARTMENT DESCRIPTION", "control": "POSITION CONTROL",
        "unit": "BUDGETED UNIT", "schedule": "SCHEDULE",
    }  # fmt: skip
    row = ROW | {"TITLE CODE": code, "TITLE DESCRIPTION": name}
    row |= {headers[key]: value for key, value in changes.items()}
    return row | {"TOTAL BUDGETED UNITS": row["TOTAL BUDGETED UNIT"]}


def csv_text(*rows: dict[str, str], headers: tuple[str, ...] = HEADERS) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=headers, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@dataclass
class Outcome:
    """What the command answered."""

    code: int
    report: dict[str, Any]
    out: str
    err: str

    @property
    def counts(self) -> tuple[int, ...]:
        names = ("rows_read", "new", "changed", "unchanged", "folded", "duplicates", "rejected")
        return tuple(self.report[name] for name in names)


Budget = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _scope(db: None) -> None:
    """Chicago's rule of what is technology."""
    seed_scope()


@pytest.fixture
def budget(tmp_path: Path) -> Budget:
    """`budget(2018, position(...), ...)`, or `budget(2018, path)`: the command, with its report read back."""

    def run(year: int | str, *rows: Any, options: tuple[str, ...] = (), headers: tuple[str, ...] = HEADERS) -> Outcome:
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        file = rows[0] if rows and isinstance(rows[0], Path) else tmp_path / "budget.csv"
        if not (rows and isinstance(rows[0], Path)):
            file.write_bytes(csv_text(*rows, headers=headers))
        out, err, code = io.StringIO(), io.StringIO(), 0
        told = ["--year", str(year), "--report", str(report), *options]
        try:
            call_command("import_budget_titles", str(file), *told, stdout=out, stderr=err)
        except SystemExit as ended:
            code = int(ended.code or 0)
        outcome = Outcome(
            code, json.loads(report.read_text()) if report.exists() else {}, out.getvalue(), err.getvalue()
        )
        if outcome.report:
            assert outcome.counts[0] == sum(outcome.counts[1:])
        return outcome

    return run


@pytest.fixture(scope="session")
def real_budgets() -> Path:
    """The folder of Chicago's budgets, where it is at hand."""
    folder = Path(os.environ.get("CHITECH_SHARED", settings.BASE_DIR.parent / "shared")) / "data" / "chicago-positions"
    if not folder.is_dir():
        pytest.skip("the real budgets are not at hand: ../shared/data/chicago-positions (or CHITECH_SHARED) has them")
    return folder
