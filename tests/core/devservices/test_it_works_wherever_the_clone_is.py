"""Long paths, odd paths, and other people's leftovers where the sockets should go."""

import os
import shutil
from pathlib import Path

import pytest

from chitech.core.devservices.places import LONGEST_SOCKET_NAME, PROJECT, SOCKET_PATH_LIMIT, State

from .conftest import Clone, MakeClone


def test_a_clone_whose_path_is_150_characters_long(tmp_path: Path, make_clone: MakeClone, used_data: Path) -> None:
    project = tmp_path / "a folder with spaces, and ümläuts" / ("x" * 150)
    package = project / "chitech" / "core" / "devservices"
    shutil.copytree(PROJECT / "chitech" / "core" / "devservices", package)
    for folder in (package.parent, package.parent.parent):
        (folder / "__init__.py").touch()
    clone = make_clone(project / ".state", project)
    del clone.environment["CHITECH_STATE"]  # the default: a folder of the clone
    (project / ".state").mkdir(mode=0o700)
    shutil.copytree(used_data, project / ".state" / used_data.name)

    shown = clone.python("import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])")

    assert len(str(project)) > 150
    assert clone.sql("SELECT 1") == "1"
    assert shown.startswith("postgresql://chitech@%2F")


def test_two_clones_do_not_share_a_socket_folder(tmp_path: Path) -> None:
    assert State(tmp_path / "one").new_socket_folder() != State(tmp_path / "two").new_socket_folder()


def test_a_temporary_folder_with_a_long_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("t" * 100)))

    folder = State(tmp_path).new_socket_folder()

    assert len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT


def test_a_folder_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    folder = State(tmp_path).new_socket_folder()
    folder.chmod(0o755)

    assert State(tmp_path).new_socket_folder().stat().st_mode & 0o777 == 0o700


def test_a_link_that_somebody_put_there_is_not_followed(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(open_folder))
    folder = State(tmp_path).new_socket_folder()
    assert folder.parent == open_folder
    folder.rmdir()
    folder.symlink_to(tmp_path)

    assert State(tmp_path).new_socket_folder().parent == Path("/tmp")


def test_a_state_folder_that_can_not_be_made_is_named(make_clone: MakeClone) -> None:
    clone: Clone = make_clone(Path("/proc/nowhere"))

    refused = clone.run("true")

    assert refused.returncode == 1
    assert refused.stderr.strip() == "The state folder /proc/nowhere can't be made: No such file or directory."
