"""Where everything on the map is. Units are those of the drawing: at its full size, pixels.

Columns are levels, from left to right: a place where the coloured line splits, the lanes of transfers, the stations
with their names. Rows are tracks, from top to bottom: the aisle of transfers, the line, the names under it. Names have
the ground under their line to themselves; a line's own splitting and the transfers on their way cross between them.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from pathways.map import channels, order, tracks, words
from pathways.map.channels import Channels, Place, Route
from pathways.map.graph import Graph, Hop, Line, Station, is_ladder
from pathways.map.paths import Point, rounded

TYPE, LEADING = 13.0, 15  # of a station's name
NAME_ROOM = 118
FAMILY_TYPE, FAMILY_LEADING, FAMILY_ROOM = 13.0, 17, 100  # of a line's name: its face is narrower
SIGN, LEFT, RIGHT, TOP, BOTTOM = 21, 150, 2, 58, 48
SPLIT, BEFORE_LANES, LANE, BEFORE_STATION = 22, 5, 7, 13
AISLE, ABOVE_LINE = 6, 14  # between lanes of an aisle, and from the lowest to the line
UNDER_LINE, UNDER_NAME = 11, 4
BETWEEN_LINES = 16
NAME_FROM = -3  # where a name begins, seen from the middle of its station


class Spot(NamedTuple):
    """Where a station is, and its name in lines: the baseline of the first is `name_y`."""

    station: Station
    x: float
    y: float
    name: tuple[str, ...]
    is_interchange: bool

    @property
    def name_x(self) -> float:
        return self.x + NAME_FROM

    @property
    def name_y(self) -> float:
        return self.y + UNDER_LINE + 11


@dataclass(frozen=True, slots=True)
class LineDrawn:
    """A line: where its sign stands, its coloured pieces as path data, its stations."""

    line: Line
    y: float
    name: tuple[str, ...]
    pieces: tuple[str, ...]
    spots: tuple[Spot, ...]

    @property
    def starts_at(self) -> float:
        """Where its first station on the upper track is."""
        return min(spot.x for spot in self.spots if spot.y == self.y)


class TransferDrawn(NamedTuple):
    hop: Hop
    path: str


@dataclass(frozen=True, slots=True)
class ColumnDrawn:
    """A level: where its stations lie, and from where to where it reaches."""

    level: int
    name: str
    x: float
    left: float
    right: float


@dataclass(slots=True)
class Layout:
    """The whole map."""

    width: float
    height: float
    columns: list[ColumnDrawn] = field(default_factory=list)
    lines: list[LineDrawn] = field(default_factory=list)
    transfers: list[TransferDrawn] = field(default_factory=list)


def lay_out(graph: Graph) -> Layout:
    """Work out the whole map."""
    return _Plan(graph).layout()


class _Plan:
    """The steps of laying out, each of which needs what the one before has found."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.stations = {station.pk: station for station in graph.stations}
        self.lines = self._in_order()
        ladders = self._ladders()
        self.tracks = {line.pk: tracks.lay(line.stations, ladders.get(line.pk, ())) for line in self.lines}
        self.first_row: dict[int, int] = {}
        self.rows = 0
        for line in self.lines:
            self.first_row[line.pk] = self.rows
            self.rows += self.tracks[line.pk].count
        self.places = {
            station.pk: Place(station.level, self.first_row[line.pk] + self.tracks[line.pk].of[station.pk])
            for line in self.lines
            for station in line.stations
        }
        self.names = {pk: words.broken(each.name, TYPE, NAME_ROOM) for pk, each in self.stations.items()}
        self.channels: Channels = channels.route(self._transfers(), self.places)
        self.columns = self._columns()
        self.y, self.height = self._heights()

    def _in_order(self) -> list[Line]:
        by_pk = {line.pk: line for line in self.graph.lines}
        pairs = [(self.stations[hop.origin].line, self.stations[hop.destination].line) for hop in self.graph.hops]
        return [by_pk[pk] for pk in order.best(list(by_pk), order.weights(pairs))]

    def _ladders(self) -> dict[int, list[tuple[int, int]]]:
        """The promotions within each line, lower and upper id."""
        found: dict[int, list[tuple[int, int]]] = {}
        for hop in self.graph.hops:
            if is_ladder(hop, self.stations):
                found.setdefault(self.stations[hop.origin].line, []).append((hop.origin, hop.destination))
        return found

    def _transfers(self) -> list[Hop]:
        """All moves that no coloured line shows."""
        drawn = {
            (a, b)
            for each in self.tracks.values()
            for a, b in {(link.a, link.b) for link in each.links}
            if self.stations[a].level != self.stations[b].level
        }
        return [hop for hop in self.graph.hops if (hop.origin, hop.destination) not in drawn]

    def _columns(self) -> dict[int, ColumnDrawn]:
        found: dict[int, ColumnDrawn] = {}
        left = float(LEFT)
        for level, name in self.graph.levels.items():
            x = left + SPLIT + BEFORE_LANES + BEFORE_STATION + LANE * max(0, self.channels.lanes.get(level, 0) - 1)
            right = x + NAME_FROM + NAME_ROOM + 4
            found[level] = ColumnDrawn(level, name, x, left, right)
            left = right
        return found

    def _heights(self) -> tuple[list[float], float]:
        """The y of each row's line, and the height of all."""
        longest = [1] * self.rows
        for pk, place in self.places.items():
            longest[place.row] = max(longest[place.row], len(self.names[pk]))
        y, at = [], float(TOP)
        for line in self.lines:
            first = self.first_row[line.pk]
            for row in range(first, first + self.tracks[line.pk].count):
                at += ABOVE_LINE + AISLE * max(0, self.channels.aisles.get(row, 0) - 1)
                y.append(at)
                at += UNDER_LINE + LEADING * longest[row] + UNDER_NAME
            at += BETWEEN_LINES
        return y, at - BETWEEN_LINES + BOTTOM

    def layout(self) -> Layout:
        right = max((each.right for each in self.columns.values()), default=LEFT)
        found = Layout(right + RIGHT, self.height)
        found.columns = list(self.columns.values())
        changed_at = {pk for each in self.channels.routes for pk in (each.hop.origin, each.hop.destination)}
        for line in self.lines:
            spots = tuple(
                Spot(each, *self._at(each.pk), self.names[each.pk], each.pk in changed_at) for each in line.stations
            )
            pieces = tuple(rounded(points, 10) for points in self._pieces(self.tracks[line.pk]))
            y = self.y[self.first_row[line.pk]]
            name = words.broken(line.name, FAMILY_TYPE, FAMILY_ROOM)
            found.lines.append(LineDrawn(line, y, name, pieces, spots))
        found.transfers = [TransferDrawn(each.hop, rounded(self._way(each), 5)) for each in self.channels.routes]
        return found

    def _at(self, pk: int) -> Point:
        place = self.places[pk]
        return self.columns[place.level].x, self.y[place.row]

    def _pieces(self, laid: tracks.Tracks) -> list[list[Point]]:
        """The coloured line between each two of its stations that it joins. Pieces on one track are drawn as one."""
        pieces: list[list[Point]] = []
        runs: dict[float, tuple[float, float]] = {}
        for link in laid.links:
            (ax, ay), (bx, by) = self._at(link.a), self._at(link.b)
            if ay == by:
                low, high = runs.get(ay, (ax, bx))
                runs[ay] = (min(low, ax), max(high, bx)) if low <= bx and ax <= high else runs[ay]
                if not (low <= bx and ax <= high):
                    pieces.append([(ax, ay), (bx, by)])
                continue
            runs_on_a = link.track == laid.of[link.a]
            split = self.columns[self.stations[link.b].level if runs_on_a else self.stations[link.a].level + 1].left
            pieces.append([(ax, ay), *_split(split, ay, by), (bx, by)])
        return [*([(low, y), (high, y)] for y, (low, high) in runs.items()), *pieces]

    def _way(self, route: Route) -> list[Point]:
        (ax, ay), (bx, by) = self._at(route.hop.origin), self._at(route.hop.destination)
        lane_x = self.columns[self.places[route.hop.destination].level].x - BEFORE_STATION - LANE * route.lane
        start: list[Point] = [(ax, ay)]
        if route.aisle is None:
            lead = _lead(ax - lane_x, by - ay)
            start.append((lane_x, ay + (lead if by > ay else -lead)))
            bend_from = start[-1][1]
        else:
            aisle_y = ay - ABOVE_LINE - AISLE * route.aisle
            out = ay - aisle_y
            start += [(ax + (out if lane_x > ax else -out), aisle_y), (lane_x, aisle_y)]
            bend_from = aisle_y
        lead = _lead(bx - lane_x, by - bend_from)
        return [*start, (lane_x, by - lead if by > bend_from else by + lead), (bx, by)]


def _split(left: float, ay: float, by: float) -> list[Point]:
    """Where a line changes its track: at 45 degrees, and upright where that would take more room than there is."""
    drop = abs(by - ay)
    down = 1 if by > ay else -1
    if drop <= SPLIT:
        return [(left, ay), (left + drop, by)]
    half = SPLIT / 2
    return [(left, ay), (left + half, ay + half * down), (left + half, by - half * down), (left + SPLIT, by)]


def _lead(across: float, along: float) -> float:
    """How far before its station a transfer leaves its lane: at 45 degrees, if it is long enough for that."""
    return min(abs(across), abs(along) * 0.45)
