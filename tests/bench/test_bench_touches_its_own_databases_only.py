"""The benchmark drops and fills databases: never one that it has not made."""

import os
from collections.abc import Iterator
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings

from bench import filling, scratch
from bench.scratch import NotScratchError

ROWS = 7


@pytest.fixture
def server() -> Iterator[str]:
    """The address of the tests' Postgres, by a database that every server has. What was made is dropped."""
    found = settings.DATABASES["default"]
    secret = f":{quote(found['PASSWORD'])}" if found.get("PASSWORD") else ""
    port = f":{found['PORT']}" if found.get("PORT") else ""
    address = f"postgresql://{found['USER']}{secret}@{quote(found['HOST'], safe='')}{port}/postgres"
    yield address
    with scratch.connected(address) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {scratch.name_for(ROWS)} WITH (FORCE)".encode())


def test_it_makes_its_own_and_makes_it_anew(server: str) -> None:
    address = scratch.remake(server, ROWS)
    with scratch.connected(address) as connection:
        connection.execute("CREATE TABLE of_before ()")
    scratch.insist(address)
    scratch.remake(server, ROWS)
    with scratch.connected(address) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT FROM of_before")


def test_a_database_of_somebody_else_is_refused_whatever_its_name(server: str) -> None:
    with scratch.connected(server) as connection:
        connection.execute(f"CREATE DATABASE {scratch.name_for(ROWS)}".encode())
    address = scratch.address_of(server, scratch.name_for(ROWS))
    with scratch.connected(address) as connection:
        connection.execute("CREATE TABLE precious ()")
    with pytest.raises(NotScratchError, match="Nothing was changed"):
        scratch.remake(server, ROWS)
    with scratch.connected(address) as connection:
        connection.execute("SELECT FROM precious")


@pytest.mark.django_db
def test_filling_refuses_the_database_of_the_portal() -> None:
    with pytest.raises(NotScratchError):
        filling.fill(ROWS)


def test_make_bench_forgets_the_addresses_of_other_servers() -> None:
    makefile = (settings.BASE_DIR / "Makefile").read_text()
    (command,) = [line for line in makefile.splitlines() if line.endswith("-m bench")]
    assert "-u DATABASE_URL" in command
    assert "-u REDIS_URL" in command
    assert ".state/bench" in command
    assert os.environ.get("DATABASE_URL")  # the tests, on the other hand, have one
