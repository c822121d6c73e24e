"""On which track of its line a station lies, and how the coloured line runs through them.

A line is a ladder of promotions. Where a level has more than one title the line splits into tracks, the first on top.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations
from math import perm
from typing import NamedTuple

from pathways.map.graph import Station

# So many ways to lay the titles of one level on tracks are tried; where there are more, the cheapest goes first.
_MOST_TRIED = 130
# A line that could not be joined with so many tracks more than it needs is drawn as it is.
_MOST_MORE = 2
# Costs that truly differ differ by more: they are sums of tenths.
_CLEARLY = 1e-6


class Link(NamedTuple):
    """A piece of the coloured line between two stations. It runs on `track` but for its last or first step."""

    a: int
    b: int
    track: int


@dataclass(slots=True)
class Tracks:
    """The tracks of one line: `of` gives each station's, from 0; `links` join them; `loose` find no free track."""

    count: int
    of: dict[int, int] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    loose: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Ladder:
    """A line before it is laid: its stations by level, the level of each, its promotions, and who leads to whom."""

    by_level: dict[int, list[Station]]
    level: dict[int, int]
    edges: list[tuple[int, int]]
    before: dict[int, list[int]]


def lay(stations: Sequence[Station], ladder: Iterable[tuple[int, int]]) -> Tracks:
    """Lay a line's stations on tracks. `ladder`: its promotions, lower and upper id.

    As few tracks as the fullest level needs; one more where a station could not be joined to the line otherwise.
    """
    line = _Ladder({}, {}, _whole(stations, list(ladder)), {})
    for station in stations:
        line.by_level.setdefault(station.level, []).append(station)
        line.level[station.pk] = station.level
    for a, b in line.edges:
        line.before.setdefault(b, []).append(a)
    for more in range(_MOST_MORE + 1):
        tracks = _laid(line, more)
        if not tracks.loose or _is_joined(stations, tracks):
            break
    return tracks


def _laid(line: _Ladder, more: int) -> Tracks:
    level = line.level
    tracks = Tracks(max(map(len, line.by_level.values())) + more)
    long = [(a, b) for a, b in line.edges if level[b] - level[a] > 1]
    for number in sorted(line.by_level):
        # Tracks on which a promotion passes this level without a stop.
        passing = [tracks.of[a] for a, b in long if level[a] < number < level[b]]
        _place(line.by_level[number], tracks, line.before, passing)
    tracks.count = max(tracks.of.values()) + 1
    taken = {(level[pk], track) for pk, track in tracks.of.items()}
    for a, b in line.edges:
        between = range(level[a] + 1, level[b])
        for run in (tracks.of[a], tracks.of[b]):
            if not between or taken.isdisjoint([(number, run) for number in between]):
                tracks.links.append(Link(a, b, run))
                break
        else:
            tracks.loose.append((a, b))
    return tracks


def _place(stations: list[Station], tracks: Tracks, before: dict[int, list[int]], passing: Sequence[int]) -> None:
    """Choose the tracks of one level's stations: near to those that lead there, clear of those that pass."""
    found = tracks.of

    room = tracks.count
    # What a track costs whoever takes it: lower ones a little, those on which others pass much.
    own = [(track, 0.3 * track, 2.5 * passing.count(track)) for track in range(room)]
    costs = []
    for station in stations:
        near = [found[a] for a in before.get(station.pk, ()) if a in found]
        if near:
            row = [sum([abs(track - each) for each in near]) + low + busy for track, low, busy in own]
        else:
            row = [low + busy for _track, low, busy in own]
        if station.is_management:
            row[0] += 0.2
        costs.append(row)
    chosen = _each_its_own(costs) or _cheapest(costs, room)
    found.update(zip((each.pk for each in stations), chosen, strict=True))


def _each_its_own(costs: list[list[float]]) -> tuple[int, ...] | None:
    """The cheapest track for each station, if no two want the same: nothing is cheaper. None if they do, or where a
    higher track costs as much but for the last digits, which the sum of all decides.
    """
    chosen = tuple(row.index(min(row)) for row in costs)
    if len(set(chosen)) < len(chosen):
        return None
    is_clear = len(costs) == 1 or all(
        row[track] + _CLEARLY < min(row[:track]) for row, track in zip(costs, chosen, strict=True) if track
    )
    return chosen if is_clear else None


def _cheapest(costs: list[list[float]], room: int) -> tuple[int, ...]:
    """The cheapest of all ways to share out the tracks, or a cheap one where there are too many ways to try."""
    if perm(room, len(costs)) > _MOST_TRIED:
        return _one_by_one(costs)
    ways, by_station = _ways(room, len(costs))
    # What each station costs in all ways, then the sums: no loop of ours goes through the ways.
    columns = [map(row.__getitem__, tracks) for row, tracks in zip(costs, by_station, strict=True)]
    sums = list(map(sum, zip(*columns, strict=True)))
    return ways[sums.index(min(sums))]


@cache
def _ways(room: int, count: int) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """All ways to give so many stations a track each: the tracks by way, and by station."""
    ways = list(permutations(range(room), count))
    return ways, list(zip(*ways, strict=True))


def _one_by_one(costs: list[list[float]]) -> tuple[int, ...]:
    """The cheapest pair of station and track that is left, again and again."""
    chosen: dict[int, int] = {}
    pairs = sorted((cost, place, track) for place, row in enumerate(costs) for track, cost in enumerate(row))
    taken: set[int] = set()
    for _cost, place, track in pairs:
        if place not in chosen and track not in taken:
            chosen[place] = track
            taken.add(track)
    return tuple(chosen[place] for place in range(len(costs)))


def _is_joined(stations: Sequence[Station], tracks: Tracks) -> bool:
    """Whether the line's pieces join all its stations."""
    near: dict[int, list[int]] = {}
    for link in tracks.links:
        near.setdefault(link.a, []).append(link.b)
        near.setdefault(link.b, []).append(link.a)
    seen, coming = set(), [stations[0].pk]
    while coming:
        pk = coming.pop()
        if pk not in seen:
            seen.add(pk)
            coming += near.get(pk, ())
    return len(seen) == len(stations)


def _whole(stations: Sequence[Station], edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The promotions, and what else it takes for the line to be one: all its titles are on it."""
    group = {station.pk: station.pk for station in stations}

    def root(pk: int) -> int:
        while group[pk] != pk:
            pk = group[pk]
        return pk

    for a, b in edges:
        group[root(a)] = root(b)
    whole = list(edges)
    for place, station in enumerate(stations):
        if place and root(station.pk) != root(stations[0].pk):
            # The nearest one of the rest: lower if there is any, else beside it.
            rest = [each for each in stations if root(each.pk) != root(station.pk)]
            near = min(rest, key=lambda each: (each.level > station.level, abs(each.level - station.level)))
            lower, upper = sorted((near, station), key=lambda each: each.level)
            whole.append((lower.pk, upper.pk))
            group[root(station.pk)] = root(near.pk)
    return whole
