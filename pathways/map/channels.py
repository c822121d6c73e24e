"""Which lane each transfer takes, so that no two lie on one another.

A transfer leaves its station, goes along above the station's track to the column of the station where it ends, and
there down or up a lane of the column's channel. One between stations of the same level takes a lane at once. Both kinds
of room are shared out as wires are on a board: spans that overlap get lanes of their own, the shortest nearest.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pathways.map.graph import Hop

# So many transfers with one end in common share a lane, as branches of a tree.
_SHARED_FROM = 3


class Place(NamedTuple):
    """Where a station lies: its column (level) and its row among all tracks of the map, from the top."""

    level: int
    row: int


class Route(NamedTuple):
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
    nets: list[tuple[int, Hashable]] = []
    for hop in hops:
        level, key = places[hop.destination].level, (hop.destination, hop.kind)
        nets.append((level, key if key in shared else hop))
        _widen(spans.setdefault(level, {}), nets[-1][1], _upright(hop, places))
    lane_of = {level: _share_out(each) for level, each in spans.items()}
    channels = Channels([], {level: max(lanes.values()) + 1 for level, lanes in lane_of.items()})
    for hop, (level, net) in zip(hops, nets, strict=True):
        aisle = aisle_of.get(hop)
        channels.routes.append(Route(hop, lane_of[level][net], aisle))
        if aisle is not None:
            row = places[hop.origin].row
            channels.aisles[row] = max(channels.aisles.get(row, 0), aisle + 1)
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
    lowest = min(low for low, _high in nets.values())
    # What is taken of each lane, a bit for each place: two spans touch where both have theirs.
    taken: list[int] = []
    found: dict[Hashable, int] = {}
    for key, (low, high) in sorted(nets.items(), key=lambda net: net[1][1] - net[1][0]):
        span = (1 << (high + 1 - lowest)) - (1 << (low - lowest))
        for lane, others in enumerate(taken):
            if not others & span:
                taken[lane] |= span
                break
        else:
            lane = len(taken)
            taken.append(span)
        found[key] = lane
    return found
