"""Databases of the benchmark's own. It fills and drops these, and refuses to touch any other."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

PREFIX = "chitech_bench_"
# Written on each of them as its comment: a name alone may be somebody's.
MARK = "Scratch of make bench: filled with made-up postings, dropped without asking"


class NotScratchError(Exception):
    """A database that the benchmark has not made itself."""


def name_for(rows: int) -> str:
    """The database for so many postings."""
    return f"{PREFIX}{rows}"


def address_of(server: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@contextmanager
def connected(address: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection whose statements commit by themselves."""
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def remake(server: str, rows: int) -> str:
    """Drop the scratch database of this size, if there is one, and make it empty. Returns its address.

    Raises NotScratchError where a database has that name and not our mark.
    """
    name, address = name_for(rows), address_of(server, name_for(rows))
    with connected(server) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            insist(address)
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(MARK)))
    return address


def insist(address: str) -> None:
    """Raise NotScratchError unless the database at this address was made by `remake`."""
    with connected(address) as connection:
        row = connection.execute(
            "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    if row is None or not row[0].startswith(PREFIX) or row[1] != MARK:
        raise NotScratchError(
            f"The database {row[0] if row else address} was not made by the benchmark, which fills and drops what it "
            "uses. Nothing was changed."
        )


def size(address: str) -> str:
    """How much room the database takes, as Postgres says it."""
    with connected(address) as connection:
        row = connection.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
    return str(row[0]) if row else "?"


def environment(given: Mapping[str, str], address: str) -> dict[str, str]:
    """The environment of a process that works on this scratch database."""
    return {**given, "DATABASE_URL": address}
