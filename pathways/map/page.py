"""What the page of the map shows to one person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from pathways import hooks
from pathways.map import filters, kept
from pathways.map.filters import Asked
from pathways.map.graph import Graph, Station
from pathways.map.shown import Shown
from pathways.models import Profile
from pathways.profiles.querysets import levels_of

# What an address can ask for; all else in it changes nothing.
ASKED = frozenset({"q", "family", "level", "openings", "skills", "view"})


@dataclass(frozen=True, slots=True)
class MapPage:
    """The page. `count` of the titles are shown, of `total`; `here` is the person's own, if they have one.

    `knows_skills`: the person has skill records, so that titles can be compared with them.
    """

    asked: Asked
    graph: Graph
    svg: SafeString | None
    listing: SafeString
    count: int
    total: int
    openings: int
    here: Station | None
    knows_skills: bool

    @property
    def levels(self) -> list[tuple[int, str]]:
        return list(self.graph.levels.items())


def build(data: QueryDict, user: Any, day: date) -> MapPage:
    """The page for what an address asks for. Openings are those of this moment."""
    found = kept.career_map(day)
    asked = Asked.read(data, found.graph)
    stations = found.graph.stations
    facts = hooks.title_facts([station.pk for station in stations], with_links=False, only="openings")
    openings = {pk: fact.count for pk, each in facts.items() for fact in each}
    here, known = _of_person(user)
    skills = filters.skills_shared(stations, known)
    only = filters.chosen(asked, found.graph, day=day, openings=openings, skills=skills)
    shown = Shown(only, openings, here, skills)
    return MapPage(
        asked,
        found.graph,
        None if asked.as_list else found.drawing.svg(shown),
        found.listing.html(shown),
        count=len(stations) if only is None else len(only),
        total=len(stations),
        openings=sum(openings.values()),
        here=found.drawing.words.by_pk.get(here or 0),
        knows_skills=bool(known),
    )


def _of_person(user: Any) -> tuple[int | None, dict[int, int]]:
    """The title where a person stands, and the skills that they have, by level. Two queries; none for a stranger."""
    if not user.is_authenticated:
        return None, {}
    here = Profile.objects.filter(user=user).values_list("title", flat=True).first()
    return here, levels_of([user.pk])[user.pk]
