"""Who runs training in the proof."""

import time

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from tests.factories import UserFactory
from tests.training_factories import CourseFactory


def coordinator() -> User:
    """Whom the seats are changed by. A database may hold what an earlier proof left: names are new ones."""
    for factory in (UserFactory, CourseFactory):
        factory.reset_sequence(int(time.time() * 10))
    found: User = UserFactory.create(roles=[Role.TRAINING_COORDINATOR])
    return found
