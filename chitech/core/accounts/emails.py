"""What people are told about their roles."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import RoleGrant, User
from chitech.core.accounts.roles import DECLARED, Permission, Role
from chitech.core.outbox import actions
from chitech.core.outbox.actions import Outgoing
from chitech.core.outbox.kinds import Kind, register
from chitech.core.outbox.models import Message

ROLE_GIVEN, ROLE_TAKEN = "accounts.role_given", "accounts.role_taken"


def role_given(grant: RoleGrant) -> None:
    """Tell a person which role they have now, who gave it and why. In the caller's transaction."""
    actions.send(kind=ROLE_GIVEN, to=grant.user_id, key=f"{ROLE_GIVEN}:{grant.pk}", context={"grant": grant.pk})


def roles_taken(user: User, grants: Iterable[int]) -> None:
    """Tell a person which roles they have no longer, who took them and why. In the caller's transaction."""
    outgoing = [Outgoing(to=user.pk, key=f"{ROLE_TAKEN}:{pk}", context={"grant": pk}) for pk in grants]
    actions.send_many(ROLE_TAKEN, outgoing)


def _grant(message: Message) -> RoleGrant | None:
    grants = RoleGrant.objects.select_related("department", "given_by", "taken_by")
    return grants.filter(pk=message.context["grant"]).first()


def _words(grant: RoleGrant) -> dict[str, Any]:
    """What both say."""
    return {"role": grant.get_role_display(), "department": grant.department.name if grant.department else ""}


def given_context(message: Message) -> dict[str, Any] | None:
    """None where the role was taken away again before anyone could be told that it was given."""
    grant = _grant(message)
    if grant is None or (grant.taken_at and message.routed_at is None):
        return None
    declared = DECLARED[Role(grant.role)]
    words = _words(grant)
    return {
        **words,
        "by": str(grant.given_by),
        "reason": grant.reason,
        "ends_on": grant.ends_on,
        "purpose": declared.purpose,
        "lets": [_sentence(p) for p in Permission if p in declared.permissions],
        "needs_mfa": declared.needs_mfa,
        "summary": _("%(by)s has given you this role. Why: %(reason)s")
        % {"by": grant.given_by, "reason": grant.reason},
    }


def taken_context(message: Message) -> dict[str, Any] | None:
    """What the grant says of its end."""
    grant = _grant(message)
    if grant is None or not grant.taken_at:
        return None
    by, why = str(grant.taken_by), grant.taken_reason
    summary = _("%(by)s has taken this role away. Why: %(reason)s") % {"by": by, "reason": why}
    return {**_words(grant), "by": by, "reason": why, "summary": summary}


def _sentence(permission: Permission) -> str:
    label = str(permission.label)
    return label[:1].upper() + label[1:]


def given_sample() -> dict[str, Any]:
    """An HR editor of one department, for a time."""
    lets = [_sentence(Permission.READ_POSTINGS), _sentence(Permission.WRITE_POSTINGS)]
    return {
        "role": str(Role.HR_EDITOR.label),
        "department": "Department of Water Management",
        "by": "Ada Admin",
        "reason": "Fills in for Harper until spring.",
        "ends_on": None,
        "purpose": DECLARED[Role.HR_EDITOR].purpose,
        "lets": lets,
        "needs_mfa": True,
        "summary": "Ada Admin has given you this role. Why: Fills in for Harper until spring.",
    }


def taken_sample() -> dict[str, Any]:
    """The end of the same."""
    return {
        "role": str(Role.HR_EDITOR.label),
        "department": "Department of Water Management",
        "by": "Ada Admin",
        "reason": "Harper is back.",
        "summary": "Ada Admin has taken this role away. Why: Harper is back.",
    }


def _register(name: str, label: Any, prepare: Callable[[Message], Any], sample: Callable[[], dict[str, Any]]) -> None:
    register(
        Kind(
            name=name,
            label=label,
            description=gettext_lazy("Administrators give roles and take them away."),
            group=gettext_lazy("Account"),
            always=gettext_lazy("You should always know what you may do here."),
            prepare=prepare,
            sample=sample,
            folds=False,
            one_click=False,
        )
    )


def register_kinds() -> None:
    """Called when the portal starts."""
    _register(ROLE_GIVEN, gettext_lazy("A role was given to you"), given_context, given_sample)
    _register(ROLE_TAKEN, gettext_lazy("A role was taken away from you"), taken_context, taken_sample)
