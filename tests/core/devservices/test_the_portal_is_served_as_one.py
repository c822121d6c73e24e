"""What `make run` starts: everything or nothing, on this machine alone, and gone when it is asked to go."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.server import free_port
from chitech.core.devservices.places import PROJECT
from chitech.core.devservices.processes import wait_until
from chitech.core.devservices.run import DEMO_PASSWORD, DEMO_PEOPLE, MORE_DEMO_PEOPLE
from chitech.portal import seeding

from .conftest import SECONDS, Clone

READY_SECONDS = 600


class Run:
    """One `make run`, as its terminal shows it."""

    def __init__(self, clone: Clone, port: int) -> None:
        self.port = port
        with tempfile.NamedTemporaryFile(dir=clone.state.root.parent, delete=False) as output:
            self._log = Path(output.name)
            self.process = subprocess.Popen(
                [sys.executable, "-m", "chitech.core.devservices.run"],
                cwd=PROJECT,
                env=clone.environment | {"PORT": str(port), "WEB_CONCURRENCY": "1"},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def shown(self) -> str:
        return self._log.read_text()

    def wait_until_ready(self) -> None:
        ready = f"Chi Tech Talent is ready: http://localhost:{self.port}\n"
        assert wait_until(lambda: ready in self.shown or self.process.poll() is not None, READY_SECONDS)
        assert ready in self.shown, self.shown

    def get(self, host: str, path: str) -> int:
        connection = http.client.HTTPConnection(host, self.port, timeout=SECONDS)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def is_healthy(self, **environment: str) -> bool:
        """What the health check of the image says."""
        command = [sys.executable, "scripts/healthcheck.py"]
        given = {"PORT": str(self.port), **environment}
        return subprocess.run(command, cwd=PROJECT, env=given, capture_output=True, check=False).returncode == 0

    def children(self) -> dict[int, str]:
        """The processes of the portal itself, and their commands."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                command = (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
            if parent == self.process.pid and ("gunicorn" in command or "celery" in command):
                found[int(folder.name)] = command
        return found

    def end(self, number: signal.Signals) -> int:
        """Send a signal as a terminal does, and wait for the end."""
        os.killpg(self.process.pid, number)
        return self.process.wait(SECONDS)


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    return free_port()


@pytest.fixture
def serve(clone: Clone, port: int) -> Iterator[Callable[[], Run]]:
    """Starts the portal, with the database and on the port of this test."""
    runs: list[Run] = []

    def start() -> Run:
        runs.append(Run(clone, port))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            run.end(signal.SIGKILL)


def has_ipv6() -> bool:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


def test_from_an_empty_database_to_a_served_portal_and_back(clone: Clone, serve: Callable[[], Run]) -> None:
    first = serve()
    first.wait_until_ready()

    for host in ("localhost", "127.0.0.1", *(["::1"] if has_ipv6() else [])):
        assert first.get(host, "/readyz") == 200
    assert first.get("localhost", f"/livez?q={'a' * 200_000}") == 200
    assert first.get("localhost", f"/livez?q={'a' * 300_000}") == 414
    assert first.get("localhost", "/static/css/site.css") == 200
    for name in DEMO_PEOPLE:
        assert f"{name}@demo.example" in first.shown
    assert "aaaa" not in (clone.state.root / "logs" / "web.log").read_text(), "what people search for is in the log"

    # It waits for an answer for some seconds alone, which Docker may do: it asks again.
    assert wait_until(first.is_healthy, SECONDS)
    assert not first.is_healthy(ALLOWED_HOSTS="other.example"), "asked by a name that is not its own"

    second = serve()
    assert second.process.wait(SECONDS) == 1
    assert second.shown == (
        f"Port {first.port} is taken by another program: "
        f"stop that, or choose another one (make run PORT={first.port + 1}).\n"
    )

    parts = first.children()
    assert len(parts) == 3
    (worker,) = [pid for pid, command in parts.items() if "worker" in command]
    os.kill(worker, signal.SIGKILL)
    assert first.process.wait(SECONDS) == 1
    assert "The worker process has ended by itself (code -9).\n" in first.shown
    assert wait_until(clone.is_down, SECONDS)

    third = serve()
    third.wait_until_ready()
    assert "Filling the demo" not in third.shown, "done once"
    assert "Gathering" not in third.shown, "nothing has changed"
    parts = third.children()
    assert third.end(signal.SIGINT) == 0
    assert not [pid for pid in parts if Path(f"/proc/{pid}").exists()]
    assert wait_until(clone.is_down, SECONDS)


@pytest.mark.parametrize("port", ["none", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named(fresh_clone: Clone, port: str) -> None:
    fresh_clone.tool[-1] = "chitech.core.devservices.run"

    refused = fresh_clone.run_tool(PORT=port)

    assert refused.returncode == 1
    assert refused.stderr == f"PORT={port} is no port: name a number from 1 to 65535.\n"
    assert not fresh_clone.state.root.exists()


def test_who_is_named_can_sign_in() -> None:
    assert {*DEMO_PEOPLE, *MORE_DEMO_PEOPLE} == set(seeding.NAMES)
    assert seeding.PASSWORD == DEMO_PASSWORD
