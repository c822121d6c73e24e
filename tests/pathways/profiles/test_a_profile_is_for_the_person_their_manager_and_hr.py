"""Who sees a profile: the person, who leads them today, and HR where they work. Nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from pathways.models import Skill, SkillRecord
from pathways.profiles.actions import record_skill
from pathways.profiles.querysets import visible_to
from tests.factories import DepartmentFactory, UserFactory, give


@pytest.mark.parametrize(
    ("role", "sees"), [(role, role in {Role.HR_EDITOR, Role.HR_PUBLISHER}) for role in Role if role != Role.SEEKER]
)
def test_of_all_roles_only_hr_sees_it(manager: User, staff: User, sql: Skill, role: Role, sees: bool) -> None:
    record_skill(user=staff, skill=sql, level=2, source="self", by=staff)
    other = UserFactory.create(roles=[role])
    assert SkillRecord.objects.visible_to(other).exists() is sees
    assert visible_to(other).filter(pk=staff.pk).exists() is sees


def test_the_person_and_their_manager_see_it(manager: User, staff: User, sql: Skill) -> None:
    record_skill(user=staff, skill=sql, level=2, source="self", by=staff)
    for person in (staff, manager):
        assert SkillRecord.objects.visible_to(person).exists()
        assert staff in visible_to(person)
    assert manager not in visible_to(staff)


def test_who_led_them_before_sees_nothing(manager: User, staff: User) -> None:
    staff.employments.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert staff not in visible_to(manager)


def test_hr_of_one_department_sees_its_people(manager: User, staff: User) -> None:
    here, elsewhere = UserFactory.create(), UserFactory.create()
    give(here, Role.HR_EDITOR, department=staff.employments.get().department)
    give(elsewhere, Role.HR_EDITOR, department=DepartmentFactory.create())
    assert staff in visible_to(here)
    assert staff not in visible_to(elsewhere)
