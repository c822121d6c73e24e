"""Whoever comes first starts the servers, whoever leaves last stops them, however many there are at once."""

import os
from pathlib import Path

from chitech.core.devservices import locks
from chitech.core.devservices.services import keep

from .conftest import SECONDS, Clone


def test_starting_many_times_at_once_is_safe(fresh_clone: Clone) -> None:
    starts = [fresh_clone.start("sh", "-c", 'echo "$DATABASE_URL $REDIS_URL"; read line') for _ in range(6)]
    addresses = {start.stdout.readline() for start in starts if start.stdout}
    servers = fresh_clone.record("postgres"), fresh_clone.record("redis")

    assert len(addresses) == 1, [start.communicate() for start in starts]
    assert all(server.is_running() for server in servers)
    for start in starts:
        start.communicate(timeout=SECONDS)
        assert start.returncode == 1  # what `read` says at the end of its input
    assert fresh_clone.is_down()


def test_the_last_one_to_leave_stops_them(clone: Clone) -> None:
    first, second = clone.hold(), clone.hold()
    servers = clone.record("postgres"), clone.record("redis")

    first.communicate()
    assert first.returncode == 0
    assert (clone.record("postgres"), clone.record("redis")) == servers
    assert all(server.is_running() for server in servers)

    second.communicate()
    assert clone.is_down()


def test_who_asks_whether_a_server_runs_is_not_taken_for_it(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    asking = locks.shared(lock)

    assert not locks.is_held(lock)

    os.close(asking)
    serving = locks.wait_for(lock)
    assert locks.is_held(lock)
    os.close(serving)


def test_a_keeper_that_goes_lets_the_next_one_come(fresh_clone: Clone) -> None:
    """Whoever comes while it goes would otherwise have no keeper: killed, they would leave the servers running."""
    state = fresh_clone.state
    state.make()
    holding = locks.try_exclusive(state.keeper_lock)
    assert holding is not None

    keep(state, holding)

    following = locks.try_exclusive(state.keeper_lock)
    assert following is not None
    os.close(following)
