"""What a department or a team may spend on seats in a fiscal year, and what of it is used and asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from chitech.core.accounts.access import may
from chitech.core.accounts.models import Department, Employment, User
from chitech.core.accounts.roles import Permission
from pathways.profiles.posts import posts_of
from training.choices import State
from training.errors import NotAllowed
from training.invitations import city_zone
from training.models import Enrollment, TrainingBudget

# A seat that was taken costs the city, whether somebody came or not.
USED = (State.ENROLLED, State.ATTENDED, State.PARTLY, State.NO_SHOW, State.COMPLETED)
ASKED_FOR = (State.REQUESTED, State.WAITLISTED, State.OFFERED)


def fiscal_year_of(day: date) -> int:
    """The fiscal year of a day, named by the calendar year in which it ends (settings: its first month)."""
    first: int = settings.FISCAL_YEAR_FIRST_MONTH
    return day.year + (first > 1 and day.month >= first)


def this_fiscal_year() -> int:
    return fiscal_year_of(timezone.localdate(timezone=city_zone()))


def fiscal_year_of_place(enrollment: Enrollment) -> int:
    """The year whose budget a seat is paid from: that in which the session begins, else that in which one asked."""
    starts = enrollment.session.starts if enrollment.session else None
    return fiscal_year_of(timezone.localdate(starts or enrollment.asked, city_zone()))


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of a fiscal year and that of the next one, by the city's clock."""
    first: int = settings.FISCAL_YEAR_FIRST_MONTH
    begins = year - (first > 1)
    since, until = (datetime.combine(date(each, first, 1), time(), city_zone()) for each in (begins, begins + 1))
    return since, until


@dataclass(frozen=True)
class Standing:
    """A budget with what its people's seats cost: `used` are taken, `asked_for` are requests, offers and places in
    line. All in cents.
    """

    budget: TrainingBudget
    used: int
    asked_for: int

    @property
    def amount(self) -> int:
        return self.budget.amount_cents

    @property
    def left(self) -> int:
        """What no seat has used; below 0 where more is used than there is."""
        return self.amount - self.used

    @property
    def over(self) -> int:
        return max(0, -self.left)

    @property
    def would_be_over(self) -> int:
        """By how much it would be over if everything that is asked for were given."""
        return max(0, self.used + self.asked_for - self.amount)

    def over_with(self, cents: int) -> int:
        """By how much one more seat at a price would bring it over; 0 if it fits."""
        return max(0, self.used + cents - self.amount)

    @property
    def widths(self) -> tuple[int, int]:
        """How much of a bar of 100 is used, and how much of it is asked for. The bar ends where the budget ends."""
        whole = max(1, self.amount)
        used = min(100, round(100 * self.used / whole))
        return used, min(100 - used, round(100 * self.asked_for / whole))


def standings(budgets: Q, year: int) -> list[Standing]:
    """Budgets of a fiscal year with what stands against them: one query, however many they are."""
    rows = TrainingBudget.objects.filter(budgets, fiscal_year=year).select_related("department", "leader", "set_by")
    rows = rows.annotate(used=_cost_of(USED, year), asked_for=_cost_of(ASKED_FOR, year))
    found = rows.order_by("department__name", "leader__name", "pk")
    return [Standing(each, each.used, each.asked_for) for each in found]


def _cost_of(states: Sequence[State], year: int) -> Coalesce:
    """What places of a budget's people cost in a year. People and prices are those of today."""
    posts = Employment.objects.current().order_by()
    there = posts.filter(user__isnull=False, department=OuterRef(OuterRef("department")))
    own = posts.filter(user=OuterRef(OuterRef(OuterRef("leader")))).values("employee_id")
    led = posts.filter(user__isnull=False, manager_employee_id__in=own).exclude(user=OuterRef(OuterRef("leader")))
    sums = [Subquery(_sum(states, year, people.values("user"))) for people in (there, led)]
    of_department, of_team = (Coalesce(each, 0, output_field=BigIntegerField()) for each in sums)
    return Coalesce(of_department + of_team, 0, output_field=BigIntegerField())


def _sum(states: Sequence[State], year: int, people: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    since, until = bounds(year)
    places = Enrollment.objects.filter(user__in=people, state__in=states).order_by()
    places = places.annotate(day=Coalesce("session__starts", "asked")).filter(day__gte=since, day__lt=until)
    total = Func(F("course__cost_cents"), function="SUM", output_field=BigIntegerField())
    return places.annotate(total=total).values("total")


@dataclass(frozen=True)
class Covering:
    """Which budgets stand for a manager's people."""

    mine: Sequence[Standing]
    by_place: dict[int, Standing]


def covering(user: User, places: Sequence[Enrollment]) -> Covering:
    """The manager's own budgets of this year, and for each place the one that it would be paid from: the team's, else
    the department's. Four queries, however many places there are.
    """
    posts = posts_of({each.user_id for each in places} | {user.pk})
    numbers = {post.manager_employee_id for post in posts.values()} - {""}
    leaders = dict(
        Employment.objects.current()
        .filter(employee_id__in=numbers, user__isnull=False)
        .order_by("pk")
        .values_list("employee_id", "user_id")
    )
    own = posts.get(user.pk)
    departments = {post.department_id for post in posts.values()}
    wanted = Q(leader__in={*leaders.values(), user.pk}) | Q(department__in=departments)
    this = this_fiscal_year()
    by_year = {year: standings(wanted, year) for year in (this, this + 1)}
    found: dict[int, Standing] = {}
    for place in places:
        post = posts.get(place.user_id)
        rows = by_year.get(fiscal_year_of_place(place), []) if post else []
        of_team = [each for each in rows if post and each.budget.leader_id == leaders.get(post.manager_employee_id, 0)]
        of_department = [each for each in rows if post and each.budget.department_id == post.department_id]
        if one := (*of_team, *of_department)[:1]:
            found[place.pk] = one[0]
    mine = [
        each
        for each in by_year[this]
        if each.budget.leader_id == user.pk or (own is not None and each.budget.department_id == own.department_id)
    ]
    return Covering(mine, found)


@transaction.atomic
def set_budget(
    *, by: User, fiscal_year: int, amount_cents: int, department: Department | None = None, leader: User | None = None
) -> TrainingBudget:
    """Set what a department or a team may spend in a fiscal year; again to change it. Raises NotAllowed; ValueError
    where it is not for one of the two.
    """
    if not may(by, Permission.SET_TRAINING_BUDGETS):
        raise NotAllowed(None, "set_budget")
    if (department is None) == (leader is None):
        raise ValueError("A budget is either a department's or a team's.")
    says = {"amount_cents": amount_cents, "set_at": timezone.now(), "set_by": by}
    found, _is_new = TrainingBudget.objects.update_or_create(
        department=department, leader=leader, fiscal_year=fiscal_year, defaults=says
    )
    return found


@transaction.atomic
def remove_budget(*, budget: TrainingBudget, by: User) -> None:
    """Nothing is said about this year any more. Raises NotAllowed."""
    if not may(by, Permission.SET_TRAINING_BUDGETS):
        raise NotAllowed(None, "remove_budget")
    TrainingBudget.objects.filter(pk=budget.pk).delete()


def years_to_choose(there: Iterable[int] = ()) -> list[int]:
    """Years with a budget, this one and the next, the newest first."""
    this = this_fiscal_year()
    return sorted({*there, this, this + 1}, reverse=True)
