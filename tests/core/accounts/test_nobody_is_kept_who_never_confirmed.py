"""Who signs up and never types the code is forgotten after a month; everybody else stays."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.accounts.tasks import forget_unconfirmed
from chitech.core.audit.models import Erasure
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=31)


def signed_up(address: str, *, verified: bool = False, joined: object = LONG_AGO, **more: object) -> User:
    user: User = UserFactory.create(email=address, date_joined=joined, last_login=None, **more)
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=verified)
    return user


def test_a_sign_up_that_nobody_confirmed_goes_and_the_address_is_free_again(client: Client) -> None:
    data = {"email": "mistyped@example.com", "password1": "a-long-and-quiet-harbor", "name": "Mina Mistyped"}
    client.post(reverse("account_signup"), data)
    person = User.objects.get(email="mistyped@example.com")
    forget_unconfirmed()
    assert User.objects.filter(email="mistyped@example.com").exists(), "a month has not passed"
    User.objects.filter(pk=person.pk).update(date_joined=LONG_AGO)
    forget_unconfirmed()
    person.refresh_from_db()
    assert (person.name, person.is_active, "mistyped" in person.email) == ("", False, False)
    assert not EmailAddress.objects.filter(email="mistyped@example.com").exists()
    kept = list(Erasure.objects.values_list("reason", flat=True))
    assert any("Nobody confirmed" in reason for reason in kept)
    forget_unconfirmed()
    assert Erasure.objects.count() == len(kept), "once"


def test_everybody_else_stays() -> None:
    staying = [
        signed_up("confirmed@example.com", verified=True),
        signed_up("new@example.com", joined=timezone.now() - timedelta(days=29)),
        signed_up("granted@example.com", roles=[Role.ANALYST]),
        signed_up("root@example.com", is_superuser=True),
        UserFactory.create(email="no-address@example.com", date_joined=LONG_AGO, last_login=None),
    ]
    EmailAddress.objects.filter(user=staying[-1]).delete()
    been_here = signed_up("been-here@example.com")
    User.objects.filter(pk=been_here.pk).update(last_login=timezone.now())
    changing = signed_up("old@example.com", verified=True)
    EmailAddress.objects.create(user=changing, email="next@example.com", verified=False, primary=False)
    forget_unconfirmed()
    for person in [*staying, been_here, changing]:
        person.refresh_from_db()
        assert person.is_active, person.email
