"""The command line: `python -m chitech.core.devservices exec -- CMD`, `up`, `down`, `status`."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

from . import locks
from .errors import ServiceError
from .places import State
from .processes import end_with_parent, hangup
from .services import all_servers, is_pinned, keep, pin, services, unpin, wanted_servers


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m chitech.core.devservices", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("exec", help="run a command with the servers up")
    run.add_argument("rest", nargs=argparse.REMAINDER, metavar="-- CMD")
    commands.add_parser("up", help="start the servers and let them stay")
    commands.add_parser("down", help="let them stay no longer")
    commands.add_parser("status", help="say what runs and who uses it")
    commands.add_parser("keep").add_argument("holding", type=int)
    chosen = parser.parse_args(arguments)
    state = State.from_environment()
    try:
        match chosen.command:
            case "exec":
                return execute(state, chosen.rest[1:] if chosen.rest[:1] == ["--"] else chosen.rest)
            case "up":
                return up(state)
            case "down":
                return down(state)
            case "keep":
                keep(state, chosen.holding)
                return 0
            case _:
                return status(state)
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def execute(state: State, command: Sequence[str]) -> int:
    """Run the command with the servers up. Its exit code is ours."""
    if not command:
        raise ServiceError("Name the command to run: exec -- CMD")
    if "MAKELEVEL" in os.environ:
        # Nobody waits for us once make was killed.
        end_with_parent()
    child: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if child is None:
            early.append(number)
        elif number != signal.SIGINT:  # Ctrl-C reaches the command by itself; we wait for what it makes of it
            child.send_signal(number)

    with services(state) as environment:
        # Before the command starts: it may ask to be ended with its first word.
        for number in (signal.SIGINT, signal.SIGTERM, *hangup()):
            signal.signal(number, pass_on)
        try:
            # The descriptor of the users' lock is inherited, so that a kill -9 of ours leaves the command its servers.
            child = subprocess.Popen(command, env=environment, close_fds=False, preexec_fn=end_with_parent)  # noqa: PLW1509 - no threads here
        except FileNotFoundError:
            print(f"No such command: {command[0]}", file=sys.stderr)
            return 127
        for asked in early:
            child.send_signal(asked)
        code = child.wait()
        return code if code >= 0 else 128 - code


def up(state: State) -> int:
    """Start the servers, print their addresses in the form of shell variables, and let them stay."""
    with services(state) as environment:
        wanted = wanted_servers(state, os.environ)
        if wanted:
            pin(state)
        for server in wanted:
            print(f"{server.variable}={environment[server.variable]}")
    return 0


def down(state: State) -> int:
    """Stop the servers, or say who still uses them."""
    if unpin(state):
        print("Stopped.")
        return 0
    users = ", ".join(map(str, locks.holders(state.users_lock))) or "unknown"
    print(f"Still used by these processes: {users}. The servers stop when the last one leaves.")
    return 1


def status(state: State) -> int:
    """Print one line for each server."""
    wanted = wanted_servers(state, os.environ)
    if not state.root.exists():
        print("Nothing was started yet.")
        return 0
    with locks.exclusive(state.change_lock):
        for server in all_servers(state):
            if server not in wanted and os.environ.get(server.variable):
                print(f"{server.name}: {server.variable} is set, that server is used")
            elif server.is_running() and server.record:
                print(f"{server.name}: process {server.record.pid}, {server.url()}")
            else:
                print(f"{server.name}: not running")
    keeper = set(locks.holders(state.keeper_lock))
    users = [pid for pid in locks.holders(state.users_lock) if pid not in keeper]
    print(f"users: {', '.join(map(str, users)) or 'none'}{'; up until `down`' if is_pinned(state) else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
