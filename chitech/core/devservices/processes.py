"""Starting, recognizing and waiting for processes that outlive the one that starts them."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Ask again and again, at most this long. Returns the last answer."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def started_at(pid: int) -> str | None:
    """A mark that tells this process from a later one with the same number; None where no such process runs."""
    try:
        # Field 22 is the start, in ticks since boot. The name in field 2 may itself hold spaces and brackets.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] == "Z" else fields[19]
    except OSError:
        if Path("/proc").is_dir():
            return None
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip() or None


@dataclass(frozen=True)
class Record:
    """A server that we started: its process, and the folder of its socket. Kept beside its data."""

    pid: int
    started: str
    sockets: str

    def save(self, path: Path) -> None:
        """Write it at once or not at all."""
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)))
        fresh.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Record | None":
        """The record, or None where there is none that can be read."""
        try:
            return cls(**json.loads(path.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def is_running(self) -> bool:
        """Whether that very process still runs: another one that was given its number since does not count."""
        return started_at(self.pid) == self.started

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs."""
        if self.is_running():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


def spawn(command: Sequence[str], *, log: Path, holding: int, environment: dict[str, str]) -> int:
    """Start a process in a session of its own, where no Ctrl-C reaches it, and return its number.

    It inherits the lock behind the descriptor `holding` and writes all that it says to `log`.
    """
    os.set_inheritable(holding, True)
    path = command[0]
    return os.posix_spawn(
        path,
        list(command),
        environment,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
        setsigdef=[signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE],
    )


def reap(pid: int) -> None:
    """Take note of the end of a process, if it was a child of ours, so that no zombie stays."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def hangup() -> list[signal.Signals]:
    """The signal of a terminal that is closed, unless whoever started us wants it ignored (`nohup make run`)."""
    return [] if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else [signal.SIGHUP]


def end_with_parent() -> None:
    """Ask the kernel to end this process once its parent dies, even by kill -9 (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
