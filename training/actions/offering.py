"""A freed seat goes to the next in line as a held offer; what nobody answers in time passes on."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from training import telling
from training.actions.steps import Held, lock, step
from training.choices import Answer, State
from training.errors import NotAllowed, Overlaps
from training.models import Enrollment, Offer
from training.moves import Action, Actor
from training.overlaps import overlapping

OVERLAP = "enrollment_meetings_do_not_overlap"
# However near the session is, nobody gets less than this to answer, unless it begins before.
LEAST_TIME = timedelta(hours=1)


def held_until(moment: datetime, *, starts: datetime | None, hours: int) -> datetime:
    """How long a seat is held that is offered at a moment: so many hours, at most half of the time that is left (but an
    hour), and never after the beginning.
    """
    whole = moment + timedelta(hours=hours)
    if starts is None:
        return whole
    left = starts - moment
    return min(whole, moment + max(left / 2, min(LEAST_TIME, left)))


def settle(held: Held, *, moment: datetime) -> Held:
    """Pass on what ran out, and offer every free seat to the next in line. Hold the session's row.

    Call it whenever a seat may have become free. Nothing is offered once the session has begun.
    """
    held = _expire(held, moment)
    if not held.is_scheduled or held.has_begun(moment) or not held.waiting:
        return held
    free = held.waiting if held.seats is None else min(held.waiting, held.seats - held.taken)
    if free <= 0:
        return held
    following = Enrollment.objects.in_line().filter(session=held.id).values_list("pk", flat=True)[:free]
    moved = step(list(following), Action.OFFER, [Actor.CLOCK], State.OFFERED, by=User.objects.system(), moment=moment)
    until = held_until(moment, starts=held.starts, hours=held.offer_hours)
    Offer.objects.bulk_create(
        Offer(enrollment_id=each.id, session_id=held.id, made=moment, held_until=until) for each in moved
    )
    telling.tell(telling.OFFER, moved)
    return held.with_figures(taken=len(moved), waiting=-len(moved))


def _expire(held: Held, moment: datetime) -> Held:
    over = Offer.objects.run_out(moment).filter(session=held.id)
    if held.has_begun(moment):
        over = Offer.objects.filter(session=held.id, answer="")
    ids = list(over.order_by("pk").values_list("enrollment_id", flat=True))
    if not ids:
        return held
    system = User.objects.system()
    # Those and no others: what runs out a moment later is the next one's to pass on.
    Offer.objects.filter(enrollment__in=ids, answer="").update(
        answer=Answer.EXPIRED, answered_at=moment, answered_by=system
    )
    moved = step(ids, Action.EXPIRE, [Actor.CLOCK], State.WITHDRAWN, by=system, moment=moment)
    telling.tell(telling.OFFER_ENDED, moved)
    return held.with_figures(taken=-len(moved))


@transaction.atomic
def accept(*, enrollment: Enrollment, by: User, overlap_accepted: bool = False) -> Enrollment:
    """Take the seat that is held for a person. Raises NotAllowed if none is any more; Overlaps."""
    moment = timezone.now()
    held = _hold(enrollment, Action.ACCEPT, by)
    answered = Offer.objects.open(moment).filter(enrollment=enrollment.pk)
    if held.has_begun(moment) or not answered.update(answer=Answer.ACCEPTED, answered_at=moment, answered_by=by):
        raise NotAllowed(enrollment, Action.ACCEPT)
    assert enrollment.session is not None
    others = overlapping(enrollment.user, enrollment.session)
    if others and not (overlap_accepted or enrollment.overlap_accepted):
        raise Overlaps(others)
    try:
        moved = step(
            [enrollment.pk],
            Action.ACCEPT,
            [Actor.PERSON],
            State.ENROLLED,
            by=by,
            moment=moment,
            overlap_accepted=bool(others),
        )
    except IntegrityError as error:
        if OVERLAP in str(error):
            raise Overlaps from error
        raise
    if not moved:
        raise NotAllowed(enrollment, Action.ACCEPT)
    telling.tell(telling.CONFIRMED, moved)
    enrollment.refresh_from_db()
    return enrollment


@transaction.atomic
def refuse(*, enrollment: Enrollment, by: User) -> Enrollment:
    """Give the held seat to the next in line. Raises NotAllowed if none is held any more."""
    moment = timezone.now()
    held = _hold(enrollment, Action.REFUSE, by)
    offers = Offer.objects.filter(enrollment=enrollment.pk, answer="")
    moved = step([enrollment.pk], Action.REFUSE, [Actor.PERSON], State.WITHDRAWN, by=by, moment=moment)
    if not moved:
        raise NotAllowed(enrollment, Action.REFUSE)
    offers.update(answer=Answer.DECLINED, answered_at=moment, answered_by=by)
    telling.tell_that_it_ended(telling.WITHDRAWN, moved, sequence=held.sequence + 1)
    settle(held.with_figures(taken=-1), moment=moment)
    enrollment.refresh_from_db()
    return enrollment


def _hold(enrollment: Enrollment, action: Action, by: User) -> Held:
    """The row of the session whose seat is held for this person."""
    if enrollment.user_id != by.pk or enrollment.session_id is None:
        raise NotAllowed(enrollment, action)
    held = lock(enrollment.session_id)
    assert held is not None
    return held


@transaction.atomic
def pass_on(session: int, *, skip_locked: bool = False) -> bool:
    """Pass on the offers of a session that ran out. False where there is nothing to do, or another is at it."""
    moment = timezone.now()
    if not Offer.objects.run_out(moment).filter(session=session).exists():
        return False
    held = lock(session, skip_locked=skip_locked)
    if held is None:
        return False
    settle(held, moment=moment)
    return True


def pass_on_due(*, limit: int = 500) -> int:
    """For the clock: every session with an offer that ran out, each in a transaction of its own.

    Sessions that another worker is at are left to it. Returns how many were looked at.
    """
    due = Offer.objects.run_out().order_by("session").values_list("session_id", flat=True).distinct()[:limit]
    return sum(pass_on(pk, skip_locked=True) for pk in list(due))
