"""A short round of `make proof`: real Postgres, Redis, worker processes and mail server, each broken in turn."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chitech.core.devservices.places import PROJECT
from tests.proof import faults

SECONDS = 400  # an upper bound for a machine that is busy with all other tests; alone it takes about 50


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What became of the messages of each fault."""
    report: Path = tmp_path_factory.mktemp("proof") / "counts.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.proof", "--short", "--json", str(report)],
        cwd=PROJECT,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    print(done.stdout)
    assert report.exists(), f"{done.stdout}\n{done.stderr[-4000:]}"
    read: dict[str, dict[str, Any]] = json.loads(report.read_text())
    return read


@pytest.mark.parametrize("fault", [fault.__name__ for fault in faults.ALL])
def test_each_message_arrives_or_is_accounted_for(counts: dict[str, dict[str, Any]], fault: str) -> None:
    count = counts[fault]
    assert count["due"] == count["received"] + count["dead"] + count["withdrawn"], count
    assert count["unsettled"] == 0, count


@pytest.mark.parametrize("fault", [fault.__name__ for fault in faults.ALL])
def test_a_second_copy_is_only_where_nobody_could_know(counts: dict[str, dict[str, Any]], fault: str) -> None:
    count = counts[fault]
    assert count["duplicates"] == count["excepted"], count


def test_the_faults_were_real(counts: dict[str, dict[str, Any]]) -> None:
    """Refused mail died, and what was taken without an answer came twice: the faults did happen."""
    assert counts["the_mail_server_refuses_some"]["dead"] == 10
    assert counts["a_template_fails_for_one"]["dead"] == 4
    assert counts["the_mail_server_hangs"]["duplicates"] == 1
    assert counts["the_mail_server_breaks_off"]["duplicates"] == 2
    assert counts["many_sweep_at_once"]["duplicates"] == 0
