"""`python -m bench`: run every subject, print the table, write `bench.json`. `make bench` gives it its servers.

BENCH_ROWS    sizes of the databases, with commas (10000,100000)
BENCH_ONLY    subjects to run, with commas; all of them if not set
BENCH_ROUNDS  rounds (5); BENCH_SECONDS how long each thing is asked in a round (0.7)
"""

import importlib
import os
import subprocess
import sys
import time
from pathlib import Path

from bench import report, server
from bench.lab import Lab
from bench.report import Measurement
from bench.scratch import NotScratchError

SUBJECTS = (
    "public_pages",
    "weights",
    "staff_import",
    "messages",
    "saved_searches",
    "enrolment",
    "crosswalk",
    "career_map",
    "impact",
    "training_pages",
)


def main() -> int:
    """0 when all was measured, whether the goals are met or not: the table says that. 2 when it could not be."""
    lab = _lab()
    chosen = [name for name in os.environ.get("BENCH_ONLY", "").split(",") if name] or SUBJECTS
    began, busy = time.monotonic(), server.load_average()
    _collect_static_files(lab)
    measured: list[Measurement] = []
    try:
        for name in chosen:
            measured += importlib.import_module(f"bench.subjects.{name}").measure(lab)
    except NotScratchError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    report.write(measured, Path("bench.json"))
    print(report.table(measured))
    missed = sum(each.met is False for each in measured)
    print(
        f"\n{len(measured)} rows in bench.json, {missed} of them below their goal. "
        f"{time.monotonic() - began:.0f} seconds; load average {busy:.1f} before, {server.load_average():.1f} after, "
        f"{os.cpu_count()} processors."
    )
    return 0


def _lab() -> Lab:
    state = Path(os.environ["CHITECH_STATE"]).resolve()
    sizes = sorted(int(size) for size in os.environ.get("BENCH_ROWS", "10000,100000").split(","))
    rounds, seconds = int(os.environ.get("BENCH_ROUNDS", "5")), float(os.environ.get("BENCH_SECONDS", "0.7"))
    return Lab(dict(os.environ), state, sizes, rounds, seconds)


def _collect_static_files(lab: Lab) -> None:
    environment = server.production(lab.services, lab.state)
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=server.PROJECT, env=environment, check=True)


if __name__ == "__main__":
    sys.exit(main())
