"""A manager and two people whom she leads."""

import pytest

from chitech.core.accounts.models import User
from tests.factories import UserFactory, led


@pytest.fixture
def boss(ana: User, ben: User) -> User:
    """Leads Ana and Ben."""
    found: User = UserFactory.create(name="Bea Boss")
    led(leader=found, person=ana)
    led(leader=found, person=ben)
    return found
