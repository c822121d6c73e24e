"""The cast of training's tests."""

import pytest

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from tests.factories import UserFactory
from tests.training_factories import SessionFactory
from training.models import Session


@pytest.fixture
def coordinator(db: None) -> User:
    """Runs training."""
    return UserFactory.create(email="trainer@demo.example", name="Toni Trainer", roles=[Role.TRAINING_COORDINATOR])


@pytest.fixture
def ana(db: None) -> User:
    return UserFactory.create(name="Ana Asks")


@pytest.fixture
def ben(db: None) -> User:
    return UserFactory.create(name="Ben Behind")


@pytest.fixture
def cleo(db: None) -> User:
    return UserFactory.create(name="Cleo Comes")


@pytest.fixture
def single(db: None) -> Session:
    """A session with one seat, in 30 days."""
    return SessionFactory.create(seats=1)
