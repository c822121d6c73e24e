"""A budget year of 8,000 rows coming in, and the worksheet over what it brought."""

import csv
import json
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench import scratch, server
from bench.lab import Lab
from bench.report import Goal, Measurement

ROWS, TITLES = 8_000, 1_300
LONGEST_SECONDS = 15
_HEADERS = (
    "DEPARTMENT CODE", "DEPARTMENT DESCRIPTION", "SCHEDULE / GRADE", "BARGAINING UNIT", "TITLE CODE",
    "TITLE DESCRIPTION", "BUDGETED UNIT", "TOTAL BUDGETED UNIT", "POSITION CONTROL", "BUDGETED PAY RATE",
)  # fmt: skip
# The worksheet as it is read for a page, without a template: its time and its queries.
_READ = """
import json, time
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pathways.crosswalk import worksheet
today, spent = timezone.localdate(), []
for _each in range(20):
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        rows = worksheet.read(today)
    spent.append(time.perf_counter() - began)
spent.sort()
print("BENCH", json.dumps([len(rows), round(1000 * spent[10]), round(1000 * spent[18]), len(asked)]))
"""


def measure(lab: Lab) -> list[Measurement]:
    """One row for the import, one for the worksheet."""
    address = scratch.remake(lab.services["DATABASE_URL"], ROWS)
    environment = server.production(scratch.environment(lab.services, address), lab.state)
    _manage(environment, "migrate", "--verbosity", "0")
    lab.say(f"Importing a budget of {ROWS:,} rows ...")
    file = lab.state / "budget.csv"
    _write(file)
    started = time.monotonic()
    _manage(environment, "import_budget_titles", str(file), "--year", "2018")
    seconds = time.monotonic() - started
    spent, goal = round(seconds * 1000), Goal(p95_ms=LONGEST_SECONDS * 1000)
    said = _manage(environment, "shell", "--verbosity", "0", "--command", _READ)
    line = next(line for line in said.splitlines() if line.startswith("BENCH "))
    rows, middle, slow, queries = json.loads(line.removeprefix("BENCH "))
    return [
        Measurement("budget year", ROWS, rps=round(ROWS / seconds), p50_ms=spent, p95_ms=spent, goal=goal),
        Measurement("worksheet", rows, p50_ms=middle, p95_ms=slow, queries=queries),
    ]


def _manage(environment: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=server.PROJECT, env=dict(environment), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _write(file: Path) -> None:
    """The same budget every time: some codes with their zeros lost, positions in forty departments."""
    chance = random.Random(64)  # noqa: S311 -- a made-up budget
    with file.open("w", newline="", encoding="utf-8") as text:
        lines = csv.writer(text)
        lines.writerow(_HEADERS)
        for number in range(ROWS):
            title = number % TITLES
            department = chance.randrange(1, 41)
            lines.writerow([
                department, f"DEPARTMENT {department}", f"G {title % 12:02d}", title % 90, title + 1, f"Title {title}",
                "Annual", chance.randrange(1, 9), 1, chance.randrange(30_000, 140_000),
            ])  # fmt: skip
