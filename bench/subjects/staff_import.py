"""How long a payroll's list of 30,000 people takes: the first time, the same again, and with one in twenty moved."""

import csv
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench import scratch, server
from bench.lab import Lab
from bench.report import Goal, Measurement

PEOPLE = 30_000
LONGEST_SECONDS = 120
_FIRST = ("Ana", "Ben", "Carla", "Dev", "Elena", "Femi", "Grace", "Hugo", "Ines", "Jamal", "Kira", "Luis")
_LAST = ("ADAMS", "BROWN", "CRUZ", "DIAZ", "EVANS", "FORD", "GARCIA", "HILL", "ITO", "JONES", "KIM", "LOPEZ")
_HEADERS = (
    "EMPL ID", "EMPLOYEE NAME", "WORK EMAIL", "JOB CODE", "TITLE DESCRIPTION", "DEPT NAME", "SUPERVISOR ID",
    "HIRE DATE", "TERM DATE",
)  # fmt: skip


def measure(lab: Lab) -> list[Measurement]:
    """One row for each of the three, in rows of the list a second."""
    address = scratch.remake(lab.services["DATABASE_URL"], PEOPLE)
    environment = server.production(scratch.environment(lab.services, address), lab.state)
    _manage(environment, "migrate", "--verbosity", "0")
    measured = []
    for name, moved in (("first", 0), ("again", 0), ("one in twenty moved", PEOPLE // 20)):
        lab.say(f"Importing {PEOPLE:,} staff: {name} ...")
        file = lab.state / "staff.csv"
        _write(file, moved=moved)
        started = time.monotonic()
        _manage(environment, "import_staff", str(file), "--source", "bench", "--everyone")
        seconds = time.monotonic() - started
        spent, goal = round(seconds * 1000), Goal(p95_ms=LONGEST_SECONDS * 1000)
        speed = round(PEOPLE / seconds)
        measured.append(Measurement(f"staff list, {name}", PEOPLE, rps=speed, p50_ms=spent, p95_ms=spent, goal=goal))
    return measured


def _manage(environment: Mapping[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=server.PROJECT, env=dict(environment), check=True, stdout=subprocess.DEVNULL)


def _write(file: Path, *, moved: int) -> None:
    """The same list every time, but for the department of the first few."""
    chance = random.Random(30)  # noqa: S311 -- made-up people
    with file.open("w", newline="", encoding="utf-8") as text:
        lines = csv.writer(text)
        lines.writerow(_HEADERS)
        for number in range(PEOPLE):
            title = chance.randrange(600, 700)
            department = (number + (number < moved)) % 40
            lines.writerow([
                f"{number:08d}", f"{chance.choice(_LAST)}, {chance.choice(_FIRST).upper()}", f"p{number}@city.example",
                f"{title:04d}", f"Analyst {title}", f"DEPARTMENT {department}", f"{number // 20:08d}",
                f"{chance.randrange(1, 13):02d}/{chance.randrange(1, 29):02d}/{chance.randrange(1990, 2026)}", "",
            ])  # fmt: skip
