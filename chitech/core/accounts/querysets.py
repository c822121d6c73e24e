"""The read vocabulary of people, their roles and their employments."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chitech.core.accounts.access import may
from chitech.core.accounts.roles import Permission, Role

if TYPE_CHECKING:
    from chitech.core.accounts.models import Employment, RoleGrant, User  # noqa: F401


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Roles that were given."""

    def live(self, on: date | None = None) -> Self:
        """Those that hold on a day (today if not given). The last day still counts."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), taken_at=None)

    def lasting_administrators(self) -> Self:
        """What keeps the portal in somebody's hands: administrators without a last day who may sign in."""
        return self.filter(role=Role.ADMINISTRATOR, taken_at=None, ends_on=None, user__is_active=True)


class EmploymentQuerySet(models.QuerySet["Employment"]):
    """Posts of people in the city."""

    def current(self, on: date | None = None) -> Self:
        """Those in which a person is on a day (today if not given)."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """All for who may read employments; else a person's own."""
        if may(person, Permission.READ_EMPLOYMENTS):
            return self.all()
        return self.filter(user=person) if person.is_authenticated else self.none()
