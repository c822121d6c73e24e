"""gunicorn as in production, on loopback, over a scratch database."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

READY_SECONDS = 180
# Ports from 32768 on are given to connections that go out: one of them could be taken before gunicorn listens on it.
PORTS = range(20_000, 32_000)
PROJECT = Path(__file__).resolve().parents[1]


def production(services: Mapping[str, str], state: Path) -> dict[str, str]:
    """The environment of a production server behind a proxy, whose part the driver plays (X-Forwarded-Proto: https)."""
    kept = {name: value for name, value in services.items() if name not in {"CHITECH_DEMO", "DEBUG"}}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "https://localhost",
        "TRUSTED_PROXY_COUNT": "1",
        "STATIC_ROOT": str(state / "static"),
        "EMAIL_URL": "dummy://",
        "RELEASE": "bench",
    }


@contextmanager
def serving(environment: Mapping[str, str], log: Path) -> Iterator[int]:
    """Run gunicorn until the block ends; yields its port. Workers are not replaced meanwhile, which is noise here."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "chitech.wsgi", "--bind", f"127.0.0.1:{port}", "--max-requests", "0"]
    with log.open("ab") as output:
        server = subprocess.Popen(
            command, cwd=PROJECT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        _wait_until_ready(port, server, log)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def free_port() -> int:
    """A port that nobody listens on, nor will until somebody asks for this very one."""
    for number in random.sample(PORTS, 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", number))
            return number
    raise RuntimeError("Of a hundred ports none is free.")


def _wait_until_ready(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/livez", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The web server did not start; its last words are in {log}.")


def load_average() -> float:
    """How busy the machine was in the last minute, by processes that wanted to run."""
    return os.getloadavg()[0]
