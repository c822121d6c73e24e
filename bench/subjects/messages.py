"""How fast the sweep claims messages beside a million that were sent, and how fast one worker emails them.

Everything is real, and of its own: servers, a worker, and a mail server on loopback (`tests.proof`).
"""

import json
import os
import subprocess
import sys

from bench import server
from bench.lab import Lab
from bench.report import Goal, Measurement

CLAIMS_A_SECOND = 2_000
EMAILS_A_SECOND = 150


def measure(lab: Lab) -> list[Measurement]:
    """One row for each."""
    lab.say("Delivering messages to a mail server on loopback, and claiming beside a million ...")
    report = lab.state / "messages.json"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.proof", "--speed", "--json", str(report)]
    # Its exit code says whether the goals are met; that is for our table to say.
    subprocess.run(command, cwd=server.PROJECT, env=dict(os.environ), check=False, stdout=subprocess.DEVNULL)
    found = json.loads(report.read_text())
    return [
        Measurement(
            "messages claimed, one process",
            found["claims"]["rows"],
            rps=round(found["claims"]["a_second"]),
            goal=Goal(rps=CLAIMS_A_SECOND),
        ),
        Measurement(
            "emails delivered, one worker",
            found["emails"]["rows"],
            rps=round(found["emails"]["a_second"]),
            goal=Goal(rps=EMAILS_A_SECOND),
        ),
    ]
