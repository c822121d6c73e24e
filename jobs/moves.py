"""Who may do what to a posting, and what becomes of it. Buttons, actions and tests all read this one table."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import User
from jobs.choices import Phase, State
from jobs.models import Posting


class Role(models.TextChoices):
    """What a person is to postings."""

    HR = "hr", _("HR")


class Action(models.TextChoices):
    """The verbs, as a button says them. Saving an edit leaves the state as it is."""

    EDIT = "edit", _("Edit")
    PUBLISH = "publish", _("Publish")
    CLOSE = "close", _("Close early")
    CANCEL = "cancel", _("Cancel")


MOVES: dict[tuple[State, Role, Action], State] = {
    (State.DRAFT, Role.HR, Action.EDIT): State.DRAFT,
    (State.DRAFT, Role.HR, Action.PUBLISH): State.PUBLISHED,
    (State.DRAFT, Role.HR, Action.CANCEL): State.CANCELLED,
    (State.PUBLISHED, Role.HR, Action.EDIT): State.PUBLISHED,
    (State.PUBLISHED, Role.HR, Action.CLOSE): State.CLOSED,
    (State.PUBLISHED, Role.HR, Action.CANCEL): State.CANCELLED,
}

# Moves that time limits too: only what is open can be closed early. What has not opened yet is cancelled, and what its
# deadline has closed is closed already.
ONLY_IN_PHASE: dict[Action, Phase] = {Action.CLOSE: Phase.OPEN}


def role_of(person: User | AnonymousUser) -> Role | None:
    """What a person is to postings; None for everyone who may only read them."""
    if person.is_authenticated and person.is_active and person.is_hr:
        return Role.HR
    return None


def states_for(action: Action, person: User | AnonymousUser) -> list[State]:
    """From which states a person may do this: the condition of an action's UPDATE."""
    return [state for (state, role, verb) in MOVES if verb == action and role == role_of(person)]


def state_after(state: State | str, action: Action, person: User | AnonymousUser) -> State | None:
    """The state that the move leads to; None where there is no such move."""
    role = role_of(person)
    return MOVES.get((State(state), role, action)) if role else None


def moves_for(posting: Posting, person: User | AnonymousUser) -> list[Action]:
    """What a person may do with a posting at this moment: the buttons to draw, in the order of `Action`."""
    phase = posting.phase_at(timezone.now())
    return [
        action
        for action in Action
        if state_after(posting.state, action, person) and ONLY_IN_PHASE.get(action, phase) == phase
    ]
