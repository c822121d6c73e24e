"""`make run` and `make dev`: the servers, the web server, the worker and the clock, started and stopped as one."""

import argparse
import http.client
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from .errors import ServiceError
from .places import PROJECT, State
from .processes import end_with_parent, hangup, wait_until
from .servers import say
from .services import services

# A small machine that is busy with something else, too, takes a minute.
READY_SECONDS = 180
# Longer than gunicorn waits for a page that is being made.
STOP_SECONDS = 15
LOOPBACK = (socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")
DEMO_PASSWORD = "chi-tech-demo"  # noqa: S105 - printed on the first page of the documentation
DEMO_PEOPLE = {
    "seeker": "looks for a job",
    "staff": "works for the city, and sees its internal openings",
    "hr": "writes and imports openings",
    "publisher": "does so too, and publishes what others wrote",
    "admin": "administers the portal",
}
# Theirs is to come: they can sign in.
MORE_DEMO_PEOPLE = ("manager", "hiring", "trainer", "mentor", "partner", "analyst")

# The same commands as in docker-compose.yml (a test compares them).
WEB = ("gunicorn", "chitech.wsgi")
WORKER = ("celery", "--app", "chitech.celery", "worker", "--loglevel", "INFO", "--concurrency", "2")
BEAT = ("celery", "--app", "chitech.celery", "beat", "--loglevel", "INFO")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C, or until a part of it ends: its exit code is then ours."""
    parser = argparse.ArgumentParser(prog="python -m chitech.core.devservices.run", description=__doc__)
    parser.add_argument("--reload", action="store_true", help="DEBUG on; whatever changes is loaded anew")
    reload = parser.parse_args(arguments).reload
    if "MAKELEVEL" in os.environ:
        end_with_parent()  # nobody can stop us once make was killed
    for number in (signal.SIGINT, signal.SIGTERM, *hangup()):
        signal.signal(number, _stop)
    state = State.from_environment()
    try:
        port = wanted_port()
        addresses = free_addresses(port)
        state.make()
        with services(state, demo_environment(state, port, reload=reload)) as environment:
            return serve(state, environment, addresses, port, reload=reload)
    except ServiceError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    # Ctrl-C, a closed terminal, or whoever started us wants us to end: all the same.
    raise KeyboardInterrupt


def wanted_port() -> int:
    """The port that PORT names, else 8000."""
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65_536:
        raise ServiceError(f"PORT={given} is no port: name a number from 1 to 65535.")
    return int(given)


def demo_environment(state: State, port: int, *, reload: bool) -> dict[str, str]:
    """Our environment with what makes the portal a demo on this machine. What is set already stays."""
    defaults = {
        "SITE_URL": f"http://localhost:{port}",
        "STATIC_ROOT": str(state.root / "static"),
        # The code may have changed since the last run, and with it the pages that are kept in Redis.
        "RELEASE": str(int(time.time())),
    }
    fixed = {"CHITECH_DEMO": "1", "DEBUG": "1" if reload else "0", "PORT": str(port)}
    return {**defaults, **os.environ, **fixed}


def free_addresses(port: int) -> list[str]:
    """The addresses that `localhost` stands for on this machine, each with this port, which nobody else listens on."""
    found = []
    for family, host in LOOPBACK:
        with socket.socket(family) as probe:
            # As gunicorn does: the port of a run that has just ended is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                if _answers(family, host, port):
                    raise ServiceError(
                        f"Port {port} is taken by another program: "
                        f"stop that, or choose another one (make run PORT={port + 1})."
                    ) from None
                continue  # no such address here: many containers have no IPv6
        found.append(f"[{host}]:{port}" if family == socket.AF_INET6 else f"{host}:{port}")
    if not found:
        raise ServiceError(f"Port {port} can't be used on this machine: choose another one (make run PORT=8080).")
    return found


def _answers(family: socket.AddressFamily, host: str, port: int) -> bool:
    with socket.socket(family) as probe:
        return probe.connect_ex((host, port)) == 0


def serve(state: State, environment: Mapping[str, str], addresses: Sequence[str], port: int, *, reload: bool) -> int:
    """Prepare the database and the static files, start the parts, and watch over them."""
    prepared = _start(environment, [sys.executable, "-m", f"{__package__}.prepare"], log=None)
    try:
        if code := prepared.wait():
            return code
    finally:
        _end([prepared])
    say("Starting the portal ...")
    logs = state.root / "logs"
    logs.mkdir(exist_ok=True)
    parts: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in part_commands(state, addresses, port, reload=reload).items():
            parts[name] = _start(environment, command, log=None if reload else logs / f"{name}.log")
        if wait_until(lambda: _is_ready(port) or _ended(parts) is not None, READY_SECONDS) and not _ended(parts):
            _greet(port, None if reload else logs)
        elif not _ended(parts):
            say(f"The portal did not become ready within {READY_SECONDS} seconds; its logs are in {logs}.")
            return 1
        while not (ended := _ended(parts)):
            time.sleep(0.2)
        code = parts[ended].returncode
        said = "" if reload else _last_lines(logs / f"{ended}.log")
        say(f"The {ended} process has ended by itself (code {code}).{said}")
        return code if code > 0 else 1
    finally:
        _end(list(parts.values()))


def part_commands(state: State, addresses: Sequence[str], port: int, *, reload: bool) -> dict[str, list[str]]:
    """The processes of a running portal."""
    python = [sys.executable, "-m"]
    schedule = ["--schedule", str(state.root / "beat-schedule")]
    if not reload:
        bind = [part for address in addresses for part in ("--bind", address)]
        return {"web": [*python, *WEB, *bind], "worker": [*python, *WORKER], "beat": [*python, *BEAT, *schedule]}
    watch = [*python, "watchfiles"]
    folders = [str(path.parent) for path in PROJECT.glob("*/__init__.py") if path.parent.name != "tests"]
    return {
        "web": [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"],
        "worker": [*watch, "--filter", "python", shlex.join([*python, *WORKER]), *folders],
        "beat": [*python, *BEAT, *schedule],
        "assets": [*watch, shlex.join([*python, f"{__package__}.assets"]), str(PROJECT / "static" / "src")],
    }


def _start(environment: Mapping[str, str], command: Sequence[str], log: Path | None) -> subprocess.Popen[bytes]:
    """Start a part in a session of its own, where no Ctrl-C reaches it: we stop the parts in good order."""
    output = log.open("wb") if log else None
    try:
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - no threads here
        )
    finally:
        if output:
            output.close()


def _end(parts: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all parts to end, wait, and kill what is left of them."""
    for part in parts:
        if part.poll() is None:
            part.terminate()
    with suppress(KeyboardInterrupt):  # asked twice: no more waiting
        wait_until(lambda: all(part.poll() is not None for part in parts), STOP_SECONDS)
    for part in parts:
        with suppress(ProcessLookupError):
            os.killpg(part.pid, signal.SIGKILL)
        part.wait()


def _ended(parts: Mapping[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, part in parts.items() if part.poll() is not None), None)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _greet(port: int, logs: Path | None) -> None:
    lines = [f"\nChi Tech Talent is ready: http://localhost:{port}\n", f"Sign in with the password {DEMO_PASSWORD} as"]
    lines += [f"  {name + '@demo.example':<24} {who}" for name, who in DEMO_PEOPLE.items()]
    lines += [f"  and {', '.join(f'{name}@' for name in MORE_DEMO_PEOPLE)} demo.example"]
    lines += [f"\nLogs, and the mail that the demo would send: {logs}"] if logs else [""]
    print("\n".join([*lines, "Ctrl-C stops it."]), flush=True)


def _last_lines(log: Path) -> str:
    return "\n" + "\n".join(log.read_text(errors="replace").splitlines()[-20:])


if __name__ == "__main__":
    sys.exit(main())
