"""The lock files install the same everywhere: hashes for all, no address of a registry, each holding the smaller."""

import json
import re
import tomllib

import pytest

from chitech.core.devservices.places import PROJECT

LOCKS = ("requirements.lock", "requirements-local.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[str, str]:
    """The packages of a lock file and their versions."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (PROJECT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_its_hashes_and_none_an_address(lock: str) -> None:
    text = (PROJECT / lock).read_text()
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)

    assert "://" not in text
    for block in blocks:
        if "==" in block:
            assert "--hash=sha256:" in block, block


def test_each_lock_holds_all_of_the_smaller_one() -> None:
    run, local, dev = map(pins, LOCKS)

    assert run.items() <= local.items()
    assert local.items() <= dev.items()


def test_what_pyproject_asks_for_is_locked() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]

    for lock, wanted in zip(LOCKS, (project["dependencies"], extras["local"], extras["dev"]), strict=True):
        names = {re.split(r"[\[~=<>! ]", requirement)[0].lower() for requirement in wanted}
        assert names <= set(pins(lock))


def test_the_lock_of_npm_names_every_part_of_every_package() -> None:
    """`npm ci` refuses a lock that lacks the builds for other machines than the one that wrote it."""
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    names = {path.rpartition("node_modules/")[2] for path in packages}

    for path, package in packages.items():
        needed = {**package.get("dependencies", {}), **package.get("optionalDependencies", {})}
        assert set(needed) <= names, path
        assert "resolved" not in package
