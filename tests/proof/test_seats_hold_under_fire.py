"""A short round of the proof of seats: 500 people, 30 seats, 32 connections, the real web server; steps replayed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from chitech.core.devservices.places import PROJECT

SECONDS = 900  # an upper bound for a slow machine that is busy with all other tests; alone it takes about 30


@pytest.mark.django_db(transaction=True)
def test_thirty_have_a_seat_and_the_others_stand_in_line(tmp_path: Path) -> None:
    """Three rounds, the second with seats that come back, offers that run out, and seats that come and go."""
    report = tmp_path / "rounds.json"
    server = connection.settings_dict
    address = os.environ["DATABASE_URL"].rpartition("/")[0]
    done = subprocess.run(
        [sys.executable, "-m", "tests.proof.seats", "--rounds", "3", "--json", str(report)],
        cwd=PROJECT,
        env=os.environ
        | {"DATABASE_URL": f"{address}/{server['NAME']}", "REDIS_URL": settings.REDIS_URL, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert report.exists(), f"{done.stdout}\n{done.stderr[-4000:]}"
    rounds = json.loads(report.read_text())
    assert [each["name"] for each in rounds] == ["all at once", "mixed", "all at once"]
    assert [each["faults"] for each in rounds] == [[], [], []], done.stdout
    assert [(each["enrolled"], each["waiting"]) for each in rounds[::2]] == [(30, 470), (30, 470)]
    # The second one was mixed indeed: more steps than people.
    assert rounds[1]["moves"] > 520
