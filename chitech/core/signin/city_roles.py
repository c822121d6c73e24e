"""Roles that follow the city's groups, and the employment that belongs to whoever signed in."""

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from chitech.core.accounts.actions import keep_an_administrator
from chitech.core.accounts.employments import link_employments
from chitech.core.accounts.errors import RefusedError
from chitech.core.accounts.models import Department, RoleGrant, User
from chitech.core.accounts.roles import DECLARED, Role
from chitech.core.signin.city import Claims

REASON = "The city's sign-on says so."
GONE = "The city's sign-on no longer says so."
EVERYONE = "*"
_OWN_DEPARTMENT = "department"
log = structlog.get_logger("chitech.signin")


@transaction.atomic
def follow(*, user: User, claims: Claims) -> None:
    """Give what the groups give, and take what only they gave before and give no longer. Nothing given by hand changes.

    A second sign-in at the same moment waits: the person's row is locked first.
    """
    User.objects.select_for_update().get(pk=user.pk)
    _claim_employment(user, claims)
    wanted = set(_wanted(claims))
    grants = RoleGrant.objects.filter(user=user, origin=RoleGrant.Origin.SIGN_ON, taken_at=None)
    held = {(Role(grant.role), grant.department_id): grant for grant in grants}
    for key in wanted - held.keys():
        _give(user, *key)
    for key in held.keys() - wanted:
        _take(held[key])
    user.forget_access()


def roles_named(groups: frozenset[str]) -> list[tuple[Role, bool]]:
    """The roles that OIDC_GROUP_ROLES gives to these groups, and whether for the person's own department alone."""
    found = []
    for group, named in settings.OIDC_GROUP_ROLES.items():
        if group == EVERYONE or group in groups:
            role, _at, where = named.partition("@")
            found.append((Role(role), where == _OWN_DEPARTMENT and DECLARED[Role(role)].by_department))
    return found


def _wanted(claims: Claims) -> list[tuple[Role, int | None]]:
    """Roles with the department in which each holds (None: the whole city).

    A role for one's own department is not given where the claim names no department that we know: never wider instead.
    """
    named = claims.department
    own = Department.objects.filter(Q(name__iexact=named) | Q(slug=slugify(named))).first() if named else None
    wanted: list[tuple[Role, int | None]] = []
    for role, in_own_department in roles_named(claims.groups):
        if not in_own_department:
            wanted.append((role, None))
        elif own is not None:
            wanted.append((role, own.pk))
        else:
            log.warning("city_department_unknown", role=role.value)
    return wanted


def _claim_employment(user: User, claims: Claims) -> None:
    """The payroll's record of this employee, if nobody's account has it yet."""
    link_employments(user, employee_id=claims.employee_id)


def _give(user: User, role: Role, department_id: int | None) -> None:
    RoleGrant.objects.create(
        user=user,
        role=role,
        department_id=department_id,
        origin=RoleGrant.Origin.SIGN_ON,
        reason=REASON,
        given_by=User.objects.system(),
    )


def _take(grant: RoleGrant) -> None:
    """The portal's last administrator keeps the role until there is another one."""
    if grant.role == Role.ADMINISTRATOR:
        try:
            keep_an_administrator(without=[grant.pk])
        except RefusedError:
            log.warning("city_last_administrator", user=grant.user_id)
            return
    RoleGrant.objects.filter(pk=grant.pk, taken_at=None).update(
        taken_at=timezone.now(), taken_by=User.objects.system(), taken_reason=GONE
    )
