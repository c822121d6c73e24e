"""The read vocabulary of people, their roles and their employments."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chitech.core.accounts.access import may
from chitech.core.accounts.roles import Permission, Role

SYSTEM_EMAIL = "system@chitech.invalid"

if TYPE_CHECKING:
    from chitech.core.accounts.models import Employment, RoleGrant, User  # noqa: F401


class UserQuerySet(models.QuerySet["User"]):
    """People."""

    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """Everyone for who may read people; else oneself."""
        if may(person, Permission.READ_PEOPLE):
            return self.exclude(email=SYSTEM_EMAIL)
        return self.filter(pk=person.pk) if person.is_authenticated else self.none()

    def about(self, words: str) -> Self:
        """Those in whose name or address each of these words stands, in any case of letters."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return found

    def with_live_roles(self) -> Self:
        """Each person with `live_grants`, in two queries for all of them."""
        grants = apps.get_model("accounts", "RoleGrant").objects.live().select_related("department").order_by("role")
        return self.prefetch_related(models.Prefetch("grants", grants, to_attr="live_grants"))


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Roles that were given."""

    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """All for who may read people; else a person's own."""
        if may(person, Permission.READ_PEOPLE):
            return self.all()
        return self.filter(user=person) if person.is_authenticated else self.none()

    def live(self, on: date | None = None) -> Self:
        """Those that hold on a day (today if not given). The last day still counts."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), taken_at=None)

    def lapsed(self, on: date | None = None) -> Self:
        """Those whose last day has passed and which nobody has taken away."""
        return self.filter(ends_on__lt=on or timezone.localdate(), taken_at=None)

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
