"""The write vocabulary of roles: one verb each, one transaction, with who, when and why."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts import emails
from chitech.core.accounts.access import may
from chitech.core.accounts.errors import NotAllowed, RefusedError
from chitech.core.accounts.models import Department, RoleGrant, User
from chitech.core.accounts.roles import DECLARED, GRANTED, Permission, Role


@transaction.atomic
def give_role(
    *, to: User, role: Role, by: User, reason: str, department: Department | None = None, ends_on: date | None = None
) -> RoleGrant:
    """Give a person a role, in the whole city or in one department, perhaps until a day (which still counts).

    Raises NotAllowed, and RefusedError where the role can't be given like that. Nobody gives a role to themselves, so
    that two people know of each; a superuser may, since a new portal has nobody else.
    """
    if not may(by, Permission.GIVE_ROLES):
        raise NotAllowed
    if by.pk == to.pk and not by.is_superuser:
        raise RefusedError("own_role", _("You can’t give a role to yourself. Ask another administrator."))
    if not to.is_active:
        raise RefusedError("inactive", _("This person may not sign in, so a role would do nothing."))
    if role not in GRANTED:
        raise RefusedError("not_granted", _("Everyone who has signed in is a seeker. Choose another role."))
    if department and not DECLARED[role].by_department:
        raise RefusedError("citywide", _("This role holds in the whole city. Leave the department empty."))
    if ends_on and ends_on < timezone.localdate():
        raise RefusedError("ended", _("The last day has passed. Choose today or a later day."))
    RoleGrant.objects.lapsed().filter(user=to, role=role, department=department, origin=RoleGrant.Origin.HAND).update(
        taken_at=timezone.now(), taken_by=by, taken_reason=_("Its last day had passed; it was given anew.")
    )
    grant = _insert(user=to, role=role, by=by, reason=reason, department=department, ends_on=ends_on)
    emails.role_given(grant)
    return grant


def _insert(
    *, user: User, role: Role, by: User, reason: str, department: Department | None, ends_on: date | None
) -> RoleGrant:
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                user=user, role=role, department=department, ends_on=ends_on, reason=_given(reason), given_by=by
            )
    except IntegrityError as error:  # the database alone knows what someone else gave a moment ago
        raise RefusedError("had", _("This person has that role there already.")) from error
    user.forget_access()
    return grant


@transaction.atomic
def take_role(*, grant: RoleGrant, by: User, reason: str) -> RoleGrant:
    """Take a role away. Raises NotAllowed; RefusedError if it was taken meanwhile or nobody would be left to give any.

    Taking away one's own is allowed: giving up a right needs no second person.
    """
    if not may(by, Permission.GIVE_ROLES):
        raise NotAllowed
    if grant.role == Role.ADMINISTRATOR:
        keep_an_administrator(without=[grant.pk])
    taken = RoleGrant.objects.filter(pk=grant.pk, taken_at=None).update(
        taken_at=timezone.now(), taken_by=by, taken_reason=_given(reason)
    )
    if not taken:
        raise RefusedError("taken", _("Someone else has taken this role away meanwhile."))
    grant.user.forget_access()
    if by.pk == grant.user_id:
        by.forget_access()
    grant.refresh_from_db()
    emails.roles_taken(grant.user, [grant.pk])
    return grant


@transaction.atomic
def end_roles(*, of: User, by: User, reason: str) -> int:
    """Take all roles of a person away, as when an employment ends or an account is deleted. Returns how many.

    Raises RefusedError if nobody would be left to give any.
    """
    grants = RoleGrant.objects.filter(user=of, taken_at=None)
    administrators = [grant.pk for grant in grants if grant.role == Role.ADMINISTRATOR]
    if administrators:
        keep_an_administrator(without=administrators)
    pks = [grant.pk for grant in grants]
    taken = grants.update(taken_at=timezone.now(), taken_by=by, taken_reason=_given(reason))
    emails.roles_taken(of, pks)
    of.forget_access()
    return taken


def keep_an_administrator(*, without: list[int]) -> None:
    """Raise RefusedError if there would be no lasting administrator without these grants. Call it in a transaction.

    The rows are locked, so that two people who take each other's role away at one moment can't both succeed.
    """
    lasting = RoleGrant.objects.lasting_administrators().select_for_update(of=("self",)).order_by("pk")
    left = [pk for pk in lasting.values_list("pk", flat=True) if pk not in without]
    of_people = set(RoleGrant.objects.filter(pk__in=without).values_list("user", flat=True))
    if not left and not User.objects.filter(is_active=True, is_superuser=True).exclude(pk__in=of_people).exists():
        raise RefusedError(
            "last_administrator",
            _("This is the last administrator without a last day. Make someone else an administrator first."),
        )


def keep_somebody_beside(person: User) -> None:
    """Raise RefusedError if nobody but this person could give roles. Call it in the transaction that lets them go."""
    others = RoleGrant.objects.lasting_administrators().exclude(user=person)
    superusers = User.objects.filter(is_active=True, is_superuser=True).exclude(pk=person.pk)
    # Read with locks: of two people who let each other go at one moment, one is refused.
    if not [*others.select_for_update(of=("self",)), *superusers.select_for_update()]:
        raise RefusedError(
            "last_administrator",
            _("Nobody else could give roles then. Make someone else an administrator first."),
        )


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValueError("A role is given and taken for a reason.")
    return reason.strip()
