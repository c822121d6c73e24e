"""Who may do what to a posting, and what becomes of it. Buttons, actions and tests all read this one table."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission, Role, roles_with
from jobs.choices import Phase, State
from jobs.models import Posting


class Action(models.TextChoices):
    """The verbs, as a button says them. Saving an edit leaves the state as it is."""

    EDIT = "edit", _("Edit")
    PUBLISH = "publish", _("Publish")
    CLOSE = "close", _("Close early")
    CANCEL = "cancel", _("Cancel")


_STEPS: dict[tuple[State, Action], State] = {
    (State.DRAFT, Action.EDIT): State.DRAFT,
    (State.DRAFT, Action.PUBLISH): State.PUBLISHED,
    (State.DRAFT, Action.CANCEL): State.CANCELLED,
    (State.PUBLISHED, Action.EDIT): State.PUBLISHED,
    (State.PUBLISHED, Action.CLOSE): State.CLOSED,
    (State.PUBLISHED, Action.CANCEL): State.CANCELLED,
}
# Every role that writes postings takes all steps: a posting is one person's work from its draft to its end.
MOVES: dict[tuple[State, Role, Action], State] = {
    (state, role, action): after
    for (state, action), after in _STEPS.items()
    for role in roles_with(Permission.WRITE_POSTINGS)
}

# Moves that time limits too: only what is open can be closed early. What has not opened yet is cancelled, and what its
# deadline has closed is closed already.
ONLY_IN_PHASE: dict[Action, Phase] = {Action.CLOSE: Phase.OPEN}


def _roles(person: User | AnonymousUser, department: int | None) -> set[Role]:
    """What a person is in a department; without one, what they are anywhere."""
    if not person.is_authenticated or not person.is_active:
        return set()
    roles = person.access.roles
    return {role for role, where in roles.items() if department is None or where is None or department in where}


def states_for(action: Action, person: User | AnonymousUser) -> list[State]:
    """From which states a person may do this somewhere. Where, is for `editable_by` to say: an UPDATE asks both."""
    roles = _roles(person, None)
    return list(dict.fromkeys(state for (state, role, verb) in MOVES if verb == action and role in roles))


def state_after(
    state: State | str, action: Action, person: User | AnonymousUser, *, department: int | None = None
) -> State | None:
    """The state that the move leads to; None where there is no such move for the person."""
    after = (MOVES.get((State(state), role, action)) for role in _roles(person, department))
    return next((found for found in after if found), None)


def moves_for(posting: Posting, person: User | AnonymousUser) -> list[Action]:
    """What a person may do with a posting at this moment: the buttons to draw, in the order of `Action`."""
    phase = posting.phase_at(timezone.now())
    return [
        action
        for action in Action
        if state_after(posting.state, action, person, department=posting.department_id)
        and ONLY_IN_PHASE.get(action, phase) == phase
    ]
