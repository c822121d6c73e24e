"""Probes, robots and proxies get what they ask for, and nothing about people."""

from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError


def test_livez_needs_nothing(client: Client) -> None:
    answer = client.get("/livez")
    assert (answer.status_code, answer.text) == (200, "ok")


@pytest.mark.django_db
def test_readyz_says_that_all_is_well(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "redis": "ok", "migrations": "ok"}


@pytest.mark.django_db
def test_readyz_names_what_is_missing(client: Client) -> None:
    with patch.object(cache, "set", side_effect=RedisConnectionError("no")):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["redis"]) == (503, "unreachable")
    with patch.object(connection, "cursor", side_effect=OperationalError("secret address of the server")):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")
    assert "secret" not in answer.text


@pytest.mark.django_db
def test_readyz_sees_a_migration_that_waits(client: Client) -> None:
    with connection.cursor() as cursor:
        newest = "SELECT max(name) FROM django_migrations WHERE app = 'jobs'"
        cursor.execute(f"DELETE FROM django_migrations WHERE app = 'jobs' AND name = ({newest})")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "pending")


def test_robots_may_read_openings_and_not_the_tools(client: Client) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /jobs/manage/" in text
    assert "Disallow: /jobs/\n" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/jobs/", "/accounts/login/", "/nowhere/", "/design/"])
def test_every_answer_carries_its_guards(client: Client, address: str) -> None:
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert len(answer["X-Request-ID"]) == 32


def test_a_request_id_is_kept_if_it_is_plain_and_replaced_if_not(client: Client) -> None:
    assert client.get("/livez", headers={"X-Request-ID": "abc-12345"})["X-Request-ID"] == "abc-12345"
    assert client.get("/livez", headers={"X-Request-ID": 'x"\n{"event":"forged"}'})["X-Request-ID"].isalnum()


@pytest.mark.parametrize("address", ["/", "/jobs/", "/livez", "/readyz", "/robots.txt"])
def test_another_method_is_refused(client: Client, address: str) -> None:
    assert client.put(address).status_code in (403, 405)
