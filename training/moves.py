"""Who may take which step with an enrollment, and where it leads: one table for buttons, actions and tests."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from training.choices import State
from training.models import Enrollment


class Actor(models.TextChoices):
    """What somebody is to an enrollment. The clock is nobody: time has passed."""

    PERSON = "person", _("the person")
    MANAGER = "manager", _("the manager")
    COORDINATOR = "coordinator", _("a training coordinator")
    CLOCK = "clock", _("the clock")


class Action(models.TextChoices):
    """The steps, as a button says them."""

    ENROLL = "enroll", _("Enroll")
    APPROVE = "approve", _("Approve")
    DECLINE = "decline", _("Decline")
    ESCALATE = "escalate", _("Pass on to the next manager")
    LAPSE = "lapse", _("Let the request end")
    OFFER = "offer", _("Offer the seat")
    ACCEPT = "accept", _("Take the seat")
    REFUSE = "refuse", _("Give the seat to the next person")
    EXPIRE = "expire", _("Let the offer end")
    TAKE_BACK = "take_back", _("Take the offer back")
    PUT_BACK = "put_back", _("Put back in line")
    WITHDRAW = "withdraw", _("Withdraw")
    LEAVE = "leave", _("Leave the line")
    REMOVE = "remove", _("Cancel the place")
    CANCEL = "cancel", _("Cancel the session")
    ATTENDED = "attended", _("Came")
    PARTLY = "partly", _("Came in part")
    NO_SHOW = "no_show", _("Did not come")
    COMPLETE = "complete", _("Completed")


_S, _A, _W = State, Action, Actor
_SEAT_OR_LINE = frozenset({_S.ENROLLED, _S.WAITLISTED})
_MARKS = {_A.ATTENDED: _S.ATTENDED, _A.PARTLY: _S.PARTLY, _A.NO_SHOW: _S.NO_SHOW}
_MARKED = (_S.ENROLLED, _S.ATTENDED, _S.PARTLY, _S.NO_SHOW)

# From where (None: from nowhere), by whom, what -> where it may lead. Where it may lead to two states, seats decide.
MOVES: dict[tuple[State | None, Actor, Action], frozenset[State]] = {
    (None, _W.PERSON, _A.ENROLL): frozenset({_S.REQUESTED, _S.ENROLLED, _S.WAITLISTED}),
    # A coordinator's word stands in place of the manager's.
    (None, _W.COORDINATOR, _A.ENROLL): _SEAT_OR_LINE,
    **{
        key: after
        for who in (_W.MANAGER, _W.COORDINATOR)
        for key, after in {
            (_S.REQUESTED, who, _A.APPROVE): _SEAT_OR_LINE,
            (_S.REQUESTED, who, _A.DECLINE): frozenset({_S.DECLINED}),
        }.items()
    },
    (_S.REQUESTED, _W.CLOCK, _A.ESCALATE): frozenset({_S.REQUESTED}),
    (_S.REQUESTED, _W.CLOCK, _A.LAPSE): frozenset({_S.DECLINED}),
    (_S.WAITLISTED, _W.CLOCK, _A.OFFER): frozenset({_S.OFFERED}),
    (_S.OFFERED, _W.PERSON, _A.ACCEPT): frozenset({_S.ENROLLED}),
    (_S.OFFERED, _W.PERSON, _A.REFUSE): frozenset({_S.WITHDRAWN}),
    (_S.OFFERED, _W.CLOCK, _A.EXPIRE): frozenset({_S.WITHDRAWN}),
    (_S.OFFERED, _W.COORDINATOR, _A.TAKE_BACK): frozenset({_S.WAITLISTED}),
    (_S.ENROLLED, _W.COORDINATOR, _A.PUT_BACK): frozenset({_S.WAITLISTED}),
    **{
        (state, who, action): frozenset({_S.WITHDRAWN})
        for who in (_W.PERSON, _W.COORDINATOR)
        for state, action in (
            (_S.REQUESTED, _A.WITHDRAW),
            (_S.ENROLLED, _A.WITHDRAW),
            (_S.WAITLISTED, _A.LEAVE),
        )
    },
    **{
        (state, _W.COORDINATOR, action): frozenset({after})
        for state in (_S.REQUESTED, _S.WAITLISTED, _S.OFFERED, _S.ENROLLED)
        for action, after in ((_A.CANCEL, _S.CANCELLED), (_A.REMOVE, _S.WITHDRAWN))
    },
    # A session for staff loses who has left the city.
    **{
        (state, _W.CLOCK, _A.REMOVE): frozenset({_S.WITHDRAWN})
        for state in (_S.REQUESTED, _S.WAITLISTED, _S.OFFERED, _S.ENROLLED)
    },
    # A mark may be put right.
    **{
        (state, _W.COORDINATOR, action): frozenset({after})
        for state in _MARKED
        for action, after in _MARKS.items()
        if state != after
    },
    **{(state, _W.COORDINATOR, _A.COMPLETE): frozenset({_S.COMPLETED}) for state in (_S.ENROLLED, _S.ATTENDED)},
}

# Steps that time limits too. Withdrawing after the beginning would be a free seat that nobody can use.
ONLY_BEFORE_IT_BEGINS = frozenset(
    {_A.ENROLL, _A.APPROVE, _A.OFFER, _A.ACCEPT, _A.WITHDRAW, _A.REMOVE, _A.TAKE_BACK, _A.PUT_BACK}
)
ONLY_AFTER_IT_BEGAN = frozenset({_A.ATTENDED, _A.PARTLY, _A.NO_SHOW})


def states_for(action: Action, *actors: Actor) -> list[State]:
    """From which states any of these actors may take a step."""
    return list(
        dict.fromkeys(state for (state, who, verb) in MOVES if state is not None and verb == action and who in actors)
    )


def states_after(state: State | str | None, action: Action, actors: Collection[Actor]) -> frozenset[State]:
    """Where a step may lead; nowhere if there is no such move for any of these actors."""
    start = State(state) if state else None
    return frozenset().union(*(MOVES.get((start, who, action), frozenset()) for who in actors))


def actors_of(person: User | AnonymousUser, enrollment: Enrollment, *, leads: bool = False) -> set[Actor]:
    """What somebody is to an enrollment. Whether they decide on its request is for the caller to know."""
    found = {Actor.PERSON} if person.pk is not None and person.pk == enrollment.user_id else set()
    if leads:
        found.add(Actor.MANAGER)
    if may(person, Permission.RUN_TRAINING):
        found.add(Actor.COORDINATOR)
    return found


def is_in_time(action: Action, enrollment: Enrollment, moment: datetime) -> bool:
    """Whether time allows a step at a moment."""
    starts = enrollment.session.starts if enrollment.session else None
    if action in ONLY_BEFORE_IT_BEGINS:
        return starts is None or starts > moment
    return action not in ONLY_AFTER_IT_BEGAN or starts is None or starts <= moment


def moves_for(enrollment: Enrollment, person: User | AnonymousUser, *, leads: bool = False) -> list[Action]:
    """What a person may do with an enrollment at this moment: the buttons to draw, in the order of `Action`."""
    actors, moment = actors_of(person, enrollment, leads=leads), timezone.now()
    return [
        action
        for action in Action
        if states_after(enrollment.state, action, actors) and is_in_time(action, enrollment, moment)
    ]
