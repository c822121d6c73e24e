"""The write vocabulary of employments: which account they belong to, when they end, and what ends with them.

What a person may do follows from dates in the query, at once and by itself (docs/adr/0056). What is done here
besides is tidying up: roles that no longer hold are taken away on record, sessions end.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import pghistory
from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.actions import keep_an_administrator
from chitech.core.accounts.errors import NotAllowed, RefusedError
from chitech.core.accounts.models import Employment, RoleGrant, User
from chitech.core.accounts.roles import Permission
from chitech.core.accounts.sessions import end_sessions

# For how many days after somebody's last day the clock still looks for sessions that began before.
_LOOK_BACK_DAYS = 7


@dataclass(frozen=True)
class Followed:
    """What ended with employments."""

    roles: int = 0
    sessions: int = 0


@transaction.atomic
def end_employment(*, employment: Employment, by: User, on: date, reason: str) -> Employment:
    """Say on which day a post ends (the day still counts). From the next day on its person's roles and sessions end.

    Raises NotAllowed, and RefusedError for a day before the first one, for a post that has ended, for a superuser, and
    if nobody would be left to give roles.
    """
    if not may(by, Permission.IMPORT_STAFF):
        raise NotAllowed
    if not reason.strip():
        raise ValueError("An employment is ended for a reason.")
    current = Employment.objects.select_for_update(of=("self",)).select_related("user").get(pk=employment.pk)
    if not current.is_ending_open():
        raise RefusedError("ended", _("This post has ended already. Look at the page again."))
    if on < current.starts_on:
        raise RefusedError("before_start", _("The last day is before the first day."))
    with pghistory.context(reason=reason.strip()):
        current.ends_on = on
        current.save(update_fields=["ends_on"])
        if current.user is not None:
            _check_leaving(current.user)
            current.user.forget_access()
            follow(people=[current.user.pk], by=by)
    return current


def _check_leaving(person: User) -> None:
    """Raise RefusedError if this person can't leave like that. Call it in the transaction that wrote the last day."""
    if not Employment.objects.departures().filter(user=person).exists():
        return
    if person.is_superuser and person.is_active:
        raise RefusedError("superuser", _("This person is a superuser. Take that away on the admin site first."))
    administrators = RoleGrant.objects.filter(user=person, role="administrator", taken_at=None)
    if administrators.exists():
        keep_an_administrator(without=list(administrators.values_list("pk", flat=True)))


def held_back(leaving: Collection[int]) -> dict[int, str]:
    """Of people who would leave the city together, those whose leaving must be seen to by hand, each with the reason.

    Writes nothing. The rows of administrators are locked, so that nobody takes the other one's role meanwhile.
    """
    if not leaving:
        return {}
    supers = User.objects.filter(is_active=True, is_superuser=True)
    held = {pk: str(_("a superuser")) for pk in supers.filter(pk__in=leaving).values_list("pk", flat=True)}
    lasting = RoleGrant.objects.lasting_administrators().select_for_update(of=("self",)).order_by("pk")
    administrators = set(lasting.values_list("user", flat=True))
    if administrators and administrators <= set(leaving) and not supers.exists():
        held |= dict.fromkeys(administrators, str(_("the last administrator")))
    return held


def follow(*, people: Collection[int], by: User) -> Followed:
    """End sessions and all roles of those of these people who have left the city. Call it in a transaction.

    All of them: a payroll may tell in March who left in January, and nobody meant what was given in February for them.
    """
    if not people:
        return Followed()
    today = timezone.localdate()
    left = Employment.objects.departures().filter(ends_on__lt=today, user__in=people)
    gone = set(left.values_list("user", flat=True)) - set(
        Employment.objects.current(today).filter(user__in=people).values_list("user", flat=True)
    )
    roles = _take(RoleGrant.objects.filter(user__in=gone, taken_at=None), by)
    return Followed(roles=roles, sessions=end_sessions(gone))


@transaction.atomic
def follow_departures(*, by: User) -> Followed:
    """For the clock: end roles and sessions of those whose last day has passed since."""
    today = timezone.localdate()
    roles = _take(RoleGrant.objects.left_behind(), by)
    lately = Employment.objects.departures().filter(
        ends_on__lt=today, ends_on__gte=today - timedelta(days=_LOOK_BACK_DAYS)
    )
    by_day: dict[date, set[int]] = defaultdict(set)
    for person, day in lately.values_list("user", "ends_on"):
        if person and day:
            by_day[day].add(person)
    # Who has left may come back as a person who looks for work: only what began before the last day's end, ends.
    sessions = sum(end_sessions(people, begun_until=day) for day, people in by_day.items())
    return Followed(roles=roles, sessions=sessions)


def _take(grants: "QuerySet[RoleGrant]", by: User) -> int:
    return grants.update(taken_at=timezone.now(), taken_by=by, taken_reason=_("The last post in the city has ended."))


def link_employments(user: User, *, employee_id: str = "") -> int:
    """Link the posts that are this person's to the account. Returns how many.

    They are a person's by a verified email address that is the work email of exactly one employee of today or of
    days to come; or by the employee ID, if the city's own sign-on said it. A post that has an account keeps it.
    """
    linked = 0
    if employee_id:
        linked = Employment.objects.filter(employee_id=employee_id, user=None).update(user=user)
    linked += _link(EmailAddress.objects.filter(user=user))
    if linked:
        user.forget_access()
    return linked


def link_all() -> int:
    """Link every post that has no account to the one that it belongs to, in a few queries. Returns how many."""
    return _link(EmailAddress.objects.all())


@transaction.atomic
def _link(addresses: "QuerySet[EmailAddress]") -> int:
    unlinked = Employment.objects.not_ended().filter(user=None).exclude(email="").annotate(low=Lower("email"))
    known = addresses.filter(verified=True, user__is_active=True).annotate(low=Lower("email"))
    owners: dict[str, int] = dict(
        known.filter(low__in=unlinked.order_by().values("low")).order_by().values_list("low", "user_id")
    )
    if not owners:
        return 0
    # An address that several people share (a front desk's) says nothing about who somebody is.
    employees: dict[str, set[str]] = defaultdict(set)
    sharing = Employment.objects.not_ended().annotate(low=Lower("email")).filter(low__in=list(owners))
    for low, employee in sharing.order_by().values_list("low", "employee_id"):
        employees[low].add(employee)
    owner_of = {next(iter(some)): owners[low] for low, some in employees.items() if len(some) == 1}
    theirs = list(Employment.objects.select_for_update().filter(employee_id__in=list(owner_of), user=None))
    for one in theirs:
        one.user_id = owner_of[one.employee_id]
    return Employment.objects.bulk_update(theirs, ["user"], batch_size=1_000)
