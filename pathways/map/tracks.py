"""On which track of its line a station lies, and how the coloured line runs through them.

A line is a ladder of promotions. Where a level has more than one title the line splits into tracks, the first on top.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from math import perm

from pathways.map.graph import Station

# So many ways to lay the titles of one level on tracks are tried; where there are more, the cheapest goes first.
_MOST_TRIED = 130
# A line that could not be joined with so many tracks more than it needs is drawn as it is.
_MOST_MORE = 2


@dataclass(frozen=True, slots=True)
class Link:
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


def lay(stations: Sequence[Station], ladder: Iterable[tuple[int, int]]) -> Tracks:
    """Lay a line's stations on tracks. `ladder`: its promotions, lower and upper id.

    As few tracks as the fullest level needs; one more where a station could not be joined to the line otherwise.
    """
    edges = _whole(stations, list(ladder))
    for more in range(_MOST_MORE + 1):
        tracks = _laid(stations, edges, more)
        if not tracks.loose or _is_joined(stations, tracks):
            break
    return tracks


def _laid(stations: Sequence[Station], edges: list[tuple[int, int]], more: int) -> Tracks:
    by_level: dict[int, list[Station]] = {}
    for station in stations:
        by_level.setdefault(station.level, []).append(station)
    level = {station.pk: station.level for station in stations}
    before: dict[int, list[int]] = {}
    for a, b in edges:
        before.setdefault(b, []).append(a)
    tracks = Tracks(max(len(each) for each in by_level.values()) + more)
    for number in sorted(by_level):
        # Tracks on which a promotion passes this level without a stop.
        passing = [tracks.of[a] for a, b in edges if level[a] < number < level[b]]
        _place(by_level[number], tracks, before, passing)
    tracks.count = max(tracks.of.values()) + 1
    taken = {(level[pk], track) for pk, track in tracks.of.items()}
    for a, b in edges:
        between = range(level[a] + 1, level[b])
        run = next(
            (t for t in (tracks.of[a], tracks.of[b]) if not any((number, t) in taken for number in between)), None
        )
        if run is None:
            tracks.loose.append((a, b))
        else:
            tracks.links.append(Link(a, b, run))
    return tracks


def _place(stations: list[Station], tracks: Tracks, before: dict[int, list[int]], passing: Sequence[int]) -> None:
    """Choose the tracks of one level's stations: near to those that lead there, clear of those that pass."""
    found = tracks.of

    room = tracks.count
    costs = []
    for station in stations:
        near = [found[a] for a in before.get(station.pk, ()) if a in found]
        costs.append(
            [
                sum(abs(track - each) for each in near)
                + 0.3 * track
                + 2.5 * passing.count(track)
                + 0.2 * (station.is_management and not track)
                for track in range(room)
            ]
        )
    chosen: tuple[int, ...]
    if len(stations) == 1:
        chosen = (min(range(room), key=costs[0].__getitem__),)
    elif perm(room, len(stations)) <= _MOST_TRIED:
        tried = permutations(range(room), len(stations))
        chosen = min(tried, key=lambda each: sum(row[track] for row, track in zip(costs, each, strict=True)))
    else:
        chosen = _one_by_one(costs)
    found.update(zip((each.pk for each in stations), chosen, strict=True))


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
