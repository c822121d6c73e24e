"""The embedded Redis."""

import signal
import socket
from contextlib import suppress
from pathlib import Path

from .binaries import redis_program
from .servers import Server, is_fast

# A full Redis refuses new tasks, loudly; it never throws old ones away. The memory is bounded all the same.
OPTIONS = ("--maxmemory", "512mb", "--maxmemory-policy", "noeviction")


class Redis(Server):
    """Redis on a socket in a folder that is ours alone."""

    name = "redis"
    variable = "REDIS_URL"
    socket_name = "redis.sock"
    instead = "Mend that, or set REDIS_URL to a Redis server."
    farewells = (signal.SIGTERM, signal.SIGKILL)

    def address(self, sockets: Path) -> str:
        """`unix:///path`, as redis-py and Django's cache take it. Celery names it differently: see chitech/env.py."""
        return f"unix://{sockets / self.socket_name}"

    def prepare(self, sockets: Path) -> None:
        """Make the data folder, and take away the socket that a killed server left."""
        self._data.mkdir(mode=0o700, exist_ok=True)
        (sockets / self.socket_name).unlink(missing_ok=True)

    def command(self, sockets: Path) -> list[str]:
        """In the foreground, without a TCP port; for a real run every change is kept on disk."""
        program, _ = redis_program()
        place = (
            "--port",
            "0",
            "--unixsocket",
            str(sockets / self.socket_name),
            "--unixsocketperm",
            "700",
            "--dir",
            str(self._data),
        )
        return [program, *place, "--save", "", "--appendonly", "no" if is_fast() else "yes", *OPTIONS]

    def answers(self, sockets: Path) -> bool:
        """Whether it takes commands: while it reads its data it says that it is loading instead."""
        with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(sockets / self.socket_name))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
        return False

    def settle(self, sockets: Path) -> None:
        """Nothing: what Redis holds is made by who uses it."""

    @property
    def _data(self) -> Path:
        # An older Redis can't read a newer one's files, and the one on the PATH may come and go.
        return self.state.root / f"redis-{redis_program()[1]}"
