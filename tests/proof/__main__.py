"""`make proof`: every fault with the real parts, and a table of what became of each message.

python -m tests.proof                 at length: thousands of messages, the faults again and again
python -m tests.proof --short         the same with few, in under a minute (a test does this)
python -m tests.proof --only NAME     one fault
python -m tests.proof --json FILE     the counts for machines
python -m tests.proof --speed         no faults: how fast it goes
"""

import argparse
import json
import os
import secrets
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from chitech.core.devservices.places import State
from chitech.core.devservices.services import all_servers, enter, stop_if_unused
from tests.proof.sink import Sink

if TYPE_CHECKING:
    from tests.proof.stage import Count

SHORT, LONG = 40, 3000
# Quick to try again, so that a run takes minutes; the rules are those of every day.
PACE = {
    "short": {"timeout": "3", "OUTBOX_LEASE_SECONDS": "15", "OUTBOX_RETRY_SECONDS": "0.5", "OUTBOX_SWEEP_SECONDS": "1"},
    "long": {"timeout": "4", "OUTBOX_LEASE_SECONDS": "20", "OUTBOX_RETRY_SECONDS": "1", "OUTBOX_SWEEP_SECONDS": "5"},
}


def main() -> int:
    """0 if every message is accounted for after every fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    pace = dict(PACE["short" if options.short else "long"])
    sink = Sink()
    sink.start()
    with tempfile.TemporaryDirectory(prefix="proof-", ignore_cleanup_errors=True) as folder:
        given = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        given |= {
            "CHITECH_STATE": folder,
            "CHITECH_FAST": "" if options.speed else "1",
            "CHITECH_DEMO": "1",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "DJANGO_SETTINGS_MODULE": "tests.proof.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}/?timeout={pace.pop('timeout')}",
            "LOG_LEVEL": "WARNING",
            **pace,
        }
        os.environ.update(given)
        state = State(Path(folder).resolve())
        servers = all_servers(state)
        # Not inherited by anyone: a server that is started again must not count as a user of itself.
        using = enter(state, servers)
        try:
            os.environ.update({server.variable: server.url() for server in servers})
            if options.speed:
                return race(state, sink, options.json)
            counts = play(state, sink, SHORT if options.short else LONG, options.only)
        finally:
            os.close(using)
            stop_if_unused(state)
    if options.json:
        options.json.write_text(json.dumps({name: asdict(count) for name, count in counts.items()}))
    return 0 if all(count.is_right for count in counts.values()) else 1


def race(state: State, sink: Sink, report: Path | None) -> int:
    """0 if it is as fast as was promised."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.proof import speed  # noqa: PLC0415
    from tests.proof.stage import Stage  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    stage = Stage(state, sink)
    try:
        emails = speed.emails_a_second(stage)
        print(f"one worker: {emails:,.0f} emails a second (goal 150)", flush=True)
    finally:
        stage.end()
    claims = speed.claims_a_second(stage)
    print(f"claims: {claims:,.0f} messages a second beside a million sent ones (goal 2,000)", flush=True)
    if report:
        found = {
            "emails": {"rows": speed.EMAILED, "a_second": emails},
            "claims": {"rows": speed.OLD_ROWS, "a_second": claims},
        }
        report.write_text(json.dumps(found))
    return 0 if emails >= 150 and claims >= 2000 else 1


def play(state: State, sink: Sink, number: int, only: str) -> "dict[str, Count]":
    """Every fault in turn. The environment names the servers: only now Django may read it."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.proof import faults  # noqa: PLC0415
    from tests.proof.stage import Stage, log_of  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    stage = Stage(state, sink)
    counts: dict[str, Count] = {}
    heads = ("due", "received", "dead", "copies", "excepted", "seconds")
    print(f"{'fault':<40} {' '.join(f'{head:>8}' for head in heads)}", flush=True)
    try:
        stage.start_clock()
        stage.start_worker()
        if number == LONG:
            stage.start_worker()
        for fault in faults.ALL:
            name = fault.__name__
            if only not in name:
                continue
            began = stage.begin()
            fault(stage, number)
            count = counts[name] = stage.count(began)
            verdict = "" if count.is_right else f"  NOT RIGHT: {count}"
            numbers = (count.due, count.received, count.dead, count.duplicates, count.excepted, round(count.seconds, 1))
            figures = " ".join(f"{figure:>8}" for figure in numbers)
            print(f"{name.replace('_', ' '):<40} {figures}{verdict}", flush=True)
    finally:
        stage.end()
        if not counts or not all(count.is_right for count in counts.values()):
            print(log_of(state).read_text(errors="replace")[-8000:], file=sys.stderr)
    return counts


if __name__ == "__main__":
    sys.exit(main())
