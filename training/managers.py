"""Who decides on a person's request, and who runs training: numbers of accounts, in few queries."""

from django.db.models import QuerySet

from chitech.core.accounts.models import Employment, RoleGrant, User
from chitech.core.accounts.roles import Permission, roles_with


def managers_of(user: User) -> list[int]:
    """The person's managers of today who have an account."""
    return _accounts(_leaders(Employment.objects.current().filter(user=user)), without=user)


def managers_above(user: User) -> list[int]:
    """The managers of the person's managers."""
    return _accounts(_leaders(_leaders(Employment.objects.current().filter(user=user))), without=user)


def who_decides(user: User) -> list[int]:
    """The manager; where nobody leads the person, who runs training."""
    return managers_of(user) or [pk for pk in coordinators() if pk != user.pk]


def who_decides_late(user: User) -> list[int]:
    """To whom a request goes when its time is over: one level up, and to who runs training."""
    return list(dict.fromkeys([*managers_above(user), *(pk for pk in coordinators() if pk != user.pk)]))


def coordinators() -> list[int]:
    """All who run training."""
    grants = RoleGrant.objects.live().filter(
        role__in=roles_with(Permission.RUN_TRAINING), department=None, user__is_active=True
    )
    return list(grants.order_by("user").values_list("user", flat=True).distinct())


def _leaders(posts: "QuerySet[Employment]") -> "QuerySet[Employment]":
    numbers = posts.exclude(manager_employee_id="").order_by().values("manager_employee_id")
    return Employment.objects.current().filter(employee_id__in=numbers)


def _accounts(posts: "QuerySet[Employment]", *, without: User) -> list[int]:
    found = posts.filter(user__is_active=True).exclude(user=without).order_by("user")
    return list(found.values_list("user_id", flat=True).distinct())
