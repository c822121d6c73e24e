"""What the page of the map shows to one person."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.safestring import SafeString

from pathways import hooks
from pathways.map import filters, kept
from pathways.map.filters import Asked
from pathways.map.graph import Station
from pathways.map.shown import Shown
from pathways.models import Profile
from pathways.profiles.querysets import levels_of

# What an address can ask for; all else in it changes nothing.
ASKED = frozenset({"q", "family", "level", "openings", "skills", "view"})


class Field(NamedTuple):
    """A family as a filter names it, without its titles."""

    slug: str
    name: str
    letter: str
    color: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """What stands around the map. `count` of the titles are shown, of `total`; `here` is the person's own, if any.

    `knows_skills`: the person has skill records, so that titles can be compared with them. Nothing large is in it:
    Django's contexts are circles, and what they hold stays until garbage is looked for.
    """

    asked: Asked
    fields: list[Field]
    levels: list[tuple[int, str]]
    count: int
    total: int
    openings: int
    here: Station | None
    knows_skills: bool

    @property
    def is_drawn(self) -> bool:
        return not self.asked.as_list


def build(data: QueryDict, user: Any, day: date) -> tuple[MapPage, dict[str, SafeString]]:
    """The page for what an address asks for, and its large pieces. Openings are those of this moment."""
    found = kept.career_map(day)
    asked = Asked.read(data, found.graph)
    stations = found.graph.stations
    facts = hooks.title_facts([station.pk for station in stations], with_links=False, only="openings")
    openings = {pk: fact.count for pk, each in facts.items() for fact in each}
    here, known = _of_person(user)
    skills = filters.skills_shared(stations, known)
    only = filters.chosen(asked, found.graph, day=day, openings=openings, skills=skills)
    shown = Shown(only, openings, here, skills)
    page = MapPage(
        asked,
        [Field(line.slug, line.name, line.letter, line.color) for line in found.graph.lines],
        list(found.graph.levels.items()),
        count=len(stations) if only is None else len(only),
        total=len(stations),
        openings=sum(openings.values()),
        here=found.drawing.words.by_pk.get(here or 0),
        knows_skills=bool(known),
    )
    return page, {
        "drawing": found.drawing.svg(shown) if page.is_drawn else SafeString(),
        "listing": found.listing.html(shown),
    }


def _of_person(user: Any) -> tuple[int | None, dict[int, int]]:
    """The title where a person stands, and the skills that they have, by level. Two queries; none for a stranger."""
    if not user.is_authenticated:
        return None, {}
    here = Profile.objects.filter(user=user).values_list("title", flat=True).first()
    return here, levels_of([user.pk])[user.pk]
