"""kill -9 at any moment: nothing runs on, nothing is lost, and the next start finds nothing in its way."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from chitech.core.devservices import locks
from chitech.core.devservices.processes import Record, started_at, wait_until

from .conftest import SECONDS, Clone


@pytest.fixture
def foreign() -> Iterator[subprocess.Popen[bytes]]:
    """A process that has nothing to do with us, and may have been given a number that a server of ours had."""
    with subprocess.Popen(["sleep", str(10 * SECONDS)]) as process:
        yield process
        assert process.poll() is None, "a process of somebody else was killed"
        process.kill()


def kill_everything(clone: Clone, *launchers: subprocess.Popen[str]) -> None:
    """As a power cut would: users, keeper, and every process of the servers, at once."""
    paths = [clone.state.users_lock, clone.state.keeper_lock, *clone.state.root.glob("*s.lock")]
    for pid in {pid for path in paths for pid in locks.holders(path)}:
        with suppress(ProcessLookupError):  # some die of the death of others
            os.kill(pid, signal.SIGKILL)
    for launcher in launchers:
        launcher.communicate()
    assert wait_until(clone.is_down, SECONDS)


def test_a_killed_launcher_takes_its_command_and_the_servers_with_it(clone: Clone) -> None:
    launcher = clone.start("sh", "-c", "echo $$; read line")
    assert launcher.stdout is not None
    command = int(launcher.stdout.readline())

    launcher.kill()

    assert wait_until(lambda: started_at(command) is None, SECONDS)
    assert wait_until(clone.is_down, SECONDS)


def test_a_command_that_lives_on_keeps_its_servers(clone: Clone) -> None:
    launcher = clone.start("sh", "-c", "trap '' TERM; echo up; read line; read line")
    assert launcher.stdout is not None
    launcher.stdout.readline()

    launcher.kill()
    launcher.wait()

    assert clone.sql("SELECT 1") == "1"
    assert clone.is_up()
    launcher.communicate()  # closes its standard input, upon which the command ends
    assert wait_until(clone.is_down, SECONDS)


def test_killed_servers_are_started_again_with_their_data(clone: Clone) -> None:
    clone.sql("CREATE TABLE kept AS SELECT 'still here' AS word", CHITECH_FAST="0")
    launcher = clone.hold()
    for name in ("postgres", "redis"):
        os.kill(clone.record(name).pid, signal.SIGKILL)

    assert clone.sql("SELECT word FROM kept") == "still here"
    launcher.communicate()
    assert launcher.returncode == 0


def test_everything_killed_at_once_is_no_obstacle(clone: Clone) -> None:
    kill_everything(clone, clone.hold())

    assert clone.sql("SELECT 1") == "1"
    assert clone.is_down()


def test_a_number_that_was_given_to_another_process_deceives_nobody(
    clone: Clone, foreign: subprocess.Popen[bytes]
) -> None:
    launcher = clone.hold()
    records = {name: clone.record(name) for name in ("postgres", "redis")}
    kill_everything(clone, launcher)
    # All that names the dead servers now names the foreign process.
    pid_file = clone.state.root / "postgres-18" / "postmaster.pid"
    socket_lock = Path(records["postgres"].sockets) / ".s.PGSQL.5432.lock"
    for path in (pid_file, socket_lock):
        path.write_text("\n".join([str(foreign.pid), *path.read_text().splitlines()[1:]]) + "\n")
    for name, record in records.items():
        replace(record, pid=foreign.pid).save(clone.state.root / f"{name}.json")

    assert clone.sql("SELECT 1") == "1"


def test_a_backend_that_outlives_its_server_is_ended_first(clone: Clone, foreign: subprocess.Popen[bytes]) -> None:
    """A Postgres process that is left over still writes: a second server on its data would destroy them."""
    launcher = clone.start(
        "sh",
        "-c",
        """"$0" -c '
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print("up", flush=True)
    connection.execute("SELECT count(*) FROM generate_series(1, 1000000000)")' || read line""",
        sys.executable,
    )
    assert launcher.stdout is not None
    assert launcher.stdout.readline() == "up\n"
    busy = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT count(*) FROM generate_series%'"
    assert wait_until(lambda: clone.sql(busy) == "1", SECONDS)
    record = clone.record("postgres")
    os.kill(record.pid, signal.SIGKILL)
    # And the dead server's number was given away at once.
    replace(record, pid=foreign.pid).save(clone.state.root / "postgres.json")
    orphans = locks.holders(clone.state.root / "postgres.lock")

    assert clone.sql("SELECT 1") == "1"

    assert orphans
    assert [pid for pid in orphans if started_at(pid)] == []


def test_a_half_made_data_folder_is_made_anew(fresh_clone: Clone) -> None:
    fresh_clone.state.make()
    half = fresh_clone.state.root / "postgres-18.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    assert fresh_clone.sql("SELECT 1") == "1"


def test_a_socket_folder_that_was_swept_away_is_made_anew(clone: Clone) -> None:
    """Temporary folders are tidied by the machine; the servers in them then live on unreachable."""
    launcher = clone.hold()
    sockets = Path(clone.record("postgres").sockets)
    for path in sockets.iterdir():
        path.unlink()
    sockets.rmdir()

    assert clone.sql("SELECT 1") == "1"
    launcher.communicate()


def test_a_record_that_can_not_be_read_is_no_record(tmp_path: Path) -> None:
    for content in ("", "{", "[]", '{"pid": 1}'):
        (tmp_path / "record.json").write_text(content)
        assert Record.load(tmp_path / "record.json") is None
