"""Running Postgres as root: it refuses to, so it is given another user's number."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .errors import ServiceError


@dataclass(frozen=True)
class Runner:
    """How a command is run without root's rights."""

    prefix: tuple[str, ...] = ()
    # Who must own the data, where that is not us.
    owner: tuple[int, int] | None = None


@cache
def unprivileged_runner() -> Runner:
    """Nothing special for an ordinary user. As root a user namespace, else another user's rights."""
    if os.geteuid() != 0:
        return Runner()
    other = _ordinary_user()
    # In a namespace our files seem to be that user's, so folders that only root may enter work too.
    unshare = shutil.which("unshare")
    if unshare:
        namespace = (unshare, "--user", f"--map-user={other.pw_uid}", f"--map-group={other.pw_gid}", "--")
        if _works(*namespace, "true"):
            return Runner(namespace)
    setpriv = shutil.which("setpriv")
    if setpriv:
        dropped = (setpriv, f"--reuid={other.pw_uid}", f"--regid={other.pw_gid}", "--clear-groups", "--")
        if _works(*dropped, "true"):
            return Runner(dropped, (other.pw_uid, other.pw_gid))
    raise ServiceError(
        "Postgres does not run as root, and here root can neither make a user namespace nor become another user: "
        "run as an ordinary user, or set DATABASE_URL to a Postgres server."
    )


def give(path: Path, runner: Runner) -> None:
    """Let the user that Postgres runs as own this folder, and see that they can reach it."""
    if runner.owner is None:
        return
    os.chown(path, *runner.owner)
    if not _works(*runner.prefix, "test", "-w", str(path)):
        name = pwd.getpwuid(runner.owner[0]).pw_name
        raise ServiceError(
            f"Postgres does not run as root, and the user {name} can't enter {path}: set CHITECH_STATE to a folder "
            "below one that others may enter, run as an ordinary user, or set DATABASE_URL to a Postgres server."
        )


def _works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _ordinary_user() -> pwd.struct_passwd:
    """A user of this machine that is not root. Postgres looks its own number up, so it must be in the list of users."""
    users = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    for name in ("postgres", "nobody", *users):
        if name in users:
            return users[name]
    raise ServiceError("Postgres does not run as root, and there is no other user here: set DATABASE_URL to a server.")
