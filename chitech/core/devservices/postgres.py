"""The embedded Postgres."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from .binaries import postgres_programs
from .errors import ServiceError
from .places import LONGEST_SOCKET_NAME, State
from .privileges import give, unprivileged_runner
from .servers import Server, clean_environment, is_fast, say

MAJOR_VERSION = 18
# The owner of the database is no superuser, as on a real server: a migration that needs one fails here already.
DATABASE = ROLE = "chitech"
SUPERUSER = "postgres"
# The same as in docker-compose.yml: names sort alike everywhere, and no locale need be installed.
INITDB_OPTIONS = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")

# Trust is for the socket alone, which nobody else reaches. The C library's own idea of letters is not used.
PRIVATE_OPTIONS = ("--auth-local=trust", "--auth-host=reject", "--lc-collate=C", "--lc-ctype=C")

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# What a test run may lose in a power cut: everything. It is made anew each time.
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "30min",
}


class Postgres(Server):
    """Postgres 18 on a socket in a folder that is ours alone, which is why it may trust whoever reaches it."""

    name = "postgres"
    variable = "DATABASE_URL"
    socket_name = LONGEST_SOCKET_NAME
    instead = "Mend that, or set DATABASE_URL to a Postgres server."
    # Fast shutdown, immediate shutdown, the end.
    farewells = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.data = state.root / f"postgres-{MAJOR_VERSION}"

    def address(self, sockets: Path) -> str:
        """`postgresql://role@%2Ffolder/database`: the folder of the socket stands where a host would."""
        return f"postgresql://{ROLE}@{quote(str(sockets), safe='')}/{DATABASE}"

    def prepare(self, sockets: Path) -> None:
        """Make the data folder at the first start; later take away what a killed server left."""
        runner = unprivileged_runner()
        if runner.owner:
            self.state.root.chmod(0o711)  # that user may pass through, and still not look into it
        give(sockets, runner)
        if not self.data.exists():
            self._make_data()
        owner = runner.owner[0] if runner.owner else os.geteuid()
        if self.data.stat().st_uid != owner:
            raise ServiceError(
                f"The database in {self.data} belongs to another user. "
                "Run as that user, or set CHITECH_STATE to another folder."
            )
        # Nobody holds our lock, so no server of ours lives. Postgres alone would refuse to start if the number in its
        # old files had been given to another process since.
        self._refuse_if_started_by_hand()
        for stale in (self.data / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)

    def command(self, sockets: Path) -> list[str]:
        """`postgres` itself, not pg_ctl: its first process is the one that we note."""
        settings = {**SETTINGS, **(FAST_SETTINGS if is_fast() else {}), "unix_socket_directories": str(sockets)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [*unprivileged_runner().prefix, str(self._programs / "postgres"), "-D", str(self.data), *options]

    def answers(self, sockets: Path) -> bool:
        """Whether it takes queries."""
        return self._ask(sockets, "SELECT 1") == ["1"]

    def settle(self, sockets: Path) -> None:
        """Make the role and the database, if they are missing."""
        if ROLE not in self._ask(sockets, "SELECT rolname FROM pg_roles"):
            self._tell(sockets, f"CREATE ROLE {ROLE} LOGIN CREATEDB CREATEROLE")
        if DATABASE not in self._ask(sockets, "SELECT datname FROM pg_database"):
            self._tell(sockets, f"CREATE DATABASE {DATABASE} OWNER {ROLE}")

    @property
    def _programs(self) -> Path:
        return postgres_programs(self.state, unprivileged_runner())

    def _make_data(self) -> None:
        say("Making a Postgres database folder (once) ...")
        runner = unprivileged_runner()
        # Made aside and renamed: a folder of the real name is always whole.
        aside = self.data.with_suffix(".new")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        give(aside, runner)
        command = [*runner.prefix, str(self._programs / "initdb"), "-D", str(aside), f"--username={SUPERUSER}"]
        made = subprocess.run(
            [*command, *INITDB_OPTIONS, *PRIVATE_OPTIONS, *(["--no-sync"] if is_fast() else [])],
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            said = (made.stderr.strip() or made.stdout.strip()).splitlines()
            raise ServiceError(
                f"Postgres could not make its data folder: {said[-1] if said else 'it said nothing'}. {self.instead}"
            )
        aside.rename(self.data)

    def _refuse_if_started_by_hand(self) -> None:
        """Two servers on one data folder would destroy it. A server is told from other processes by where it works."""
        with suppress(OSError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            if Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.data:
                raise ServiceError(
                    f"A Postgres that was started by hand (process {pid}) uses {self.data}: stop it first."
                )

    def _ask(self, sockets: Path, query: str) -> list[str]:
        """The rows that answer a query; none while the server takes no queries."""
        return self._psql(sockets, query).stdout.split()

    def _tell(self, sockets: Path, statement: str) -> None:
        told = self._psql(sockets, statement)
        if told.returncode:
            raise ServiceError(f"Postgres refused «{statement}»: {told.stderr.strip()}")

    def _psql(self, sockets: Path, statement: str) -> subprocess.CompletedProcess[str]:
        client = [str(self._programs / "psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--no-password"]
        return subprocess.run(
            [*client, "-h", str(sockets), "-U", SUPERUSER, "-d", "postgres", "-c", statement],
            env={**clean_environment(), "PGCONNECT_TIMEOUT": "5"},
            capture_output=True,
            text=True,
            check=False,
        )
