"""How long 10,000 saved searches take against 1,000 new openings, with how much memory; and a quarter of them."""

import json
import subprocess
import sys

from bench import scratch, server
from bench.lab import Lab
from bench.report import Goal, Measurement

OPENINGS = 1_000
FEW, MANY = 2_500, 10_000
LONGEST_MS, MOST_BYTES = 60_000, 300_000_000
# No worse than linear: a search among many takes as long as one among few, give or take what machines do.
LEAST_SHARE = 0.7


def measure(lab: Lab) -> list[Measurement]:
    """A row for few and one for many, in searches a second; `bytes` is the peak of the matcher's memory."""
    rows = OPENINGS + 1  # a database of our own
    address = scratch.remake(lab.services["DATABASE_URL"], rows)
    environment = server.production(scratch.environment(lab.services, address), lab.state)
    subprocess.run(
        [sys.executable, "-m", "bench.filling", "0"],
        cwd=server.PROJECT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    found = {}
    for searches in (FEW, MANY):
        lab.say(f"Matching {searches:,} saved searches against {OPENINGS:,} new openings ...")
        command = [sys.executable, "-m", "bench.alerts", str(searches), str(OPENINGS)]
        answer = subprocess.run(
            command, cwd=server.PROJECT, env=environment, check=True, capture_output=True, text=True
        )
        found[searches] = json.loads(answer.stdout.splitlines()[-1])
    speed = {searches: searches / took["seconds"] for searches, took in found.items()}
    return [
        Measurement(
            "saved searches matched",
            searches,
            rps=round(speed[searches]),
            p50_ms=round(took["seconds"] * 1000),
            p95_ms=round(took["seconds"] * 1000),
            bytes=took["peak_bytes"],
            limit=f"saved searches matched, {FEW}" if searches == MANY else None,
            ratio=round(speed[MANY] / speed[FEW], 2) if searches == MANY else None,
            goal=Goal(p95_ms=LONGEST_MS, bytes=MOST_BYTES, ratio=LEAST_SHARE if searches == MANY else None),
        )
        for searches, took in found.items()
    ]
