"""Giving a seat, a place in line or a request back."""

from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.models import Employment, User
from training import telling
from training.actions import offering
from training.actions.steps import Held, lock, step
from training.choices import SEATED, Answer, Audience, SessionState, State
from training.errors import NotAllowed
from training.models import Enrollment, Offer, Session
from training.moves import Action, Actor, actors_of, is_in_time, states_for


def withdraw(*, enrollment: Enrollment, by: User, why: str = "") -> Enrollment:
    """Give a seat or a request back; the seat is offered to the next in line. Raises NotAllowed."""
    return _end(enrollment, Action.WITHDRAW, by, why)


def leave(*, enrollment: Enrollment, by: User, why: str = "") -> Enrollment:
    """Leave the line. Who comes again comes to its end. Raises NotAllowed."""
    return _end(enrollment, Action.LEAVE, by, why)


def remove(*, enrollment: Enrollment, by: User, reason: str) -> Enrollment:
    """A coordinator cancels somebody's seat, held offer, place in line or request; the person reads the reason.

    Raises NotAllowed once the session has begun; ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("Whose place is cancelled is owed the reason.")
    return _end(enrollment, Action.REMOVE, by, reason)


def let_go_who_left(*, limit: int = 500) -> int:
    """For the clock: who has left the city gives up seats, offers and places in line of sessions that are not for them.

    Else a seat would be held for, or kept by, somebody who may not come. Returns how many places that were.
    """
    today, moment, count = timezone.localdate(), timezone.now(), 0
    rows = Enrollment.objects.filter(
        state__in=states_for(Action.REMOVE, Actor.CLOCK),
        session__state=SessionState.SCHEDULED,
        session__starts__gt=moment,
    ).exclude(session__audience=Audience.PUBLIC)
    left = Employment.objects.departures().filter(ends_on__lt=today, user__in=rows.order_by().values("user"))
    rows = rows.filter(user__in=left.order_by().values("user"))
    rows = rows.exclude(user__in=Employment.objects.current(today).filter(user__isnull=False).order_by().values("user"))
    for each in rows.select_related("session", "user").order_by("pk")[:limit]:
        if Session.objects.filter(enrollments=each).for_audience(each.user).exists():
            continue
        reason = _("It is for people who work for the city, and your last post in the city has ended.")
        with suppress(NotAllowed):  # it has moved meanwhile
            _end(each, Action.REMOVE, User.objects.system(), reason, [Actor.CLOCK])
            count += 1
    return count


@transaction.atomic
def _end(
    enrollment: Enrollment, action: Action, by: User, why: str, actors: Sequence[Actor] | None = None
) -> Enrollment:
    if actors is None:
        actors = [who for who in actors_of(by, enrollment) if who in (Actor.PERSON, Actor.COORDINATOR)]
    held: Held | None = lock(enrollment.session_id) if enrollment.session_id else None
    moment = timezone.now()
    # A request takes no seat: it can be taken back at any time.
    if enrollment.state != State.REQUESTED and not is_in_time(action, enrollment, moment):
        raise NotAllowed(enrollment, action)
    if action == Action.REMOVE:
        Offer.objects.filter(enrollment=enrollment.pk, answer="").update(
            answer=Answer.TAKEN_BACK, answered_at=moment, answered_by=by
        )
    moved = step([enrollment.pk], action, actors, State.WITHDRAWN, by=by, moment=moment, why=why.strip())
    if not moved:
        raise NotAllowed(Enrollment.objects.get(pk=enrollment.pk), action)
    sequence = held.sequence + 1 if held else 1
    if action == Action.REMOVE:
        telling.tell_that_it_ended(telling.REMOVED, moved, sequence=sequence, reason=why.strip())
    else:
        telling.tell_that_it_ended(telling.WITHDRAWN, moved, sequence=sequence)
    if held is not None:
        was = moved[0].before
        freed = held.with_figures(taken=-int(was in SEATED), waiting=-int(was == State.WAITLISTED))
        offering.settle(freed, moment=moment)
    enrollment.refresh_from_db()
    return enrollment
