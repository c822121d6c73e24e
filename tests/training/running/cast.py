"""A session that has begun, with people in it."""

from datetime import timedelta

from django.utils import timezone

from chitech.core.accounts.models import User
from tests.factories import UserFactory
from tests.training_factories import EnrollmentFactory, SessionFactory
from training.choices import State
from training.models import Enrollment, Instructor, Meeting, Session


def begun(*, meetings: int = 1, days: int = -1, seats: int | None = 10) -> Session:
    """Its first meeting began so many days ago; the others follow by weeks."""
    session: Session = SessionFactory.create(meetings=meetings, days=days, seats=seats)
    return session


def over(*, meetings: int = 2) -> Session:
    """Its last meeting was yesterday."""
    return begun(meetings=meetings, days=-1 - 7 * (meetings - 1))


def first_of(session: Session) -> Meeting:
    found = session.meetings.order_by("starts").first()
    assert found is not None
    return found


def seat(session: Session, name: str, state: State = State.ENROLLED) -> Enrollment:
    found: Enrollment = EnrollmentFactory.create(session=session, user=UserFactory.create(name=name), state=state)
    return found


def teacher_of(session: Session) -> User:
    """Somebody who teaches it and is nothing else here."""
    found: User = UserFactory.create(name="Tess Teaches")
    Instructor.objects.create(session=session, user=found, name=found.name)
    return found


def minutes_ago(number: float) -> str:
    return (timezone.now() - timedelta(minutes=number)).isoformat()
