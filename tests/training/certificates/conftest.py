"""Somebody whose session has begun, with and without an assessment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from tests.factories import SkillFactory
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training.models import Enrollment


def begun(person: User, *, hours: int = 4, **course: object) -> Enrollment:
    """A seat in a session that began so many hours ago, and took three."""
    first = timezone.now() - timedelta(hours=hours)
    made = CourseFactory.create(skills=[(SkillFactory.create(name=f"SQL {hours}"), 0, 2)], **course)
    session = SessionFactory.create(course=made, first=first, seats=None)
    found: Enrollment = EnrollmentFactory.create(user=person, session=session)
    return found


@pytest.fixture
def plain(ana: User) -> Enrollment:
    """Taking part is enough."""
    return begun(ana, name="SQL in a day")


@pytest.fixture
def assessed(ana: User) -> Enrollment:
    """Ends with an assessment."""
    return begun(
        ana, hours=30, name="SQL in depth", assessment="Answer five questions of your own. Four must be right."
    )
