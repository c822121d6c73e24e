"""Staff lists as payrolls write them, and bringing them in."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from chitech.core.accounts.models import Employment
from chitech.core.imports import work
from chitech.core.imports.models import Import
from tests.pages import form_fields

HEADERS = (
    "EMPL ID", "EMPLOYEE NAME", "WORK EMAIL", "JOB CODE", "TITLE DESCRIPTION", "DEPT NAME", "SUPERVISOR ID",
    "HIRE DATE", "TERM DATE",
)  # fmt: skip
SCREENS = "/people/staff/imports/"


def row(employee_id: str = "00001", **changes: str) -> dict[str, str]:
    """One line of a payroll's list."""
    line = {
        "EMPL ID": employee_id,
        "EMPLOYEE NAME": "O'BRIEN, JANE A",
        "WORK EMAIL": f"e{employee_id}@city.example",
        "JOB CODE": "0638",
        "TITLE DESCRIPTION": "Programmer/Analyst",
        "DEPT NAME": "DEPT OF WATER MANAGEMENT",
        "SUPERVISOR ID": "",
        "HIRE DATE": "03/04/2019",
        "TERM DATE": "",
    }
    return {**line, **{name.replace("_", " "): value for name, value in changes.items()}}


def csv_of(*rows: Mapping[str, str], headers: tuple[str, ...] = HEADERS) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, headers, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def post(employee_id: str) -> Employment:
    """The latest post of an employee."""
    found = Employment.objects.filter(employee_id=employee_id).order_by("starts_on").last()
    assert found is not None
    return found


class Payroll:
    """Sends lists by command: `payroll.send(row(), "--everyone")` gives the report and the exit code."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.exit_code = 0

    def send(self, *given: Mapping[str, str] | str, headers: tuple[str, ...] = HEADERS) -> dict[str, Any]:
        file, report = self._folder / "staff.csv", self._folder / "report.json"
        report.unlink(missing_ok=True)
        file.write_bytes(csv_of(*(one for one in given if not isinstance(one, str)), headers=headers))
        arguments = [one for one in given if isinstance(one, str)]
        self.exit_code = 0
        try:
            call_command("import_staff", str(file), "--source", "payroll", "--report", str(report), *arguments)
        except SystemExit as end:
            self.exit_code = int(end.code or 0)
        return json.loads(report.read_text()) if report.exists() else {}


def latest() -> Import:
    run = Import.objects.order_by("pk").last()
    assert run is not None
    return run


def preview(browser: Client, content: bytes, **options: str) -> Import:
    """From a file to its preview, by screen."""
    file = SimpleUploadedFile("staff.csv", content)
    assert browser.post(f"{SCREENS}new/", {"file": file, "source": "payroll"}).status_code == 302
    address = f"{SCREENS}{latest().pk}/match/"
    offered = form_fields(browser.get(address), "main form.match-form")
    assert browser.post(address, {**offered, **options}).status_code == 302
    return worked()


def apply(browser: Client) -> Import:
    run = latest()
    assert browser.post(f"{SCREENS}{run.pk}/apply/", {"digest": run.digest}).status_code == 302
    return worked()


def worked() -> Import:
    """The latest import, after a worker has done what it waits for."""
    run = latest()
    assert work.take_up(run.pk)
    run.refresh_from_db()
    return run
