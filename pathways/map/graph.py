"""What is on the map on a day: lines with their stations, and the moves between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from chitech.core.design import phrases
from pathways.choices import MoveKind
from pathways.models import Family, Level, Move, Revision, RevisionSkill

type Statement = tuple[str, tuple[Any, ...]]

_SOME_DAY = date.min


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


class Station(NamedTuple):
    """A title in force. `line` is the id of its family, `level` 1 to 7, `needs` begin with the essential skills."""

    pk: int
    code: str
    name: str
    line: int
    level: int
    is_management: bool
    pay: str
    needs: tuple[Need, ...] = ()


class Hop(NamedTuple):
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
    with connection.cursor() as cursor:
        asked, in_force, families, levels, moves = (_answer(cursor, *each, day) for each in _statements())
    needs: dict[int, list[Need]] = {}
    for title, skill, name, level, is_essential in asked:
        needs.setdefault(title, []).append(Need(skill, name, level, is_essential))
    # Many titles are paid alike, and an amount is put into words by its language.
    pays = {paid: phrases.pay_amount(Pay(*paid)) for paid in {row[-3:] for row in in_force}}
    stations: dict[int, list[Station]] = {}
    for pk, code, name, family, level, track, low, high, unit in in_force:
        pay, asks = pays[low, high, unit], tuple(needs.get(pk, ()))
        stations.setdefault(family, []).append(Station(pk, code, name, family, level, track == "M", pay, asks))
    lines = tuple(
        Line(pk, slug, name, letter, color, summary, tuple(stations[pk]))
        for pk, slug, name, letter, color, summary in families
        if pk in stations
    )
    living = {row[0] for row in in_force}
    hops = tuple(Hop(*move) for move in moves if move[0] in living and move[1] in living)
    return Graph(lines, dict(levels), hops)


@cache
def _statements() -> tuple[Statement, ...]:
    """What `load` asks, with a stand-in for the day: needs, titles in force, families, levels and moves.

    To put it into words takes longer than to answer it, so that is done once a process.
    """
    in_force = Revision.objects.in_force_on(_SOME_DAY).order_by()
    needs = RevisionSkill.objects.filter(revision__in=in_force.values("pk")).order_by("-is_essential", "-level", "pk")
    titles = in_force.order_by("title__level", "-title__track", "title__code").values_list(
        "title", "title__code", "name", "title__family", "title__level", "title__track",
        "pay_min_cents", "pay_max_cents", "pay_unit",
    )  # fmt: skip
    asked = (
        needs.values_list("revision__title", "skill", "skill__name", "level", "is_essential"),
        titles,
        Family.objects.values_list("pk", "slug", "name", "letter", "color", "summary"),
        Level.objects.values_list("number", "name"),
        Move.objects.order_by("pk").values_list("origin", "destination", "kind", "typical_months", "how"),
    )
    return tuple(each.query.sql_with_params() for each in asked)


def _answer(cursor: CursorWrapper, sql: str, params: Sequence[Any], day: date) -> list[tuple[Any, ...]]:
    cursor.execute(sql, [day if each == _SOME_DAY else each for each in params])
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def is_ladder(hop: Hop, stations: dict[int, Station]) -> bool:
    """A promotion within a family, upward: what the family's coloured line itself shows."""
    if hop.kind != MoveKind.PROMOTION:
        return False
    origin, destination = stations[hop.origin], stations[hop.destination]
    return origin.line == destination.line and origin.level < destination.level
