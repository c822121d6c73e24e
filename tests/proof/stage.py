"""The real parts, which can be stopped, killed and started again; and the count of what arrived.

Imported when the environment names the servers of this run, for Django reads it once.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from chitech.core.devservices import locks
from chitech.core.devservices.places import PROJECT, State
from chitech.core.devservices.postgres import Postgres
from chitech.core.devservices.processes import end_with_parent
from chitech.core.devservices.redis import Redis
from chitech.core.devservices.servers import Server
from chitech.core.outbox.choices import Delivery
from chitech.core.outbox.database import DATABASE_TROUBLE
from chitech.core.outbox.models import MailServer, Message
from tests.proof.sink import Sink

CELERY = [sys.executable, "-m", "celery", "--app", "chitech.celery"]


@dataclass(frozen=True)
class Count:
    """What became of the messages of one fault."""

    due: int
    received: int
    dead: int
    withdrawn: int
    duplicates: int
    excepted: int
    unsettled: int
    seconds: float

    @property
    def is_right(self) -> bool:
        """Each message arrived, died or was withdrawn; each second copy is one that nobody could know about."""
        is_whole = self.due == self.received + self.dead + self.withdrawn and not self.unsettled
        return is_whole and self.duplicates == self.excepted


class Stage:
    """Postgres, Redis, a mail server, workers and the clock."""

    def __init__(self, state: State, sink: Sink) -> None:
        self.state, self.sink = state, sink
        self.workers: list[subprocess.Popen[bytes]] = []
        self._others: list[subprocess.Popen[bytes]] = []
        self._started = 0

    # --- the parts

    def start_worker(self, *, concurrency: int = 2) -> None:
        """One more worker with two processes, as `make run` starts it."""
        self._started += 1
        name = ["--hostname", f"proof{self._started}@%h"]
        self.workers.append(self._spawn("worker", "--loglevel", "WARNING", "--concurrency", str(concurrency), *name))

    def start_clock(self) -> None:
        """Celery's beat."""
        self._others.append(
            self._spawn("beat", "--loglevel", "WARNING", "--schedule", str(self.state.root / "beat-schedule"))
        )

    def kill_workers(self) -> None:
        """kill -9, parents and children; then start as many anew."""
        killed, self.workers = self.workers, []
        for worker in killed:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        for _ in killed:
            self.start_worker()

    def end(self) -> None:
        """Stop everything that was started here."""
        for part in [*self.workers, *self._others]:
            os.killpg(part.pid, signal.SIGKILL)
            part.wait()

    def stop(self, server: type[Server]) -> None:
        """Stop Postgres or Redis."""
        with locks.exclusive(self.state.change_lock):
            server(self.state).stop()

    def start(self, server: type[Server]) -> None:
        """Start it again, at the same address."""
        with locks.exclusive(self.state.change_lock):
            server(self.state).ensure()

    def restart_postgres(self) -> None:
        """Every connection is lost."""
        self.stop(Postgres)
        self.start(Postgres)

    def stop_redis_for(self, seconds: float, meanwhile: Callable[[], None]) -> None:
        """Stop Redis, which forgets everything, while changes go on."""
        self.stop(Redis)
        ends = time.monotonic() + seconds
        meanwhile()
        time.sleep(max(0.0, ends - time.monotonic()))
        self.start(Redis)

    def _spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.state.root / "parts.log").open("ab") as log:
            return subprocess.Popen(
                [*CELERY, *arguments],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - the child does nothing before it becomes Celery
            )

    # --- what happens

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Ask until it is so, at most this long. A database that is away has not said yes."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            try:
                if condition():
                    return True
            except DATABASE_TROUBLE:
                connection.close()
            time.sleep(0.05)
        return False

    def wait_until_taken(self, number: int, seconds: float = 300) -> None:
        """Until the mail server has taken so many emails since the count began."""
        assert self.wait_for(lambda: sum(self.sink.taken.values()) >= number, seconds), "nothing arrives"

    def begin(self) -> float:
        """Forget what was before."""
        Message.objects.all().delete()
        MailServer.objects.all().delete()
        self.sink.taken.clear()
        return time.monotonic()

    def count(self, began: float, seconds: float = 300) -> Count:
        """Wait until nothing is on its way, and count. Messages in a digest are counted by their digest."""
        alone = Message.objects.filter(digest=None)
        unfinished = Message.objects.filter(state__in=[Delivery.PENDING, Delivery.FOLDED])
        self.wait_for(lambda: not unfinished.exists(), seconds)
        rows = list(alone)
        by_id = {row.message_id: row for row in rows}
        copies = {known: number for known, number in self.sink.taken.items() if known in by_id}
        assert len(copies) == len(self.sink.taken), "emails arrived that nobody wrote"
        states = [row.state for row in rows]
        return Count(
            due=len(rows),
            received=len(copies),
            dead=states.count(Delivery.DEAD),
            withdrawn=states.count(Delivery.WITHDRAWN),
            duplicates=sum(number - 1 for number in copies.values()),
            excepted=sum(min(number - 1, by_id[known].unclear_attempts) for known, number in copies.items()),
            unsettled=unfinished.count(),
            seconds=time.monotonic() - began,
        )


def log_of(state: State) -> Path:
    """What the workers said."""
    return state.root / "parts.log"
