"""What one person may do, and where: asked by querysets, tables of moves, navigation and templates alike.

Read once for a person and kept on them, in one query. `docs/roles.md` says it for people to read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Value
from django.utils import timezone

from chitech.core.accounts.roles import CITYWIDE_ONLY, DECLARED, Permission, Role, roles_with

if TYPE_CHECKING:
    from chitech.core.accounts.models import User

# Where a permission holds: None in the whole city, else the primary keys of departments (none of them: nowhere).
type Places = frozenset[int] | None
type Person = "User | AnonymousUser"
# Who and when in a statement that is put into words once: no person has the one, no city the other.
_SOMEBODY, _SOME_DAY = -1, date.min
EVERYWHERE: Places = None
NOWHERE: Places = frozenset()


@dataclass(frozen=True)
class Access:
    """A person's roles, and where each holds."""

    roles: Mapping[Role, Places] = field(default_factory=dict)

    def places(self, permission: Permission) -> Places:
        """Where the person may do this: EVERYWHERE, or in these departments."""
        found: set[int] = set()
        for role, where in self.roles.items():
            if permission in DECLARED[role].permissions:
                if where is None:
                    return EVERYWHERE
                found |= where
        return NOWHERE if permission in CITYWIDE_ONLY else frozenset(found)

    @property
    def needs_mfa(self) -> bool:
        """Whether one of the roles is only for who signs in with a second factor."""
        return any(DECLARED[role].needs_mfa for role in self.roles)


def access_of(person: "User") -> Access:
    """Read what a person is. A superuser is always an administrator, so that a new portal has a first one."""
    if not person.is_active:
        return Access()
    sql, params = _statement(timezone.get_default_timezone_name())
    meant: dict[Any, Any] = {_SOMEBODY: person.pk, _SOME_DAY: timezone.localdate()}
    roles: dict[Role, Places] = {Role.SEEKER: EVERYWHERE}
    with connection.cursor() as cursor:
        cursor.execute(sql, [meant.get(each, each) for each in params])
        for role, department in cursor.fetchall():
            _add(roles, Role(role), department)
    if person.is_superuser:
        roles[Role.ADMINISTRATOR] = EVERYWHERE
    return Access(roles)


@cache
def _statement(_zone: str) -> tuple[str, tuple[Any, ...]]:
    """What `access_of` asks, with stand-ins for the person and the day.

    Every page of everyone signed in asks it, and putting it into words takes ten times as long as answering it, so
    that is done once a process (and zone of the city, which is one of the words).
    """
    grants = apps.get_model("accounts", "RoleGrant").objects.live(_SOME_DAY).filter(user=_SOMEBODY)
    employments = apps.get_model("accounts", "Employment").objects.current(_SOME_DAY).filter(user=_SOMEBODY)
    posts = employments.order_by().values_list(Value(Role.STAFF.value), "department_id")
    rows = grants.order_by().values_list("role", "department_id").union(posts, all=True).order_by()
    return rows.query.sql_with_params()


def _add(roles: dict[Role, Places], role: Role, department: int | None) -> None:
    had = roles.get(role, NOWHERE)
    roles[role] = EVERYWHERE if department is None or had is None else had | {department}


def may(person: "Person", permission: Permission, *, department: int | None = None) -> bool:
    """Whether a person may do this: in the department with that primary key, or, without one, anywhere at all."""
    where = places(person, permission)
    return where is None or (department in where if department is not None else bool(where))


def places(person: "Person", permission: Permission) -> Places:
    """Where a person may do this. A stranger may do nothing anywhere."""
    if isinstance(person, AnonymousUser) or not person.is_active:
        return NOWHERE
    return person.access.places(permission)


def who_may(permission: Permission, people: Iterable[int]) -> set[int]:
    """Those among people (by their numbers) who may do this anywhere. Three queries, however many they are."""
    asked = set(people)
    if not asked:
        return set()
    roles = roles_with(permission)
    grants = apps.get_model("accounts", "RoleGrant").objects.live().filter(user__in=asked, role__in=roles)
    if permission in CITYWIDE_ONLY:
        grants = grants.filter(department=None)
    found = set(grants.order_by().values_list("user_id", flat=True))
    if Role.STAFF in roles and permission not in CITYWIDE_ONLY:
        posts = apps.get_model("accounts", "Employment").objects.current().filter(user__in=asked)
        found |= set(posts.order_by().values_list("user_id", flat=True))
    users = apps.get_model("accounts", "User").objects.filter(pk__in=asked)
    active = dict(users.values_list("pk", "is_superuser").filter(is_active=True))
    if Role.ADMINISTRATOR in roles:
        found |= {pk for pk, is_superuser in active.items() if is_superuser}
    return found & active.keys()


def has_role(person: "Person", role: Role) -> bool:
    """Whether a person is this, anywhere. For words on pages; what they may do is asked with `may`."""
    return not isinstance(person, AnonymousUser) and role in person.access.roles
