"""What of the map is asked for: an address becomes clean values, and these become the stations that are shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from chitech.core.search.query import clean
from pathways.map.graph import Graph, Station
from pathways.models import Revision, Title, TitleAlias


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of the map. Those of one kind widen each other, those of different kinds narrow."""

    q: str = ""
    families: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset()
    has_openings: bool = False
    shares_skills: bool = False
    as_list: bool = False

    @classmethod
    def read(cls, data: QueryDict, graph: Graph) -> "Asked":
        """From an address. What the vocabulary does not know is left out."""
        slugs = {line.slug for line in graph.lines}
        numbers = {str(level): level for level in graph.levels}
        return cls(
            q=data.get("q", "").replace("\0", "")[:200].strip(),
            families=frozenset(slugs.intersection(data.getlist("family"))),
            levels=frozenset(numbers[each] for each in data.getlist("level") if each in numbers),
            has_openings=data.get("openings") == "1",
            shares_skills=data.get("skills") == "mine",
            as_list=data.get("view") == "list",
        )

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.families or self.levels or self.has_openings or self.shares_skills)


def chosen(
    asked: Asked, graph: Graph, *, day: date, openings: Mapping[int, int], skills: Mapping[int, tuple[int, int]]
) -> set[int] | None:
    """The stations that are asked for; None for all. One query, and that only where words are asked for."""
    if not asked.narrows:
        return None
    called = titles_called(asked.q, day) if asked.q else None
    return {
        station.pk
        for line in graph.lines
        if not asked.families or line.slug in asked.families
        for station in line.stations
        if (not asked.levels or station.level in asked.levels)
        and (called is None or station.pk in called)
        and (not asked.has_openings or openings.get(station.pk))
        and (not asked.shares_skills or _is_half(skills.get(station.pk)))
    }


def _is_half(known_of_asked: tuple[int, int] | None) -> bool:
    """Half of the skills that are asked for, or more: one alone, such as clear writing, most titles have in common."""
    return known_of_asked is not None and 2 * known_of_asked[0] >= known_of_asked[1]


def skills_shared(stations: Collection[Station], known: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many of the skills that each title asks for a person has at any level, and how many it asks for."""
    found: dict[int, tuple[int, int]] = {}
    for station in stations if known else ():
        n = sum(need.skill_id in known for need in station.needs)
        if n:
            found[station.pk] = n, len(station.needs)
    return found


def titles_called(q: str, day: date) -> set[int]:
    """The titles that each of the words names somehow: by name, code or an old or everyday word. One query."""
    revisions = Revision.objects.in_force_on(day)
    found: Any = Title.objects.filter(pk__in=revisions.order_by().values("title"))
    for word in clean(q)[0].split():
        called = TitleAlias.objects.filter(name__icontains=word).values("title")
        says = revisions.filter(name__icontains=word).order_by().values("title")
        found = found.filter(Q(pk__in=says) | Q(code__istartswith=word) | Q(pk__in=called))
    return set(found.order_by().values_list("pk", flat=True))
