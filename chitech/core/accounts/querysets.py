"""The read vocabulary of people, their roles and their employments."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, Value
from django.utils import timezone

from chitech.core.accounts.access import may, places
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
        """Those that hold on a day (today if not given). The last day still counts.

        What someone was given before they left the city does not hold after that (docs/adr/0056).
        """
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), taken_at=None).exclude(_left_behind(before=day))

    def lapsed(self, on: date | None = None) -> Self:
        """Those whose last day has passed and which nobody has taken away."""
        return self.filter(ends_on__lt=on or timezone.localdate(), taken_at=None)

    def left_behind(self, before: date | None = None) -> Self:
        """Those that nobody has taken away and that do not hold any more, because their person has left the city."""
        return self.filter(_left_behind(before=before or timezone.localdate()), taken_at=None)

    def lasting_administrators(self) -> Self:
        """What keeps the portal in somebody's hands: administrators without a last day who may sign in and stay."""
        lasting = self.filter(role=Role.ADMINISTRATOR, taken_at=None, ends_on=None, user__is_active=True)
        return lasting.exclude(_left_behind(before=None))


def _left_behind(*, before: date | None) -> Q:
    """Grants whose person left the city after getting them, before a day (None: will have left, some day).

    A role of the city's sign-on follows the employment: it holds for nobody who has left and not come back.
    """
    employments = apps.get_model("accounts", "Employment").objects
    gone: Any = employments.departures().filter(user=OuterRef("user"))
    back: Any = employments.current(before).filter(user=OuterRef("user"))
    if before:
        gone = gone.filter(ends_on__lt=before)
    given_on = Func(
        Value(timezone.get_default_timezone_name()),
        OuterRef("given_at"),
        template="timezone(%(expressions)s)::date",
        output_field=models.DateField(),
    )
    since = Exists(gone.filter(ends_on__gte=given_on))
    return Q(since) | Q(Exists(gone), ~Exists(back), origin="sign_on")


class EmploymentQuerySet(models.QuerySet["Employment"]):
    """Posts of people in the city."""

    def current(self, on: date | None = None) -> Self:
        """Those in which a person is on a day (today if not given)."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def not_ended(self, on: date | None = None) -> Self:
        """Those whose last day has not passed on a day (today if not given); those that begin later, too."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on or timezone.localdate()))

    def departures(self) -> Self:
        """Ends of employments, of people with an account, after which they were in no post on the next day."""
        following = self.model._default_manager.filter(  # noqa: SLF001
            Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")),
            user=OuterRef("user"),
            starts_on__lte=OuterRef("ends_on") + timedelta(days=1),
        )
        return self.filter(~Exists(following), ends_on__isnull=False, user__isnull=False)

    def led_by(self, person: "User | AnonymousUser") -> Self:
        """The posts of those whose manager on the payroll this person is, in a post of today. Not their own."""
        if not person.is_authenticated:
            return self.none()
        own = self.model._default_manager.current().filter(user=person)  # noqa: SLF001
        return self.filter(manager_employee_id__in=own.values("employee_id")).exclude(user=person)

    def about(self, words: str) -> Self:
        """Those in whose name, number, email, title or department each of these words stands, in any case."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(employee_id__icontains=word)
                | Q(email__icontains=word)
                | Q(title_code__icontains=word)
                | Q(title_name__icontains=word)
                | Q(department__name__icontains=word)
            )
        return found

    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """Those of the departments whose employments a person may read, and their own."""
        where = places(person, Permission.READ_EMPLOYMENTS)
        if where is None:
            return self.all()
        return self.filter(Q(user=person) | Q(department__in=where)) if person.is_authenticated else self.none()
