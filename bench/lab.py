"""What a subject is given: the scratch databases, the servers over them, and how long to measure."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from bench import scratch, server

FILLING = ("filling.py", "filling.sql")


@dataclass(frozen=True)
class Lab:
    """One run of the benchmark.

    services   the environment with the addresses of Postgres and Redis
    state      a folder of our own, for logs and static files
    sizes      how many postings the databases have, the smallest first
    rounds     how often each thing is measured, in turn with the others
    seconds    how long, each time
    """

    services: Mapping[str, str]
    state: Path
    sizes: Sequence[int]
    rounds: int
    seconds: float

    def environment(self, rows: int) -> dict[str, str]:
        """That of a production server over the database of this size, which is made if it is not there."""
        return server.production(scratch.environment(self.services, self._database(rows)), self.state)

    @contextmanager
    def serving(self, rows: int, **more: str) -> Iterator[int]:
        """A web server over the database of this size; yields its port. `more`: switches of `bench.settings`."""
        with server.serving({**self.environment(rows), **more}, self.state / "web.log") as port:
            yield port

    def query(self, rows: int, statement: str) -> list[tuple[object, ...]]:
        """The rows that a SELECT finds in the database of this size."""
        with scratch.connected(self._database(rows)) as connection:
            return connection.execute(statement.encode()).fetchall()

    def say(self, words: str) -> None:
        """Tell the person waiting."""
        print(words, file=sys.stderr, flush=True)

    def _database(self, rows: int) -> str:
        """A filled database. One of the same day and the same filling is taken as it is: nothing changes it."""
        mark = self.state / f"filled-{rows}"
        address = scratch.address_of(self.services["DATABASE_URL"], scratch.name_for(rows))
        if mark.exists() and mark.read_text() == _recipe():
            return address
        self.say(f"Filling a database with {rows:,} postings ...")
        scratch.remake(self.services["DATABASE_URL"], rows)
        environment = server.production(scratch.environment(self.services, address), self.state)
        subprocess.run(
            [sys.executable, "-m", "bench.filling", str(rows)], cwd=server.PROJECT, env=environment, check=True
        )
        mark.write_text(_recipe())
        return address


def _recipe() -> str:
    """What a filled database depends on: the day, the filling, the tables."""
    digest = sha256()
    migrations = (path for path in server.PROJECT.glob("**/migrations/*.py") if ".venv" not in path.parts)
    for path in [*(Path(__file__).parent / name for name in FILLING), *sorted(migrations)]:
        digest.update(path.read_bytes())
    return f"{date.today()} {digest.hexdigest()}"  # noqa: DTZ011 - this machine's day
