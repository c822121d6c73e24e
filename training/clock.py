"""What becomes due by time alone: reminders and follow-ups. Each is written once, whoever looks how often."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from training import telling
from training.choices import SessionState, State
from training.models import Enrollment

# A session that ended longer ago than this is not asked about any more: the portal may have stood still.
ASKED_WITHIN = timedelta(days=3)


def remind() -> int:
    """Remind everyone with a seat, seven days and one day before their session begins.

    Who gets a seat when it is nearer than that has the confirmation instead: they are reminded by the next one alone.
    """
    now = timezone.now()
    written = 0
    for days, nearer in ((7, 1), (1, 0)):
        near = Enrollment.objects.filter(
            state=State.ENROLLED,
            session__state=SessionState.SCHEDULED,
            session__starts__gt=now + timedelta(days=nearer),
            session__starts__lte=now + timedelta(days=days),
            since__lte=now - timedelta(hours=12),
        )
        rows = near.order_by("pk").values_list("pk", "user_id", "session__starts")
        written += telling.remind([(pk, user, starts) for pk, user, starts in rows if starts], days=days)
    return written


def follow_up() -> int:
    """Write to who came, when a session is over; to all with a seat where nobody has marked who came."""
    now = timezone.now()
    over = Enrollment.objects.filter(
        Q(state__in=[State.ENROLLED, State.ATTENDED, State.PARTLY]),
        session__state=SessionState.SCHEDULED,
        session__ends__lte=now,
        session__ends__gt=now - ASKED_WITHIN,
    )
    return telling.follow_up(list(over.order_by("pk").values_list("pk", "user_id")))
