"""The cast: someone, and who leads them."""

import pytest

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from pathways.models import Skill
from tests.factories import SkillFactory, UserFactory, led


@pytest.fixture
def manager(db: None, staff: User) -> User:
    """Leads the one who is `staff`, by the payroll."""
    leader: User = UserFactory.create(email="manager@demo.example", name="Mika Manager", roles=[Role.MANAGER])
    led(leader=leader, person=staff)
    return leader


@pytest.fixture
def sql(db: None) -> Skill:
    skill: Skill = SkillFactory.create(name="SQL", slug="sql")
    return skill
