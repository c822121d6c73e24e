"""A short round of `make proof`: real Postgres, Redis, worker processes and mail server, each broken in turn."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from chitech.core.devservices.places import PROJECT
from tests.proof import faults

SECONDS = 900  # an upper bound for a slow machine that is busy with all other tests; alone it takes about a minute


def test_each_message_is_accounted_for_after_each_fault(tmp_path: Path) -> None:
    """One test, since the run is one: the parts are started once."""
    counts = short_round(tmp_path / "counts.json")

    assert list(counts) == [fault.__name__ for fault in faults.ALL]
    for fault, count in counts.items():
        assert count["due"] == count["received"] + count["dead"] + count["withdrawn"], (fault, count)
        assert count["unsettled"] == 0, (fault, count)
        # No second copy, however many sweep, but of what the mail server may have taken without saying so. (That
        # happens without a fault of ours, too, on a machine that stands still for a moment.)
        assert count["duplicates"] == count["excepted"], (fault, count)
    # The faults were real: what was refused died, and what was taken without an answer came twice.
    assert counts["the_mail_server_refuses_some"]["dead"] == 10
    assert counts["a_template_fails_for_one"]["dead"] == 4
    assert counts["the_mail_server_hangs"]["duplicates"] >= 1
    assert counts["the_mail_server_breaks_off"]["duplicates"] >= 2


def short_round(report: Path) -> dict[str, dict[str, Any]]:
    """What became of the messages of each fault."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.proof", "--short", "--json", str(report)],
        cwd=PROJECT,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert report.exists(), f"{done.stdout}\n{done.stderr[-4000:]}"
    read: dict[str, dict[str, Any]] = json.loads(report.read_text())
    return read
