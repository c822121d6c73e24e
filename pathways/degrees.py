"""How many titles ask for a degree, by family and over time; and the register of what titles ask for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pathways.models import Family, Revision
from pathways.models.titles import DegreeRule

ASKING = (DegreeRule.REQUIRED, DegreeRule.REQUIRED_BY_LAW)


@dataclass(frozen=True)
class FamilyCount:
    """A family: how many titles it has, and what they ask for."""

    family: Family
    titles: int
    required: int
    by_law: int
    preferred: int
    experience: int

    @property
    def none(self) -> int:
        return self.titles - self.required - self.by_law - self.preferred


@dataclass(frozen=True)
class Point:
    """A day, and what titles asked for on it. `asking_by_family`: how many of each field require a degree."""

    day: date
    titles: int
    asking: int
    years: int
    asking_by_family: Mapping[int, int] = field(default_factory=dict)

    @property
    def says(self) -> tuple[int, int, int, Mapping[int, int]]:
        """All but the day."""
        return (self.titles, self.asking, self.years, self.asking_by_family)

    @property
    def percent(self) -> int:
        return round(100 * self.asking / self.titles) if self.titles else 0


def by_family(day: date) -> list[FamilyCount]:
    """What the titles in force on a day ask for. Two queries."""
    counts: Counter[tuple[int, str]] = Counter()
    rows = Revision.objects.in_force_on(day).values_list("title__family", "degree_rule", "experience_months")
    for family, rule, months in rows:
        counts[family, "titles"] += 1
        counts[family, rule] += 1
        counts[family, "experience"] += months > 0
    return [
        FamilyCount(
            family,
            counts[family.pk, "titles"],
            counts[family.pk, DegreeRule.REQUIRED],
            counts[family.pk, DegreeRule.REQUIRED_BY_LAW],
            counts[family.pk, DegreeRule.PREFERRED],
            counts[family.pk, "experience"],
        )
        for family in Family.objects.all()
        if counts[family.pk, "titles"]
    ]


def over_time(today: date, *, quarters: int = 12) -> list[Point]:
    """What titles asked for at the start of each quarter in which that changed, and today. One query."""
    first = today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1)
    days = [first]
    for _step in range(quarters - 1):
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
        days[-1] = days[-1].replace(month=(days[-1].month - 1) // 3 * 3 + 1)
    columns = ("in_force", "degree_rule", "experience_months", "title__family")
    rows = list(Revision.objects.approved().values_list(*columns))
    points = [_point(day, rows) for day in [*reversed(days), today]]
    told = [point for point in points if point.titles]
    return [each for place, each in enumerate(told) if place in {0, len(told) - 1} or each.says != told[place - 1].says]


def _point(day: date, rows: Sequence[tuple[Any, str, int, int]]) -> Point:
    then = [(rule, months, family) for days, rule, months, family in rows if days and day in days]
    asking = Counter(family for rule, _months, family in then if rule in ASKING)
    return Point(day, len(then), asking.total(), sum(bool(months) for _rule, months, _family in then), asking)


def families_over_time(points: Sequence[Point]) -> list[tuple[Family, list[tuple[Point, int]]]]:
    """Fields in which a title required a degree on one of the days, with how many did on each. One query."""
    asked = {pk for point in points for pk in point.asking_by_family}
    families = Family.objects.filter(pk__in=asked)
    return [(each, [(point, point.asking_by_family.get(each.pk, 0)) for point in points]) for each in families]
