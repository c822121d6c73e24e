"""What Postgres and Redis have in common: starting, finding, mending and stopping one server."""

import os
import signal
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from . import locks
from .errors import ServiceError
from .places import State
from .processes import Record, reap, spawn, started_at, wait_until

START_SECONDS = 180
# Then comes the next, less friendly signal. Postgres 18 may never end if it is asked while it restarts after the death
# of one of its processes; ended harshly, it recovers at the next start.
STOP_SECONDS = 10
LOG_LIMIT = 5_000_000


def say(words: str) -> None:
    """Tell the person waiting what takes long. On stderr: what `exec` runs may be piped somewhere."""
    print(words, file=sys.stderr, flush=True)


def is_fast() -> bool:
    """Whether data may be lost in a power cut, for speed: tests set CHITECH_FAST=1."""
    return os.environ.get("CHITECH_FAST", "") not in ("", "0")


def clean_environment() -> dict[str, str]:
    """Our environment without what would steer Postgres or its client elsewhere, in a locale that every machine has."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


class Server(ABC):
    """One embedded server. Every method but `is_running` and `url` needs the change lock."""

    name: str
    # The variable that points to a server of one's own, and that we set otherwise.
    variable: str
    # The name of its socket in their folder.
    socket_name: str
    # What a person can do where this one does not start.
    instead: str
    # The signals that end it, from the friendly to the last.
    farewells: Sequence[signal.Signals]

    def __init__(self, state: State) -> None:
        self.state = state
        self.lock = state.root / f"{self.name}.lock"
        self.log = state.root / f"{self.name}.log"
        self.record_path = state.root / f"{self.name}.json"

    @abstractmethod
    def prepare(self, sockets: Path) -> None:
        """Make what the first start needs, and clear away what a crash left behind."""

    @abstractmethod
    def command(self, sockets: Path) -> list[str]:
        """The command that runs it in the foreground."""

    @abstractmethod
    def answers(self, sockets: Path) -> bool:
        """Whether it takes requests."""

    @abstractmethod
    def address(self, sockets: Path) -> str:
        """Its address, as the variable holds it."""

    @abstractmethod
    def settle(self, sockets: Path) -> None:
        """Do what is left to do on a server that answers."""

    @property
    def record(self) -> Record | None:
        """What we noted when we started it."""
        return Record.load(self.record_path)

    def is_running(self) -> bool:
        """Whether any process of it lives: each of them has inherited its lock."""
        return locks.is_held(self.lock)

    def url(self) -> str:
        """The address of the running server."""
        assert self.record
        return self.address(Path(self.record.sockets))

    def ensure(self) -> None:
        """Let it run and answer: found running, or started after clearing away what a crash left."""
        if self.is_running() and not self._is_reachable():
            self.stop()
        if not self.is_running():
            self._start()
        assert self.record
        self.settle(Path(self.record.sockets))

    def stop(self) -> None:
        """Stop it, all of its processes."""
        record = self.record
        for farewell in self.farewells:
            if not self.is_running():
                break
            for pid in self._addressees():
                with suppress(ProcessLookupError):
                    os.kill(pid, farewell)
            wait_until(self._is_gone, STOP_SECONDS)
        if self.is_running():
            raise ServiceError(f"{self.name} does not stop; its processes: {locks.holders(self.lock)}.")
        self.record_path.unlink(missing_ok=True)
        if record:
            with suppress(OSError):  # another server's socket is still in it
                Path(record.sockets).rmdir()

    def _addressees(self) -> list[int]:
        """Its main process; where that was killed, what it left behind."""
        record = self.record
        return [record.pid] if record and record.is_running() else locks.holders(self.lock)

    def _is_gone(self) -> bool:
        if record := self.record:
            reap(record.pid)
        return not self.is_running()

    def _is_reachable(self) -> bool:
        record = self.record
        if record is None or not record.is_running() or not (Path(record.sockets) / self.socket_name).exists():
            return False
        # It may be recovering from a crash.
        return self._answers_in_time(record)

    def _start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
        sockets = self.state.new_socket_folder()
        self.record_path.unlink(missing_ok=True)
        self.prepare(sockets)
        # Nobody else starts one, for we have the change lock; who only asks whether it runs has this one for a moment.
        holding = locks.wait_for(self.lock)
        try:
            pid = spawn(self.command(sockets), log=self.log, holding=holding, environment=clean_environment())
        finally:
            os.close(holding)
        record = Record(pid, started_at(pid) or "", str(sockets))
        record.save(self.record_path)
        if not self._answers_in_time(record):
            self.stop()
            raise ServiceError(
                f"{self.name} did not start: {self._last_words()} (all of it in {self.log}). {self.instead}"
            )

    def _answers_in_time(self, record: Record) -> bool:
        wait_until(lambda: self.answers(Path(record.sockets)) or not record.is_running(), START_SECONDS)
        return self.answers(Path(record.sockets))

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        # Postgres says what went wrong in a FATAL line, and more after it.
        return next(
            (line for line in reversed(lines[-20:]) if "FATAL" in line), lines[-1] if lines else "it said nothing"
        )
