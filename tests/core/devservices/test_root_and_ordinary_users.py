"""Postgres does not run as root: as root it is given another user's number, in one of two ways, or a clear sentence."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Clone, MakeClone

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become others")
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
# Root inside a machine where nobody else may look (a pyenv below /root) still can try an ordinary user: in a namespace.
NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]


def without(tool: str, folder: Path, clone: Clone) -> None:
    """Let a machine have that tool, but not the right to use it."""
    folder.mkdir(exist_ok=True)
    (folder / tool).write_text("#!/bin/sh\nexit 1\n")
    (folder / tool).chmod(0o755)
    clone.environment["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"


def owner_of_postgres(clone: Clone) -> str:
    """The user that the server's process belongs to, as the whole machine sees it."""
    holder = clone.hold()
    owner = pwd.getpwuid(Path(f"/proc/{clone.record('postgres').pid}").stat().st_uid).pw_name
    holder.communicate()
    return owner


@as_root
def test_root_runs_it_in_a_user_namespace(clone: Clone) -> None:
    closed = clone.state.root.parent
    closed.chmod(0o700)

    assert owner_of_postgres(clone) == "root"
    assert clone.sql("SELECT 1") == "1"


@as_root
def test_root_without_namespaces_runs_it_as_another_user(open_folder: Path, make_clone: MakeClone) -> None:
    clone = make_clone(open_folder / "state")
    without("unshare", open_folder / "tools", clone)

    assert owner_of_postgres(clone) in {"postgres", "nobody"}
    assert clone.sql("SELECT 1") == "1"
    assert (clone.state.root / "secret_key").stat().st_mode & 0o077 == 0


@as_root
def test_root_is_told_where_the_other_user_can_not_go(fresh_clone: Clone, tmp_path: Path) -> None:
    without("unshare", tmp_path / "tools", fresh_clone)
    tmp_path.chmod(0o700)

    refused = fresh_clone.run("true")

    assert refused.returncode == 1
    assert "can't enter" in refused.stderr.splitlines()[-1]
    assert "set CHITECH_STATE to a folder below one that others may enter" in refused.stderr.splitlines()[-1]


@as_root
def test_root_is_told_what_to_do_where_neither_way_is_open(fresh_clone: Clone, tmp_path: Path) -> None:
    for tool in ("unshare", "setpriv"):
        without(tool, tmp_path / "tools", fresh_clone)

    refused = fresh_clone.run("true")

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1] == (
        "Postgres does not run as root, and here root can neither make a user namespace nor become another user: "
        "run as an ordinary user, or set DATABASE_URL to a Postgres server."
    )


@as_root
def test_an_ordinary_user_runs_it(open_folder: Path, make_clone: MakeClone) -> None:
    clone = make_clone(open_folder / "state")
    can_look = subprocess.run([*NOBODY, sys.executable, "-c", "import chitech"], capture_output=True, check=False)
    other = NOBODY if can_look.returncode == 0 else NAMESPACE
    clone.tool = [shutil.which(other[0]) or other[0], *other[1:], *clone.tool]
    if other is NOBODY:
        shutil.chown(open_folder, 65534, 65534)
    # Tools that root would need and that an ordinary user never asks for.
    without("unshare", open_folder / "tools", clone)
    without("setpriv", open_folder / "tools", clone)

    assert clone.sql("SELECT 1") == "1"
    assert clone.is_down()


@as_root
def test_the_data_of_another_user_is_left_alone(clone: Clone) -> None:
    data = clone.state.root / "postgres-18"
    shutil.chown(data, 65534, 65534)

    refused = clone.run("true")

    shutil.chown(data, 0, 0)
    assert refused.returncode == 1
    assert f"The database in {data} belongs to another user." in refused.stderr
