"""Somebody makes an account with another's address and a password of their own, and waits for its owner to come."""

from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.test import Client

from chitech.core.accounts.models import User
from tests.core.signin.conftest import PASSWORD, MakeMember, code_from_mail

pytestmark = pytest.mark.django_db
ADDRESS = "ada@city.example"


def _sign_up(browser: Client, *, email: str = ADDRESS, password: str = PASSWORD) -> None:
    browser.post("/accounts/signup/", {"name": "Ada", "email": email, "password1": password})


def _comes_in(password: str) -> bool:
    browser = Client()
    browser.post("/accounts/login/", {"login": ADDRESS, "password": password})
    return "_auth_user_id" in browser.session


def test_the_strangers_password_opens_nothing_once_the_owner_has_come() -> None:
    owner = Client()
    _sign_up(Client())
    owner.post("/accounts/login/code/", {"email": ADDRESS})
    page = owner.post("/accounts/login/code/confirm/", {"code": code_from_mail()}, follow=True)
    assert "_auth_user_id" in owner.session
    assert "does not count. Set a new one" in page.text
    assert not _comes_in(PASSWORD)


def test_who_types_in_the_code_where_they_signed_up_keeps_their_password() -> None:
    owner = Client()
    _sign_up(owner)
    owner.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert _comes_in(PASSWORD)


def test_a_code_to_sign_in_leaves_the_password_of_a_confirmed_address_alone(member: MakeMember) -> None:
    member()
    owner = Client()
    owner.post("/accounts/login/code/", {"email": ADDRESS})
    owner.post("/accounts/login/code/confirm/", {"code": code_from_mail()})
    assert _comes_in(PASSWORD)


def test_signing_up_takes_as_long_for_an_address_that_has_an_account(
    member: MakeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password is hashed slowly, on purpose: whether it was tells who is here."""
    member()
    hasher, hashed = type(get_hasher()), []
    encode = hasher.encode

    def counted(self: Any, password: str, *args: Any, **more: Any) -> str:
        hashed.append(password)
        return str(encode(self, password, *args, **more))

    monkeypatch.setattr(hasher, "encode", counted)
    for email in (ADDRESS, "new@city.example"):
        hashed.clear()
        _sign_up(Client(), email=email)
        assert hashed == [PASSWORD], email
    assert User.objects.filter(email=ADDRESS).count() == 1
