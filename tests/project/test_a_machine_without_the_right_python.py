"""`make` needs a Python 3.12 to begin with. Where there is none, one sentence says so and what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chitech.core.devservices.places import PROJECT

LOCK = "requirements-local.lock"


class Machine:
    """A fresh clone, on a machine whose Pythons are what a test makes of them."""

    def __init__(self, folder: Path) -> None:
        self.clone, self.programs = folder / "clone", folder / "bin"
        (self.clone / "scripts").mkdir(parents=True)
        self.programs.mkdir()
        shutil.copy(PROJECT / "scripts" / "venv", self.clone / "scripts" / "venv")
        shutil.copy(PROJECT / LOCK, self.clone / LOCK)
        self.environment = {"HOME": str(folder), "PATH": f"{self.programs}:/usr/bin:/bin"}
        for name in ("python3.12", "python3", "python", "uv"):
            self.has(name, "3.9.2")

    def has(self, name: str, version: str, program: str = "") -> Path:
        """Let the machine have a program of that name, which is a Python of that version."""
        path = self.programs / name
        last = program or f'[ "$2" = "${{2#*platform}}" ] && exit 1; echo "python3 here is {version}"'
        path.write_text(f"#!/bin/sh\n{last}\n")
        path.chmod(0o755)
        return path

    def set_up(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """What `make run` does first."""
        return subprocess.run(
            ["bash", "scripts/venv", LOCK],
            cwd=self.clone,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine whose Pythons are all too old."""
    return Machine(tmp_path)


def test_a_python_that_is_too_old_is_named_in_one_sentence(machine: Machine) -> None:
    done = machine.set_up()

    assert done.returncode == 1
    assert done.stderr == (
        "Chi Tech Talent needs Python 3.12 (python3 here is 3.9.2): install it, for example with "
        "`pyenv install 3.12`, or name one with PYTHON=/path/to/python3.12.\n"
    )
    assert not (machine.clone / ".venv").exists()


def test_no_python_at_all_is_said_too(machine: Machine) -> None:
    machine.has("python3", "", "exit 127")

    assert "(there is no python3 here)" in machine.set_up().stderr


def test_the_python_that_is_named_wins(machine: Machine) -> None:
    mine = machine.has("mine", "", f'[ "$2" = venv ] && {{ echo "$@"; exit 7; }}; exec {sys.executable} "$@"')

    done = machine.set_up(PYTHON=str(mine))

    assert "Making .venv with Python 3.12" in done.stdout
    assert "-m venv .venv" in done.stdout
    assert "the part that makes virtual environments" in done.stderr


def test_one_of_pyenv_is_found_without_its_shims(machine: Machine, tmp_path: Path) -> None:
    versions = tmp_path / ".pyenv" / "versions" / "3.12.9" / "bin"
    versions.mkdir(parents=True)
    mine = machine.has("mine", "", f'[ "$2" = venv ] && exit 7; exec {sys.executable} "$@"')
    (versions / "python").symlink_to(mine)

    assert "Making .venv with Python 3.12" in machine.set_up().stdout


def test_nothing_is_done_twice(machine: Machine) -> None:
    """And a changed lock file is seen."""
    venv = machine.clone / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "installed").mkdir()
    (venv / "bin" / "python").symlink_to(
        machine.has("mine", "", f'[ "$2" = pip ] && exit 9; exec {sys.executable} "$@"')
    )
    shutil.copy(PROJECT / LOCK, venv / "installed" / LOCK)
    assert (machine.set_up().returncode, machine.set_up().stdout) == (0, "")

    with (machine.clone / LOCK).open("a") as lock:
        lock.write("# another\n")

    changed = machine.set_up()
    assert changed.returncode == 9
    assert f"Python packages of {LOCK} ..." in changed.stdout
    assert os.path.lexists(venv)
