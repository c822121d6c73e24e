"""The servers together: who uses them, and that the last one to leave stops them."""

import os
import secrets
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from . import locks
from .places import PROJECT, State
from .postgres import Postgres
from .processes import spawn
from .redis import Redis
from .servers import Server

# How often the keeper looks whether anyone still uses the servers.
LOOK_SECONDS = 0.2


def all_servers(state: State) -> list[Server]:
    """Every server that may be embedded in this state folder."""
    return [Postgres(state), Redis(state)]


def wanted_servers(state: State, environment: Mapping[str, str]) -> list[Server]:
    """The ones that this environment does not name a server of its own for."""
    return [server for server in all_servers(state) if not environment.get(server.variable)]


@contextmanager
def services(state: State, given: Mapping[str, str] = os.environ) -> Iterator[dict[str, str]]:
    """The environment with DATABASE_URL, REDIS_URL and SECRET_KEY in it, whose servers run until the block ends."""
    environment = dict(given)
    wanted = wanted_servers(state, given)
    if not wanted:
        yield _with_secret_key(state, environment)
        return
    using = enter(state, wanted)
    try:
        environment |= {server.variable: server.url() for server in wanted}
        # A child that inherits the lock keeps the servers up even when we are killed.
        os.set_inheritable(using, True)
        yield _with_secret_key(state, environment)
    finally:
        os.close(using)
        stop_if_unused(state)


def enter(state: State, wanted: list[Server]) -> int:
    """Become a user of these servers, which run and answer on return. Closing the descriptor returned is leaving."""
    state.make()
    with locks.exclusive(state.change_lock):
        using = locks.shared(state.users_lock)
        try:
            # First of all, so that the servers are stopped even if we are killed while they start.
            _ensure_keeper(state)
            for server in wanted:
                server.ensure()
        except BaseException:
            os.close(using)
            _stop_all_if_unused(state)
            raise
    return using


def stop_if_unused(state: State) -> bool:
    """Stop the servers unless somebody uses them or `up` wants them to stay. Returns whether nobody uses them."""
    with locks.exclusive(state.change_lock):
        return _stop_all_if_unused(state)


def _stop_all_if_unused(state: State) -> bool:
    alone = locks.try_exclusive(state.users_lock)
    if alone is None:
        return False
    try:
        if not is_pinned(state):
            for server in all_servers(state):
                server.stop()
    finally:
        os.close(alone)
    return True


def keep(state: State, holding: int) -> None:
    """Once the last user is gone, however it went, stop the servers. The keeper process does this alone.

    It looks again and again. Waiting for the users' lock would give it to the keeper for a moment, in which the last
    user, who stops the servers on leaving, takes the keeper for another user and leaves them running.
    """
    while True:
        with locks.exclusive(state.change_lock):
            if _stop_all_if_unused(state):
                # Given back while nobody else may change a thing: whoever comes next starts a keeper of their own.
                os.close(holding)
                return
        time.sleep(LOOK_SECONDS)


def _ensure_keeper(state: State) -> None:
    holding = locks.try_exclusive(state.keeper_lock)
    if holding is None:
        return
    command = [sys.executable, "-m", __package__, "keep", str(holding)]
    environment = {**os.environ, "CHITECH_STATE": str(state.root), "PYTHONPATH": str(PROJECT)}
    try:
        spawn(command, log=state.root / "keeper.log", holding=holding, environment=environment)
    finally:
        os.close(holding)


# --- staying without a user -----------------------------------------------------------------------------------------


def pin(state: State) -> None:
    """Let the servers stay when the last user leaves, until `unpin` or the machine's next start."""
    state.pinned.write_text(_boot())


def unpin(state: State) -> bool:
    """Undo `pin` and stop the servers, unless somebody uses them. Returns whether nobody does."""
    if not state.root.exists():
        return True
    with locks.exclusive(state.change_lock):
        state.pinned.unlink(missing_ok=True)
        return _stop_all_if_unused(state)


def is_pinned(state: State) -> bool:
    """Whether `up` was called since the machine started."""
    return state.pinned.exists() and state.pinned.read_text() == _boot()


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "this one"


# --- the secret key -------------------------------------------------------------------------------------------------


def _with_secret_key(state: State, environment: dict[str, str]) -> dict[str, str]:
    """A key made once for this state folder, so that people stay signed in; a key that is given wins."""
    if not environment.get("SECRET_KEY"):
        state.make()
        with locks.exclusive(state.change_lock):
            environment["SECRET_KEY"] = _kept_secret(state.root / "secret_key")
    return environment


def _kept_secret(path: Path) -> str:
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        fresh.replace(path)
    return path.read_text().strip()
