"""What managers decide, and what happens when they don't."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from training import managers, telling
from training.actions.steps import lock, step
from training.choices import SessionState, State
from training.errors import NotAllowed, NotOpen, Overlaps
from training.models import Enrollment
from training.moves import Action, Actor
from training.overlaps import overlapping

OVERLAP = "enrollment_meetings_do_not_overlap"
_DECIDERS = (Actor.MANAGER, Actor.COORDINATOR)


def _decidable(enrollment: Enrollment, by: User, action: Action) -> Enrollment:
    """The request as it is now, if this person decides on it."""
    found = Enrollment.objects.requests_led_by(by).select_related("course", "session", "user")
    current = found.filter(pk=enrollment.pk).first()
    if current is None:
        raise NotAllowed(Enrollment.objects.get(pk=enrollment.pk), action)
    return current


@transaction.atomic
def approve(*, enrollment: Enrollment, by: User) -> Enrollment:
    """Let a person have a seat if there is one, else a place at the end of the line, however long that is.

    Raises NotAllowed to all who don't decide on it and once it is decided; NotOpen once the session began or was
    cancelled; Overlaps if the person got another session at that time meanwhile.
    """
    current = _decidable(enrollment, by, Action.APPROVE)
    held = lock(current.session_id) if current.session_id else None
    moment = timezone.now()
    if held is not None and (not held.is_scheduled or held.has_begun(moment)):
        raise NotOpen
    has_seat = held is None or (held.waiting == 0 and (held.seats is None or held.taken < held.seats))
    try:
        moved = step(
            [current.pk],
            Action.APPROVE,
            _DECIDERS,
            State.ENROLLED if has_seat else State.WAITLISTED,
            by=by,
            moment=moment,
            numbers=[] if has_seat or held is None else [held.line_last + 1],
        )
    except IntegrityError as error:
        if OVERLAP in str(error) and current.session is not None:
            raise Overlaps from error
        raise
    if not moved:
        raise NotAllowed(current, Action.APPROVE)
    telling.tell(telling.CONFIRMED if has_seat else telling.IN_LINE, moved)
    enrollment.refresh_from_db()
    return enrollment


@transaction.atomic
def decline(*, enrollment: Enrollment, by: User, reason: str) -> Enrollment:
    """Say no to a request, with a reason that the person reads. Raises NotAllowed; ValueError without a reason."""
    if not reason.strip():
        raise ValueError("A no needs its reason.")
    current = _decidable(enrollment, by, Action.DECLINE)
    moved = step(
        [current.pk], Action.DECLINE, _DECIDERS, State.DECLINED, by=by, moment=timezone.now(), why=reason.strip()
    )
    if not moved:
        raise NotAllowed(current, Action.DECLINE)
    telling.tell(telling.DECLINED, moved, reason=reason.strip())
    enrollment.refresh_from_db()
    return enrollment


def decide_until(moment: datetime, *, starts: datetime | None, days: int) -> datetime:
    """Until when somebody who is asked at a moment is to decide: so many days, at most half of the time that is left.

    So there is always time for the next one, before the session begins without the person.
    """
    whole = moment + timedelta(days=days)
    return whole if starts is None else min(whole, moment + max(starts - moment, timedelta()) / 2)


def escalate_due(*, limit: int = 500) -> int:
    """For the clock: requests that no manager decided in time go to the next manager and to who runs training.

    They get the same number of days again, or half of what is left. Returns how many went on.
    """
    due = Enrollment.objects.filter(state=State.REQUESTED, approval_due__lte=Now(), escalated=None)
    return sum(_escalate(pk) for pk in list(due.order_by("approval_due").values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _escalate(pk: int) -> bool:
    moment = timezone.now()
    waiting = Enrollment.objects.filter(pk=pk, state=State.REQUESTED, escalated=None)
    current = (
        waiting.select_related("course", "session", "user").select_for_update(of=("self",), skip_locked=True).first()
    )
    if current is None:
        return False
    moved = step([pk], Action.ESCALATE, [Actor.CLOCK], State.REQUESTED, by=User.objects.system(), moment=moment)
    starts = current.session.starts if current.session else None
    until = decide_until(moment, starts=starts, days=current.course.approval_days)
    waiting.update(escalated=moment, approval_due=until)
    telling.ask_to_decide(current, managers.who_decides_late(current.user), late=True)
    return bool(moved)


def end_requests_too_late(*, limit: int = 500) -> int:
    """For the clock: a session began before anybody decided. The person is told. Returns how many."""
    late = Enrollment.objects.filter(state=State.REQUESTED, session__starts__lte=Now())
    late = late.filter(session__state=SessionState.SCHEDULED).order_by(F("pk"))
    return sum(_lapse(pk) for pk in list(late.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _lapse(pk: int) -> bool:
    reason = _("The session began before anybody decided on your request.")
    moved = step(
        [pk],
        Action.LAPSE,
        [Actor.CLOCK],
        State.DECLINED,
        by=User.objects.system(),
        moment=timezone.now(),
        why=reason,
    )
    telling.tell(telling.DECLINED, moved, reason=reason)
    return bool(moved)


def others_at_that_time(enrollment: Enrollment) -> list[Enrollment]:
    """What of the person is at the time of the session they ask for: for who decides to read."""
    return overlapping(enrollment.user, enrollment.session) if enrollment.session else []
