"""A machine without servers: clones that start their own, seen from outside as a person at the keyboard sees them."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from chitech.core.devservices import locks
from chitech.core.devservices.binaries import postgres_programs
from chitech.core.devservices.places import PROJECT, State
from chitech.core.devservices.privileges import Runner
from chitech.core.devservices.processes import Record, wait_until
from chitech.core.devservices.services import all_servers, unpin

# Far more than anything takes, on a machine that is ten times as slow and busy with other tests too.
SECONDS = 300
# What a test run itself was given, and what would make it look like a child of make.
INHERITED = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "CHITECH_",
    "MAKE",
    "PYTEST",
    "DJANGO_",
    "PORT",
    "XDG_RUNTIME_DIR",
)


class Clone:
    """One state folder, and the commands that use it."""

    def __init__(self, state: Path, project: Path = PROJECT) -> None:
        self.state = State(state)
        self.project = project
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(INHERITED)}
        self.environment |= {"CHITECH_STATE": str(state), "CHITECH_FAST": "1"}
        # How the tool is started: a test may put another user before it.
        self.tool = [sys.executable, "-m", "chitech.core.devservices"]
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command with the servers up."""
        return self.start_tool("exec", "--", *command, **environment)

    def start_tool(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start a subcommand of the tool."""
        process = subprocess.Popen(
            [*self.tool, *arguments],
            cwd=self.project,
            env=self.environment | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command with the servers up, to its end."""
        return self.run_tool("exec", "--", *command, **environment)

    def run_tool(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a subcommand of the tool to its end."""
        process = self.start_tool(*arguments, **environment)
        said, complained = process.communicate(timeout=SECONDS)
        return subprocess.CompletedProcess(process.args, process.returncode, said, complained)

    def python(self, code: str, **environment: str) -> str:
        """What a Python program that has the servers prints."""
        done = self.run(sys.executable, "-c", code, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def sql(self, statement: str, **environment: str) -> str:
        """The first value of the answer to a statement, or an empty text."""
        psql = postgres_programs(self.state, Runner()) / "psql"
        done = self.run("sh", "-c", f'"{psql}" -XAtq -d "$DATABASE_URL" -c "$0"', statement, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def hold(self) -> subprocess.Popen[str]:
        """A user of the servers that stays until its standard input is closed."""
        process = self.start("sh", "-c", "echo up; read line; exit 0")
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n", process.communicate()[1]
        return process

    def record(self, name: str) -> Record:
        """What was noted of a server at its start."""
        record = Record.load(self.state.root / f"{name}.json")
        assert record is not None
        return record

    def is_up(self) -> bool:
        """Whether any process of any server lives."""
        return any(server.is_running() for server in all_servers(self.state))

    def is_down(self) -> bool:
        """Whether no process of any server lives."""
        return not self.is_up()

    def close(self) -> None:
        """Stop everything that a test left, and see that nothing stays."""
        for process in self._started:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            process.communicate()
        if not self.state.root.exists():
            return
        assert wait_until(lambda: unpin(self.state), SECONDS)
        assert self.is_down()
        assert wait_until(lambda: not locks.holders(self.state.keeper_lock), SECONDS)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder with a short path that every user may pass through: pytest's own ones are neither."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


MakeClone = Callable[..., Clone]


@pytest.fixture
def make_clone(tmp_path: Path) -> Iterator[MakeClone]:
    """Makes clones with the state folder that is asked for, and stops what they started."""
    made: list[Clone] = []

    def make(state: Path = tmp_path / "state", project: Path = PROJECT) -> Clone:
        made.append(Clone(state, project))
        return made[-1]

    yield make
    for clone in made:
        clone.close()


@pytest.fixture
def fresh_clone(make_clone: MakeClone) -> Clone:
    """A clone that has never been used."""
    return make_clone()


@pytest.fixture(scope="session")
def used_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database folder of a clone that was used once."""
    clone = Clone(tmp_path_factory.mktemp("used"))
    clone.run("true")
    clone.close()
    return clone.state.root / "postgres-18"


@pytest.fixture
def clone(fresh_clone: Clone, used_data: Path) -> Clone:
    """A clone that was used before: saves the second that making a database folder takes."""
    fresh_clone.state.make()
    shutil.copytree(used_data, fresh_clone.state.root / used_data.name)
    return fresh_clone
