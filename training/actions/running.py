"""What coordinators do with a session that people are in: its seats, its dates, its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from training import telling
from training.actions import deciding, offering
from training.actions.steps import Held, lock, step
from training.choices import Answer, SessionState, State
from training.errors import NotAllowed, StaleEdit, TooFewSeats
from training.models import Enrollment, Meeting, Offer, Session
from training.moves import Action, Actor, states_for


class Lowering(models.TextChoices):
    """What becomes of people if there are to be fewer seats than are taken."""

    REFUSE = "refuse", _("Keep the seats as they are")
    TAKE_BACK_OFFERS = "take_back_offers", _("Take back offers that nobody has answered yet, the latest first")
    LAST_TO_LINE = "last_to_line", _("Take back offers, then put who came last back in line, at its top")


def _hold(session: Session, by: User, action: str, version: int | None) -> Held:
    """Take the row of a session that is to be changed. Raises NotAllowed; StaleEdit where somebody changed it."""
    if not may(by, Permission.RUN_TRAINING):
        raise NotAllowed(session, action)
    held = lock(session.pk)
    current = Session.objects.select_related("course").get(pk=session.pk)
    if held is None or not held.is_scheduled:
        raise NotAllowed(current, action)
    if version is not None and version != current.version:
        raise StaleEdit(current)
    return held


def _stamp(by: User, moment: datetime) -> dict[str, Any]:
    return {"version": F("version") + 1, "updated_at": moment, "updated_by": by}


@transaction.atomic
def set_seats(
    *, session: Session, by: User, seats: int | None, lowering: Lowering = Lowering.REFUSE, version: int | None = None
) -> Session:
    """Change how many seats there are: None for no cap, 0 for none. Who waits gets an offer of each new one.

    Raises TooFewSeats if more are taken and `lowering` does not make enough room; NotAllowed; StaleEdit.
    """
    held, moment = _hold(session, by, "set_seats", version), timezone.now()
    if seats is not None and held.taken > seats:
        held = _make_room(held, by, moment, seats, lowering)
    Session.objects.filter(pk=held.id).update(seats=seats, **_stamp(by, moment))
    offering.settle(lock(held.id) or held, moment=moment)
    session.refresh_from_db()
    return session


def _make_room(held: Held, by: User, moment: datetime, seats: int, lowering: Lowering) -> Held:
    of = Enrollment.objects.filter(session=held.id)
    offered = list(of.filter(state=State.OFFERED).order_by("-since", "-pk").values_list("pk", flat=True))
    enrolled = list(of.filter(state=State.ENROLLED).order_by("-since", "-pk").values_list("pk", flat=True))
    too_many = held.taken - seats
    room = {Lowering.REFUSE: 0, Lowering.TAKE_BACK_OFFERS: len(offered)}.get(lowering, len(offered) + len(enrolled))
    if room < too_many or held.has_begun(moment):
        raise TooFewSeats(taken=held.taken, offered=len(offered), enrolled=len(enrolled))
    back = offered[:too_many]
    Offer.objects.filter(enrollment__in=back, answer="").update(
        answer=Answer.TAKEN_BACK, answered_at=moment, answered_by=by
    )
    coordinator = [Actor.COORDINATOR]
    # Each comes back to the place in line that they had.
    moved = step(back, Action.TAKE_BACK, coordinator, State.WAITLISTED, by=by, moment=moment)
    telling.tell(telling.IN_LINE, moved)
    # Who came first stands first again, before all who never had a seat.
    last = enrolled[: too_many - len(back)][::-1]
    numbers = [held.line_last + turn for turn, _pk in enumerate(last, start=1)]
    put = step(
        last,
        Action.PUT_BACK,
        coordinator,
        State.WAITLISTED,
        by=by,
        moment=moment,
        numbers=numbers,
        priority=Enrollment.Priority.PUT_BACK,
        new_uid=True,
    )
    telling.tell_that_it_ended(telling.PUT_BACK, put, sequence=held.sequence + 1)
    return held.with_figures(taken=-too_many, waiting=too_many)


@transaction.atomic
def cancel_session(*, session: Session, by: User, reason: str, version: int | None = None) -> Session:
    """Cancel a session for good. Everyone with a seat, an offer, a place in line or a request is told.

    Raises NotAllowed once it is over or was cancelled; StaleEdit; ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("A cancelled session needs the reason.")
    held, moment = _hold(session, by, "cancel", version), timezone.now()
    session.refresh_from_db()
    if session.ends is not None and session.ends <= moment:
        raise NotAllowed(session, "cancel")
    going = Enrollment.objects.filter(session=held.id, state__in=states_for(Action.CANCEL, Actor.COORDINATOR))
    ids = list(going.order_by("pk").values_list("pk", flat=True))
    Offer.objects.filter(session=held.id, answer="").update(
        answer=Answer.TAKEN_BACK, answered_at=moment, answered_by=by
    )
    moved = step(ids, Action.CANCEL, [Actor.COORDINATOR], State.CANCELLED, by=by, moment=moment, why=reason.strip())
    Session.objects.filter(pk=held.id).update(
        state=SessionState.CANCELLED,
        cancel_reason=reason.strip(),
        cancelled_at=moment,
        cancelled_by=by,
        sequence=F("sequence") + 1,
        **_stamp(by, moment),
    )
    telling.tell_that_it_ended(telling.CANCELLED, moved, sequence=held.sequence + 1, reason=reason.strip())
    session.refresh_from_db()
    return session


@dataclass(frozen=True)
class Dates:
    """One meeting as it is to be. `pk` None: a new one."""

    starts: datetime
    ends: datetime
    pk: int | None = None
    topic: str = ""
    room: str = ""


@transaction.atomic
def move_session(
    *,
    session: Session,
    by: User,
    meetings: Sequence[Dates] | None = None,
    where: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Session:
    """Change when a session meets, or where (`where`: any of `room`, `link`, `note`). All who are in it are told.

    `meetings` are all that there will be; those that are not among them go. Calendars learn of it by the session's
    `sequence`. What changes nothing tells nobody. Nobody loses a seat because the new time overlaps with another
    session of theirs. Raises NotAllowed once the session is over or was cancelled; StaleEdit; ValueError for none.
    """
    held, moment = _hold(session, by, "move", version), timezone.now()
    session.refresh_from_db()
    if session.ends is not None and session.ends <= moment:
        raise NotAllowed(session, "move")
    before = _told(session)
    if meetings is not None:
        _set_meetings(session, meetings)
    Session.objects.filter(pk=held.id).update(**(where or {}))
    session.refresh_from_db()
    if _told(session) == before:
        return session
    Session.objects.filter(pk=held.id).update(sequence=F("sequence") + 1, **_stamp(by, moment))
    people = Enrollment.objects.filter(
        session=held.id, state__in=[State.REQUESTED, State.WAITLISTED, State.OFFERED, State.ENROLLED]
    )
    telling.tell_change(people.order_by("pk").values_list("pk", "user_id"), sequence=held.sequence + 1, before=before)
    # Offers made for the old date may be held beyond the new beginning.
    Offer.objects.filter(session=held.id, answer="", held_until__gt=F("session__starts")).update(
        held_until=session.starts
    )
    # And a request is to be decided, or go on, before the new beginning.
    until = deciding.decide_until(moment, starts=session.starts, days=session.course.approval_days)
    asking = Enrollment.objects.filter(session=held.id, state=State.REQUESTED, approval_due__gt=until)
    asking.update(approval_due=until)
    offering.settle(lock(held.id) or held, moment=moment)
    session.refresh_from_db()
    return session


def _told(session: Session) -> dict[str, Any]:
    """What people are told of a session, as plain values."""
    rows = Meeting.objects.filter(session=session).order_by("starts")
    return {
        "meetings": [[each.starts.isoformat(), each.ends.isoformat(), each.room] for each in rows],
        "room": session.room,
        "link": session.link,
        "note": session.note,
    }


def _set_meetings(session: Session, meetings: Sequence[Dates]) -> None:
    if not meetings:
        raise ValueError("A session meets at least once.")
    known = {each.pk: each for each in Meeting.objects.filter(session=session)}
    kept = {each.pk for each in meetings if each.pk in known}
    Meeting.objects.filter(session=session).exclude(pk__in=kept).delete()
    changed = []
    for each in meetings:
        row = known.get(each.pk or 0)
        if row is not None:
            row.starts, row.ends, row.topic, row.room = each.starts, each.ends, each.topic, each.room
            changed.append(row)
    Meeting.objects.bulk_update(changed, ["starts", "ends", "topic", "room"])
    Meeting.objects.bulk_create(
        Meeting(session=session, starts=each.starts, ends=each.ends, topic=each.topic, room=each.room)
        for each in meetings
        if each.pk not in known
    )
