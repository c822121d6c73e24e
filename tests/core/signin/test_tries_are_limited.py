"""Guessing is slowed down: across processes, behind proxies, and without Redis too."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache, caches
from django.test import Client, RequestFactory
from redis.exceptions import ConnectionError as RedisIsGone

from chitech.core.accounts.adapter import AccountAdapter
from chitech.core.signin.limits import RedisCacheWithLimits
from tests.core.signin.conftest import PASSWORD, MakeMember

pytestmark = pytest.mark.django_db


def _try(browser: Client, *, email: str = "ada@city.example", ip: str = "192.0.2.7", **headers: str) -> str:
    sent = {"login": email, "password": "wrong"}
    return browser.post("/accounts/login/", sent, REMOTE_ADDR=ip, headers=headers).text


@pytest.mark.parametrize(
    ("count", "forwarded", "expected"),
    [
        (0, None, "10.0.0.9"),
        (0, "198.51.100.1", "10.0.0.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.66, 198.51.100.1", "198.51.100.1"),
        (1, None, "10.0.0.9"),
        (2, "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "203.0.113.66, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.9"),  # did not come through both
        (1, "not an address", "10.0.0.9"),
        (1, "198.51.100.1:51234", "198.51.100.1"),
        (1, "[2001:db8::5]:443", "2001:db8::5"),
    ],
)
def test_the_address_that_counts_is_the_one_our_own_proxy_saw(
    settings: Any, count: int, forwarded: str | None, expected: str
) -> None:
    settings.TRUSTED_PROXY_COUNT = count
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", headers=headers)
    assert AccountAdapter(request).get_client_ip(request) == expected


def test_a_socket_without_an_address_is_no_error() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="")
    assert AccountAdapter(request).get_client_ip(request) == "127.0.0.1"


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_made_up_header_gives_no_new_tries(settings: Any, count: int) -> None:
    settings.TRUSTED_PROXY_COUNT = count
    ours = ["198.51.100.1", "10.0.0.2"][:count]
    for number in range(10):
        forwarded = ", ".join([f"203.0.113.{number}", *ours])
        page = _try(Client(), email=f"person{number}@city.example", **{"X-Forwarded-For": forwarded})
        assert "do not belong together" in page
    forwarded = ", ".join(["203.0.113.99", *ours])
    assert "Too many tries" in _try(Client(), email="last@city.example", **{"X-Forwarded-For": forwarded})


def test_one_account_is_guessed_at_five_times_from_wherever(member: MakeMember) -> None:
    user = member()
    for number in range(5):
        assert "do not belong together" in _try(Client(), ip=f"192.0.2.{number}")
    assert "Too many tries" in _try(Client(), ip="192.0.2.99")
    right = Client().post("/accounts/login/", {"login": user.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.98")
    assert right.status_code == 422  # an answer to the right password would tell that it is the right one


def test_codes_are_not_asked_for_without_end() -> None:
    asked = [Client().post("/accounts/login/code/", {"email": f"p{n}@city.example"}) for n in range(21)]
    assert [answer.status_code for answer in asked] == [302] * 20 + [422]
    assert "Too many tries" in asked[-1].text


def test_too_many_forms_say_so_in_our_look() -> None:
    answers = [Client().post("/accounts/signup/", {}) for _ in range(21)]
    assert answers[-1].status_code == 429
    assert "That was too often" in answers[-1].text


_PROCESS = """
import django; django.setup()
from django.test import RequestFactory
from allauth.core.internal import ratelimit
request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
done = [bool(ratelimit.consume(request, app="allauth.account", action="login_failed", key="one key")) for _ in range(4)]
print(sum(done))
"""


def test_processes_count_together() -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", _PROCESS], stdout=subprocess.PIPE, env=os.environ, cwd=project.BASE_DIR)
        for _ in range(2)
    ]
    allowed = [int(process.communicate(timeout=300)[0].split()[-1]) for process in processes]
    assert sum(allowed) == 5


class _NoRedis:
    def __getattr__(self, verb: str) -> Any:
        def refuse(*_arguments: Any, **_named: Any) -> Any:
            raise RedisIsGone("nobody there")

        return refuse


@pytest.fixture
def redis_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache as it is when Redis does not answer."""
    backend = caches["default"]
    assert isinstance(backend, RedisCacheWithLimits)
    backend._memory.clear()
    monkeypatch.setattr(backend, "_gone_until", 0.0)
    monkeypatch.setitem(backend.__dict__, "_cache", _NoRedis())


def test_without_redis_one_still_signs_in(client: Client, member: MakeMember, redis_gone: None) -> None:
    user = member()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_without_redis_each_process_still_counts(redis_gone: None) -> None:
    for _number in range(5):
        assert "do not belong together" in _try(Client())
    assert "Too many tries" in _try(Client())


def test_without_redis_everything_else_fails_as_it_did(redis_gone: None) -> None:
    with pytest.raises(RedisIsGone):
        cache.get("readyz")
