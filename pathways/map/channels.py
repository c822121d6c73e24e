"""Which lane each transfer takes, so that no two lie on one another.

A transfer leaves its station, goes along above the station's track to the column of the station where it ends, and
there down or up a lane of the column's channel. One between stations of the same level takes a lane at once. Both kinds
of room are shared out as wires are on a board: spans that overlap get lanes of their own, the shortest nearest.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from pathways.map.graph import Hop

# So many transfers with one end in common share a lane, as branches of a tree.
_SHARED_FROM = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a station lies: its column (level) and its row among all tracks of the map, from the top."""

    level: int
    row: int


@dataclass(frozen=True, slots=True)
class Route:
    """How a transfer goes. `aisle`: its lane above the row of its origin, None where it needs none. `lane`: in the
    channel left of the column of its destination, 0 the nearest to the stations.
    """

    hop: Hop
    lane: int
    aisle: int | None = None


@dataclass(slots=True)
class Channels:
    """All routes, and how many lanes each column and each row has to have."""

    routes: list[Route]
    lanes: dict[int, int] = field(default_factory=dict)
    aisles: dict[int, int] = field(default_factory=dict)


def route(hops: Iterable[Hop], places: dict[int, Place]) -> Channels:
    """Give each transfer its lanes."""
    hops = _once(hops, places)
    aisle_of = _aisles(hops, places)
    spans: dict[int, dict[Hashable, tuple[int, int]]] = {}
    shared = _shared(hops)
    for hop in hops:
        key: Hashable = (hop.destination, hop.kind) if (hop.destination, hop.kind) in shared else hop
        _widen(spans.setdefault(places[hop.destination].level, {}), key, _upright(hop, places))
    lane_of: dict[tuple[int, Hashable], int] = {}
    channels = Channels([])
    for level, nets in spans.items():
        lanes = _share_out(nets)
        channels.lanes[level] = max(lanes.values()) + 1
        lane_of.update({(level, key): lane for key, lane in lanes.items()})
    for hop in hops:
        level = places[hop.destination].level
        key = (hop.destination, hop.kind) if (hop.destination, hop.kind) in shared else hop
        channels.routes.append(Route(hop, lane_of[level, key], aisle_of.get(hop)))
    for each in channels.routes:
        if each.aisle is not None:
            row = places[each.hop.origin].row
            channels.aisles[row] = max(channels.aisles.get(row, 0), each.aisle + 1)
    return channels


def _once(hops: Iterable[Hop], places: dict[int, Place]) -> list[Hop]:
    """There and back between stations of one level is one transfer."""
    kept: dict[tuple[int, int], Hop] = {}
    for hop in hops:
        is_level = places[hop.origin].level == places[hop.destination].level
        if not (is_level and (hop.destination, hop.origin) in kept):
            kept[hop.origin, hop.destination] = hop
    return list(kept.values())


def _shared(hops: list[Hop]) -> set[tuple[int, str]]:
    counts: dict[tuple[int, str], int] = {}
    for hop in hops:
        counts[hop.destination, hop.kind] = counts.get((hop.destination, hop.kind), 0) + 1
    return {key for key, n in counts.items() if n >= _SHARED_FROM}


def _upright(hop: Hop, places: dict[int, Place]) -> tuple[int, int]:
    """The span of the upright piece, in quarters of a row: above a row's line, on it, below it, above its aisle."""
    a, b = places[hop.origin], places[hop.destination]
    if a.level == b.level:
        low, high = sorted((a.row, b.row))
        return low * 4 + 1, high * 4 - 1
    start = a.row * 4 - 2
    end = b.row * 4 + (1 if b.row < a.row else -1)
    return min(start, end), max(start, end)


def _aisles(hops: list[Hop], places: dict[int, Place]) -> dict[Hop, int]:
    """Lanes along the rows. All that leave one station for one side share theirs."""
    spans: dict[int, dict[Hashable, tuple[int, int]]] = {}
    for hop in hops:
        a, b = places[hop.origin], places[hop.destination]
        if a.level != b.level:
            # A channel lies left of its column: even numbers; the stations themselves: odd ones.
            ends = sorted((2 * a.level + 1, 2 * b.level))
            _widen(spans.setdefault(a.row, {}), (hop.origin, a.level < b.level), (ends[0], ends[1]))
    lanes = {row: _share_out(nets) for row, nets in spans.items()}
    return {
        hop: lanes[places[hop.origin].row][hop.origin, places[hop.origin].level < places[hop.destination].level]
        for hop in hops
        if places[hop.origin].level != places[hop.destination].level
    }


def _widen(nets: dict[Hashable, tuple[int, int]], key: Hashable, span: tuple[int, int]) -> None:
    low, high = nets.get(key, span)
    nets[key] = min(low, span[0]), max(high, span[1])


def _share_out(nets: dict[Hashable, tuple[int, int]]) -> dict[Hashable, int]:
    """A lane for each span, so that those of one lane do not touch."""
    lanes: list[list[tuple[int, int]]] = []
    found: dict[Hashable, int] = {}
    for key, (low, high) in sorted(nets.items(), key=lambda net: net[1][1] - net[1][0]):
        place = next(
            (n for n, spans in enumerate(lanes) if all(high < other[0] or other[1] < low for other in spans)),
            len(lanes),
        )
        if place == len(lanes):
            lanes.append([])
        lanes[place].append((low, high))
        found[key] = place
    return found
