"""The pages of Training over a catalogue of 5,000 courses, 20,000 sessions and a million enrollments, uncached.

BENCH_COURSES makes it smaller or larger; there are four sessions a course and about fifty people a session.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from bench import driver, rounds, scratch, server
from bench.counting import HEADER
from bench.lab import Lab
from bench.report import Goal, Measurement
from bench.rounds import Probe

COURSES = 5_000
LONGEST_MS = 60.0


@dataclass(frozen=True)
class Page:
    """A page, and who asks for it: nobody in particular, a learner or a coordinator."""

    name: str
    paths: Sequence[str]
    who: str = ""
    most_queries: int = 12
    longest_ms: float | None = LONGEST_MS


def measure(lab: Lab) -> list[Measurement]:
    """Each page at one connection, where nothing is kept between two questions."""
    courses = int(os.environ.get("BENCH_COURSES", COURSES))
    address = scratch.remake(lab.services["DATABASE_URL"], courses)
    environment = server.production(scratch.environment(lab.services, address), lab.state)
    lab.say(f"Filling a catalogue of {courses:,} courses ...")
    _run(environment, "manage.py", "migrate", "--verbosity", "0")
    people = json.loads(_run(environment, "-m", "bench.training_filling", str(courses)).splitlines()[-1])
    pages = _pages(address)
    counting = {**environment, "BENCH_COUNT_QUERIES": "1", "WEB_CONCURRENCY": "1", "BENCH_COPIES": "forgotten"}
    with server.serving(counting, lab.state / "web.log") as port:
        counted = {page.name: _look_at(port, page, people) for page in pages}
    lab.say("Measuring the pages of Training ...")
    with server.serving({**environment, "BENCH_COPIES": "forgotten"}, lab.state / "web.log") as port:
        probes = {page.name: Probe(page.name, port, tuple(page.paths), 1, people.get(page.who, "")) for page in pages}
        played = rounds.measure(list(probes.values()), rounds=lab.rounds, seconds=lab.seconds)
    return [
        Measurement(
            f"training: {page.name}",
            courses,
            cache="uncached",
            connections=1,
            queries=counted[page.name][0],
            bytes=counted[page.name][1],
            limit=None,  # none: these pages have goals in milliseconds
            ratio=None,
            goal=Goal(p95_ms=page.longest_ms, queries=page.most_queries),
            **rounds.summary(played[probes[page.name]]),
        )
        for page in pages
    ]


def _pages(address: str) -> list[Page]:
    with scratch.connected(address) as connection:
        rows = connection.execute(
            "SELECT slug, id FROM training_course WHERE source = 'bench' AND format <> 'on_demand'"
            " ORDER BY id LIMIT 200"
        ).fetchall()
        met = connection.execute(
            "SELECT m.session_id, m.id FROM training_meeting m JOIN training_session s ON s.id = m.session_id"
            " WHERE s.starts < now() AND s.external_id LIKE 'S%' ORDER BY m.id LIMIT 50"
        ).fetchall()
    return [
        Page("list", ["/training/"]),
        Page("list, words and three filters", ["/training/?q=data&format=in_person&when=30&seats=free"]),
        Page("list, signed in", ["/training/"], "learner", 16),
        Page("calendar", ["/training/calendar/"]),
        Page("course", [f"/training/{slug}/" for slug, _pk in rows], "", 16),
        Page("my training", ["/training/my/"], "learner", 20),
        Page("courses, for coordinators", ["/training/manage/"], "coordinator", 20),
        Page("a course with its sessions, for coordinators", [f"/training/manage/{pk}/" for _slug, pk in rows[:50]],
             "coordinator", 20),
        Page("roster", [f"/training/manage/sessions/{pk}/roster/" for pk, _meeting in met], "coordinator", 25),
        Page("check-in", [f"/training/manage/sessions/{pk}/meetings/{meeting}/" for pk, meeting in met],
             "coordinator", 20),
        # Of everything that has begun in two months, some 50,000 people: seconds are not promised, questions are.
        Page("results and certificates", ["/training/completing/"], "coordinator", 20, None),
        Page("figures of a year", ["/training/manage/figures/"], "coordinator", 20, None),
    ]  # fmt: skip


def _look_at(port: int, page: Page, people: dict[str, str]) -> tuple[int, int]:
    """How many queries a page asks, and how many bytes it is as sent."""
    driver.get(port, page.paths[0], people.get(page.who, ""))
    answer = driver.get(port, page.paths[0], people.get(page.who, ""))
    if answer.status != 200:
        raise driver.BadAnswerError(f"{page.paths[0]} answered {answer.status}")
    return int(answer.headers[HEADER.lower()]), len(answer.body)


def _run(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=server.PROJECT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout
