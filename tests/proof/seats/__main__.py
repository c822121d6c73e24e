"""500 people go for 30 seats through the real web server, 32 connections at once, again and again.

python -m tests.proof.seats               20 rounds; in every other one seats come back, offers run out, seats change
python -m tests.proof.seats --rounds 3    fewer (a test does this)
python -m tests.proof.seats --json FILE   what came of each, for machines

A checker replays the move rows of each session and proves every step lawful. DATABASE_URL and REDIS_URL set: those
servers are used, as they are; else own ones are started.
"""

import argparse
import json
import os
import secrets
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from chitech.core.devservices.places import State
from chitech.core.devservices.services import all_servers, enter, stop_if_unused

PEOPLE, ROUNDS = 500, 20


def main() -> int:
    """0 if every step of every round was lawful."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.seats", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="proof-", ignore_cleanup_errors=True) as folder:
        os.environ.update(
            {
                "CHITECH_STATE": folder,
                "CHITECH_DEMO": "1",
                "SECRET_KEY": secrets.token_urlsafe(64),
                "DJANGO_SETTINGS_MODULE": "tests.proof.seats.settings",
                "EMAIL_URL": "dummy://",
                "LOG_LEVEL": "WARNING",
                # A connection that nobody used for five seconds is closed, and whoever presses a button at that moment
                # has no answer: a browser would ask again, and ours would take it for a fault.
                "GUNICORN_CMD_ARGS": "--keep-alive 600",
            }
        )
        os.environ.pop("DEBUG", None)
        if "DATABASE_URL" in os.environ:
            return play(Path(folder), options.rounds, options.people, options.json, migrates=False)
        os.environ["CHITECH_FAST"] = "1"
        state = State(Path(folder).resolve())
        servers = all_servers(state)
        using = enter(state, servers)
        try:
            os.environ.update({server.variable: server.url() for server in servers})
            return play(Path(folder), options.rounds, options.people, options.json, migrates=True)
        finally:
            os.close(using)
            stop_if_unused(state)


def play(folder: Path, rounds: int, people: int, report: Path | None, *, migrates: bool) -> int:
    """The rounds, one after the other, against one web server."""
    import django  # noqa: PLC0415 -- the environment names the servers: only now Django may read it

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from bench import server  # noqa: PLC0415
    from tests.proof.seats import crowd  # noqa: PLC0415
    from tests.proof.seats.rounds import play as play_one  # noqa: PLC0415
    from tests.proof.seats.stage import coordinator  # noqa: PLC0415

    if migrates:
        call_command("migrate", verbosity=0)
    outcomes = []
    with server.serving(os.environ, folder / "web.log") as port:
        browsers, runs = crowd.crowd(people), coordinator()
        print("round  kind         asked  seats  line   steps  seconds", flush=True)
        for number in range(rounds):
            outcome = play_one(number, port, browsers, runs)
            outcomes.append(asdict(outcome))
            print(
                f"{number + 1:>5}  {outcome.name:<11} {outcome.asked:>6} {outcome.enrolled:>6} {outcome.waiting:>5} "
                f"{outcome.moves:>7} {outcome.seconds:>8.1f}",
                flush=True,
            )
            for fault in outcome.faults[:10]:
                print(f"       NOT RIGHT: {fault}", flush=True)
    if report:
        report.write_text(json.dumps(outcomes))
    faults = sum(len(outcome["faults"]) for outcome in outcomes)
    if faults:
        print((folder / "web.log").read_text(errors="replace")[-4000:], file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
