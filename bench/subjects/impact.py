"""How long it takes to say what a revision touches, among 30,000 profiles and 5,000 postings."""

import json
import subprocess
import sys

from bench import scratch, server
from bench.lab import Lab
from bench.report import Goal, Measurement

PROFILES, POSTINGS, CALLS = 30_000, 5_000, 100
LONGEST_MS = 300


def measure(lab: Lab) -> list[Measurement]:
    """One row: the title with the most openings, which a tenth of the people hold."""
    lab.say(f"Asking what a revision touches among {PROFILES:,} profiles and {POSTINGS:,} postings ...")
    address = scratch.remake(lab.services["DATABASE_URL"], POSTINGS + 1)  # a database of our own
    environment = server.production(scratch.environment(lab.services, address), lab.state)
    for arguments in (["bench.filling", str(POSTINGS)], ["bench.impact", str(PROFILES), str(CALLS)]):
        answer = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=server.PROJECT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    found = json.loads(answer.stdout.splitlines()[-1])
    return [
        Measurement(
            f"impact of a revision ({found['holders']:,} people, {found['postings']:,} openings)",
            PROFILES,
            p50_ms=round(found["p50_ms"], 1),
            p95_ms=round(found["p95_ms"], 1),
            queries=found["queries"],
            goal=Goal(p95_ms=LONGEST_MS),
        )
    ]
