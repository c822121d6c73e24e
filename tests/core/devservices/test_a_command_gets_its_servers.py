"""`exec -- CMD` gives a command Postgres and Redis, and leaves nothing running."""

import stat
import sys
from pathlib import Path

from dj_database_url import parse

from chitech.core.devservices.processes import wait_until

from .conftest import SECONDS, Clone

BOTH = """
import os, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    row = connection.execute(
        "SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding'),"
        " datlocprovider, datlocale, rolsuper, current_setting('listen_addresses')"
        " FROM pg_database, pg_roles WHERE datname = current_database() AND rolname = current_user"
    ).fetchone()
server = redis.Redis.from_url(os.environ["REDIS_URL"])
settings = {**server.config_get("port"), **server.config_get("maxmemory-policy")}
print(*row[:5], repr(row[5]), settings["port"], settings["maxmemory-policy"])
"""


def test_both_answer_on_sockets_alone_and_are_gone_afterwards(fresh_clone: Clone) -> None:
    assert fresh_clone.python(BOTH) == "18 UTF8 b C.UTF-8 False '' 0 noeviction"
    assert fresh_clone.is_down()


def test_the_address_is_one_that_settings_can_read(clone: Clone) -> None:
    address = clone.python("import os; print(os.environ['DATABASE_URL'])")

    read = parse(address)

    assert read["NAME"] == read["USER"] == "chitech"
    assert read["HOST"] == clone.python(
        "import os; print(os.path.dirname(os.environ['REDIS_URL'].removeprefix('unix://')))"
    )


def test_nobody_else_can_reach_the_sockets_or_the_data(clone: Clone) -> None:
    holder = clone.hold()

    for folder in (clone.record("postgres").sockets, clone.state.root, clone.state.root / "postgres-18"):
        assert stat.S_IMODE(clone.state.root.joinpath(folder).stat().st_mode) == 0o700
    holder.communicate()


def test_what_is_written_is_there_the_next_time(clone: Clone) -> None:
    redis = "import os, redis; server = redis.Redis.from_url(os.environ['REDIS_URL']); "
    clone.sql("CREATE TABLE kept AS SELECT 'still here' AS word")
    clone.python(redis + "server.set('word', 'here too')", CHITECH_FAST="0")

    assert clone.sql("SELECT word FROM kept") == "still here"
    assert clone.python(redis + "print(server.get('word').decode())", CHITECH_FAST="0") == "here too"


def test_a_lost_database_is_made_again(clone: Clone) -> None:
    other = "os.environ['DATABASE_URL'].replace('/chitech', '/postgres')"
    clone.python(f"import os, psycopg; psycopg.connect({other}, autocommit=True).execute('DROP DATABASE chitech')")

    assert clone.sql("SELECT current_database()") == "chitech"


def test_the_secret_key_is_made_once_and_is_nobody_elses(clone: Clone) -> None:
    show = "import os; print(os.environ['SECRET_KEY'])"

    first, second, given = clone.python(show), clone.python(show), clone.python(show, SECRET_KEY="given")

    assert first == second
    assert len(first) >= 50
    assert given == "given"
    assert stat.S_IMODE((clone.state.root / "secret_key").stat().st_mode) == 0o600


def test_the_exit_code_is_the_commands(clone: Clone) -> None:
    assert clone.run(sys.executable, "-c", "raise SystemExit(7)").returncode == 7
    assert clone.run("sh", "-c", "kill -9 $$").returncode == 128 + 9
    missing = clone.run("no-such-command")
    assert (missing.returncode, missing.stderr.splitlines()[-1]) == (127, "No such command: no-such-command")


def test_asking_it_to_end_ends_the_command_and_the_servers(clone: Clone) -> None:
    holder = clone.hold()

    sockets = Path(clone.record("postgres").sockets)
    holder.terminate()

    assert holder.wait(SECONDS) == 128 + 15
    assert clone.is_down()
    assert not sockets.exists()


def test_it_can_be_asked_with_the_commands_first_word(clone: Clone) -> None:
    assert clone.run("sh", "-c", "kill -TERM $PPID; exec sleep 60").returncode == 128 + 15
    assert clone.is_down()


def test_up_lets_them_stay_until_down(clone: Clone) -> None:
    shown = clone.run_tool("up")
    assert shown.returncode == 0
    address = dict(line.split("=", 1) for line in shown.stdout.splitlines())["DATABASE_URL"]

    assert clone.sql("SELECT 1") == "1"
    assert clone.is_up()
    status = clone.run_tool("status").stdout
    assert address in status
    assert "users: none; up until `down`" in status

    assert clone.run_tool("down").returncode == 0
    assert clone.is_down()


def test_down_says_who_still_needs_them(clone: Clone) -> None:
    clone.run_tool("up")
    holder = clone.hold()

    refused = clone.run_tool("down")

    assert refused.returncode == 1
    assert str(holder.pid) in refused.stdout
    assert clone.is_up()
    holder.communicate()
    assert wait_until(clone.is_down, SECONDS)
