"""What is on the map on a day: lines with their stations, and the moves between them."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from chitech.core.design import phrases
from pathways.choices import MoveKind
from pathways.models import Family, Level, Move, Revision, RevisionSkill


class Need(NamedTuple):
    """A skill that a title asks for."""

    skill_id: int
    name: str
    level: int
    is_essential: bool


class Pay(NamedTuple):
    """What a title pays: cents of a US dollar for each `pay_unit`."""

    pay_min_cents: int
    pay_max_cents: int
    pay_unit: str


@dataclass(frozen=True, slots=True)
class Station:
    """A title in force. `line` is the id of its family, `level` 1 to 7, `needs` begin with the essential skills."""

    pk: int
    code: str
    name: str
    line: int
    level: int
    is_management: bool
    pay: str
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """A move between two stations, by their ids. `months`: how long people usually stay before it."""

    origin: int
    destination: int
    kind: str
    months: int
    how: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A family with its stations, from entry to the top."""

    pk: int
    slug: str
    name: str
    letter: str
    color: str
    summary: str
    stations: tuple[Station, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """All of it. `lines` in the order that HR gave the families; only those with a station."""

    lines: tuple[Line, ...]
    levels: dict[int, str]
    hops: tuple[Hop, ...]

    @property
    def stations(self) -> list[Station]:
        return [station for line in self.lines for station in line.stations]


def load(day: date) -> Graph:
    """The map of a day. Five queries."""
    needs: dict[int, list[Need]] = {}
    in_force = Revision.objects.in_force_on(day).order_by()
    asked = RevisionSkill.objects.filter(revision__in=in_force.values("pk")).order_by("-is_essential", "-level", "pk")
    of_skill = ("revision__title", "skill", "skill__name", "level", "is_essential")
    for title, skill, name, skill_level, is_essential in asked.values_list(*of_skill):
        needs.setdefault(title, []).append(Need(skill, name, skill_level, is_essential))
    stations: dict[int, list[Station]] = {}
    rows = in_force.order_by("title__level", "-title__track", "title__code").values_list(
        "title", "title__code", "name", "title__family", "title__level", "title__track",
        "pay_min_cents", "pay_max_cents", "pay_unit",
    )  # fmt: skip
    for pk, code, name, family, level, track, low, high, unit in rows:
        pay = phrases.pay_amount(Pay(low, high, unit))
        station = Station(pk, code, name, family, level, track == "M", pay, tuple(needs.get(pk, ())))
        stations.setdefault(family, []).append(station)
    lines = tuple(
        Line(*columns, stations=tuple(stations[columns[0]]))
        for columns in Family.objects.values_list("pk", "slug", "name", "letter", "color", "summary")
        if columns[0] in stations
    )
    living = {station.pk for line in lines for station in line.stations}
    hops = tuple(
        Hop(*hop)
        for hop in Move.objects.order_by("pk").values_list("origin", "destination", "kind", "typical_months", "how")
        if living.issuperset(hop[:2])
    )
    return Graph(lines, dict(Level.objects.values_list("number", "name")), hops)


def is_ladder(hop: Hop, stations: dict[int, Station]) -> bool:
    """A promotion within a family, upward: what the family's coloured line itself shows."""
    origin, destination = stations[hop.origin], stations[hop.destination]
    return hop.kind == MoveKind.PROMOTION and origin.line == destination.line and origin.level < destination.level
