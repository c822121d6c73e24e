"""Where the embedded servers keep their data, their locks and their sockets."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import ServiceError

PROJECT = Path(__file__).resolve().parents[3]

# The kernel refuses a longer path for a socket: 107 bytes on Linux, 103 on macOS.
SOCKET_PATH_LIMIT = 103
# The longest name that we give a socket: Postgres derives it from the port number, which only names the socket here.
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class State:
    """The state folder: one pair of servers, their data and their locks. Two clones never share one."""

    root: Path

    @classmethod
    def from_environment(cls) -> "State":
        """The folder that CHITECH_STATE names, else `.state/` in the project."""
        return cls(Path(os.environ.get("CHITECH_STATE") or PROJECT / ".state").resolve())

    @property
    def users_lock(self) -> Path:
        """Shared by everyone who needs the servers; held alone only to find out that nobody does."""
        return self.root / "users.lock"

    @property
    def change_lock(self) -> Path:
        """Held alone by whoever starts or stops a server."""
        return self.root / "change.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper, so that there is one."""
        return self.root / "keeper.lock"

    @property
    def pinned(self) -> Path:
        """Exists while `up` wants the servers to stay without a user."""
        return self.root / "pinned"

    def make(self) -> None:
        """Make the folder, for its owner alone: it holds the database and the secret key."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ServiceError(f"The state folder {self.root} can't be made: {error.strerror}.") from error
        if not os.access(self.root, os.R_OK | os.W_OK | os.X_OK):
            raise ServiceError(
                f"The state folder {self.root} belongs to another user. "
                "Run as that user, or set CHITECH_STATE to a folder of yours."
            )

    def new_socket_folder(self) -> Path:
        """A folder for the sockets with a path short enough for the kernel, whatever the length of ours."""
        name = f"chitech-{os.geteuid()}-{hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]}"
        for base in _short_lived_folders():
            folder = base / name
            if len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT and _make_private(folder):
                return folder
        raise ServiceError(
            "No folder for the servers' sockets: neither $XDG_RUNTIME_DIR nor the temporary folder can be used."
        )


def _short_lived_folders() -> list[Path]:
    folders = [Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108 - the folder below it is private
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    # `sudo` may leave us another person's folder, and root's own lets nobody else in, whom Postgres may have to run as.
    if os.geteuid() != 0 and runtime.is_dir() and runtime.stat().st_uid == os.geteuid():
        folders.insert(0, runtime)
    return folders


def _make_private(folder: Path) -> bool:
    """Make the folder readable by us alone. False if it can't be, or if something of that name is another user's."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    # Root may have given the folder to the unprivileged user that Postgres runs as.
    ours = found.st_uid == os.geteuid() or os.geteuid() == 0
    if not stat.S_ISDIR(found.st_mode) or not ours:
        return False
    if found.st_mode & 0o077:
        folder.chmod(0o700)
    return True
