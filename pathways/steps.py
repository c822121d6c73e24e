"""Who may do what to a revision or a change set, and what becomes of it. Buttons, actions and tests read this table.

That whoever wrote it does not approve it is checked beside the table: it is about the person, not the role.
"""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission, Role, roles_with
from pathways.choices import State


class Step(models.TextChoices):
    """The verbs, as a button says them. Saving leaves the state as it is."""

    EDIT = "edit", _("Edit")
    SUBMIT = "submit", _("Submit for review")
    TAKE_BACK = "take_back", _("Take back to write on")
    ASK = "ask", _("Ask for changes")
    APPROVE = "approve", _("Approve")
    WITHDRAW = "withdraw", _("Withdraw")


_WRITING: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.EDIT): State.DRAFT,
    (State.DRAFT, Step.SUBMIT): State.IN_REVIEW,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.CHANGES_ASKED, Step.EDIT): State.CHANGES_ASKED,
    (State.CHANGES_ASKED, Step.SUBMIT): State.IN_REVIEW,
    (State.CHANGES_ASKED, Step.WITHDRAW): State.WITHDRAWN,
    (State.IN_REVIEW, Step.TAKE_BACK): State.DRAFT,
}
_DECIDING: dict[tuple[State, Step], State] = {
    (State.IN_REVIEW, Step.ASK): State.CHANGES_ASKED,
    (State.IN_REVIEW, Step.APPROVE): State.APPROVED,
    # Before its first day only: what has been in force stays what it was.
    (State.APPROVED, Step.WITHDRAW): State.WITHDRAWN,
}
STEPS: dict[tuple[State, Role, Step], State] = {
    (state, role, step): after
    for table, permission in ((_WRITING, Permission.WRITE_TITLES), (_DECIDING, Permission.APPROVE_TITLES))
    for (state, step), after in table.items()
    for role in roles_with(permission)
}


def _roles(person: User | AnonymousUser) -> set[Role]:
    """A person's roles in the whole city: a title belongs to all departments."""
    if not person.is_authenticated or not person.is_active:
        return set()
    return {role for role, where in person.access.roles.items() if where is None}


def state_after(state: State | str, step: Step, person: User | AnonymousUser) -> State | None:
    """The state that the step leads to; None where there is no such step for the person."""
    return next((after for role in _roles(person) if (after := STEPS.get((State(state), role, step)))), None)


def states_for(step: Step, person: User | AnonymousUser) -> list[State]:
    """From which states a person may do this."""
    roles = _roles(person)
    return list(dict.fromkeys(state for (state, role, verb) in STEPS if verb == step and role in roles))
