"""A small framework of our own, with every quirk of real ones, and a way to import it: by the command."""

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

from pathways.models import ReferenceFramework

HEADERS = (
    "Role Family", "Role", "Role Description", "Role Level", "Role Level Description", "Skill Name",
    "Skill Description", "Skill Level", "Skill Level Description", "Role Type",
)  # fmt: skip
ROW = {
    "Role Family": "Bridges",
    "Role": "Bridge keeper",
    "Role Description": "Keeps a bridge.\n\nIn this role you:\n- raise it\n- lower it",
    "Role Level": "Senior bridge keeper",
    "Role Level Description": "Leads the keepers.\n- plan the week",
    "Skill Name": "Hydraulics",
    "Skill Description": "Moving heavy things with water.",
    "Skill Level": "Practitioner",
    "Skill Level Description": "You can:\n- mend a pump",
    "Role Type": "",
}


def row(**changes: str) -> dict[str, str]:
    """One row; spaces of column names are underscores: `row(Skill_Level="Expert")`."""
    return {**ROW, **{name.replace("_", " "): value for name, value in changes.items()}}


def write_csv(path: Path, *rows: dict[str, str]) -> Path:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode())
    return path


@dataclass
class Outcome:
    """What the command answered."""

    code: int
    report: dict[str, Any]
    err: str

    @property
    def counts(self) -> tuple[int, ...]:
        """rows_read = new + changed + unchanged + folded + duplicates + rejected, in this order."""
        names = ("rows_read", "new", "changed", "unchanged", "folded", "duplicates", "rejected")
        return tuple(self.report[name] for name in names)

    def told(self, *names: str) -> tuple[Any, ...]:
        return tuple(self.report[name] for name in names)


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run(file, "--as", "ddat")`: the command, with its report read back."""

    def of(file: Path, *options: str) -> Outcome:
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        out, err, code = io.StringIO(), io.StringIO(), 0
        try:
            call_command("import_framework", str(file), *options, "--report", str(report), stdout=out, stderr=err)
        except SystemExit as ended:
            code = int(ended.code or 0)
        outcome = Outcome(code, json.loads(report.read_text()) if report.exists() else {}, err.getvalue())
        if outcome.report:
            assert outcome.counts[0] == sum(outcome.counts[1:])
        return outcome

    return of


@pytest.fixture
def bring(tmp_path: Path, run: Run) -> Run:
    """`bring(row(), edition="2")`: these rows, as an edition of the framework "Bridges"."""

    def of(*rows: dict[str, str], edition: str = "1") -> Outcome:
        file = write_csv(tmp_path / "framework.csv", *rows)
        return run(file, "--as", "ddat", "--framework", "Bridges", "--edition", edition)

    return of


@pytest.fixture
def bridges(db: None, bring: Run) -> ReferenceFramework:
    """The framework, with one role that needs two skills."""
    bring(row(), row(Skill_Name="Talking on the radio", Skill_Level="Working"))
    return ReferenceFramework.objects.get()


@pytest.fixture
def data() -> Path:
    """The folder of real files, where it is at hand."""
    folder = Path(os.environ.get("CHITECH_SHARED", settings.BASE_DIR.parent / "shared")) / "data"
    if not (folder / "uk-ddat").is_dir():
        pytest.skip("the real files are not at hand: ../shared/data/uk-ddat (or CHITECH_SHARED) has them")
    return folder
