"""What tests of enrollment ask again and again."""

from datetime import date, timedelta

from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox.models import Message
from training.choices import State
from training.models import Enrollment, EnrollmentMove, Offer, Session


def told(person: User) -> list[str]:
    """The kinds of training's messages to a person, in the order in which they were written."""
    rows = Message.objects.filter(user=person, kind__startswith="training.").order_by("pk")
    return [kind.removeprefix("training.") for kind in rows.values_list("kind", flat=True)]


def state_of(enrollment: Enrollment) -> State:
    enrollment.refresh_from_db()
    return State(enrollment.state)


def steps_of(enrollment: Enrollment) -> list[tuple[str, str]]:
    """(from, to) of each of its moves."""
    moves = EnrollmentMove.objects.filter(enrollment=enrollment).order_by("pk")
    return list(moves.values_list("from_state", "to_state"))


def held_for(enrollment: Enrollment) -> Offer:
    return Offer.objects.get(enrollment=enrollment, answer="")


def let_time_pass(offer: Offer) -> None:
    """Its time is over."""
    Offer.objects.filter(pk=offer.pk).update(held_until=timezone.now() - timedelta(seconds=1))


def clocks_go_forward() -> date:
    """The day on which they do so in Chicago next year: the second Sunday of March."""
    march = date(timezone.localdate().year + 1, 3, 1)
    return march + timedelta(days=(6 - march.weekday()) % 7 + 7)


def figures(session: Session) -> tuple[int, int]:
    """Seats taken, people in line."""
    session.refresh_from_db()
    return session.seats_taken, session.waiting
