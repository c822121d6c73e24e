"""Kernel locks on files. They vanish with their last holder, however it died, and so can't be stale."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock alone, after waiting for it."""
    descriptor = wait_for(path)
    try:
        yield
    finally:
        os.close(descriptor)


def wait_for(path: Path) -> int:
    """A descriptor that holds the lock alone, after waiting for it. A child that inherits it holds it too."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def try_exclusive(path: Path) -> int | None:
    """A descriptor that holds the lock alone, or None where somebody has it. A child that inherits it holds it too."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def shared(path: Path) -> int:
    """A descriptor that shares the lock with others."""
    descriptor = _open(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def is_held(path: Path) -> bool:
    """Whether any living process has the lock alone. Any number may ask at once: none sees another one's question."""
    if not path.exists():
        return False
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def holders(path: Path) -> list[int]:
    """The processes that have the lock's file open, as far as we may look into them (Linux only; elsewhere none)."""
    try:
        wanted = path.stat()
    except FileNotFoundError:
        return []
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # not ours to look into, or gone meanwhile
            if any(_is_same(entry, wanted) for entry in (process / "fd").iterdir()):
                found.append(int(process.name))
    return sorted(found)


def _is_same(entry: Path, wanted: os.stat_result) -> bool:
    try:
        found = entry.stat()
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino)
