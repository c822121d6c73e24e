"""One hot session: people who get a seat or a place a second through the action, beside its statements alone."""

import json
import subprocess
import sys

from bench import scratch, server
from bench.lab import Lab
from bench.report import Goal, Measurement

# A database of our own, told from those of postings by its number.
NUMBER = 30
LEAST_SHARE, LONGEST_MS = 0.5, 250.0
ALONE = "enrolment, its statements by psycopg alone"


def measure(lab: Lab) -> list[Measurement]:
    """The limit, the action, and an enrolment in another session while the row of the hot one is held."""
    lab.say("Enrolling people in one hot session ...")
    address = scratch.remake(lab.services["DATABASE_URL"], NUMBER)
    environment = server.production(scratch.environment(lab.services, address), lab.state)
    command = [sys.executable, "-m", "bench.enrolment", str(max(2.0, lab.seconds * 3)), str(lab.rounds)]
    answer = subprocess.run(command, cwd=server.PROJECT, env=environment, check=True, capture_output=True, text=True)
    found = json.loads(answer.stdout.splitlines()[-1])
    return [
        Measurement(ALONE, 1, connections=4, rps=round(found["alone"], 1), queries=found["statements"]),
        Measurement(
            "enrolment, one hot session",
            1,
            connections=4,
            rps=round(found["action"], 1),
            queries=found["statements"],
            limit=ALONE,
            ratio=round(found["ratio"], 2),
            goal=Goal(ratio=LEAST_SHARE),
        ),
        Measurement(
            "enrolment, while another session is held",
            1,
            connections=1,
            p95_ms=round(found["beside_p95_ms"], 1),
            goal=Goal(p95_ms=LONGEST_MS),
        ),
    ]
