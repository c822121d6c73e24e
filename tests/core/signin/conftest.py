"""People with accounts, and what they read in their email."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from chitech.core.accounts.models import User
from chitech.core.outbox import delivery
from tests.factories import UserFactory

PASSWORD = "a long enough password"
MakeMember = Callable[..., User]


@pytest.fixture
def member(db: None) -> MakeMember:
    """`member("ada@city.example")`: somebody with a password and a confirmed address."""

    def made(email: str = "ada@city.example", **fields: Any) -> User:
        user = UserFactory.create(email=email, **fields)
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    return made


def letters() -> list[Any]:
    """All emails so far, delivered as the worker would."""
    delivery.drain()
    return list(mail.outbox)


def code_from_mail() -> str:
    """The code in the newest email."""
    body = str(letters()[-1].body)
    found = re.search(r"^[B-Z]{4}-[B-Z]{4}$", body, re.MULTILINE)
    assert found, body
    return found[0]
