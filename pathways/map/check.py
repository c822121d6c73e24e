"""What is wrong with the map as a way through a career: titles out of reach, dead ends, circles, great leaps."""

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.choices import MoveKind
from pathways.map.graph import Graph, Hop, Station

# A promotion may skip one level: from 3 to 5. More is a leap.
MOST_LEVELS = 2
ENTRY = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    unreachable   titles that nobody comes to from the lowest level of any line
    dead_ends     titles below the top of their line from which no move leads
    circles       titles that promotions lead around in a circle
    leaps         promotions over more than two levels, with their ends
    """

    unreachable: list[Station]
    dead_ends: list[Station]
    circles: list[list[Station]]
    leaps: list[tuple[Hop, Station, Station]]

    @property
    def count(self) -> int:
        return len(self.unreachable) + len(self.dead_ends) + len(self.circles) + len(self.leaps)


def check(graph: Graph) -> Found:
    """Look at a whole map."""
    stations = {station.pk: station for station in graph.stations}
    ways = _ways(graph.hops)
    starts = [station.pk for station in stations.values() if station.level == ENTRY or _is_lowest(station, graph)]
    reached = _reached(starts, ways)
    promotions = [hop for hop in graph.hops if hop.kind == MoveKind.PROMOTION]
    top = {line.pk: max(station.level for station in line.stations) for line in graph.lines}
    return Found(
        [station for pk, station in stations.items() if pk not in reached],
        [each for pk, each in stations.items() if not ways.get(pk) and each.level < top[each.line]],
        [[stations[pk] for pk in circle] for circle in _circles(_ways(promotions))],
        [
            (hop, stations[hop.origin], stations[hop.destination])
            for hop in promotions
            if stations[hop.destination].level - stations[hop.origin].level > MOST_LEVELS
        ],
    )


def _is_lowest(station: Station, graph: Graph) -> bool:
    """Nothing in its line is lower: people are hired there from outside."""
    return any(line.pk == station.line and line.stations[0].level == station.level for line in graph.lines)


def _ways(hops: Iterable[Hop]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for hop in hops:
        found.setdefault(hop.origin, []).append(hop.destination)
    return found


def _reached(starts: Iterable[int], ways: dict[int, list[int]]) -> set[int]:
    """All that one comes to from some titles, these included."""
    seen: set[int] = set()
    coming = list(starts)
    while coming:
        pk = coming.pop()
        if pk not in seen:
            seen.add(pk)
            coming += ways.get(pk, ())
    return seen


def _circles(ways: dict[int, list[int]]) -> list[list[int]]:
    """Groups of titles each of which leads to all others of its group. A map is small: each is walked from."""
    beyond = {pk: _reached(nexts, ways) for pk, nexts in ways.items()}
    circles, seen = [], set()
    for pk, reached in beyond.items():
        if pk in reached and pk not in seen:
            circle = [other for other in beyond if other in reached and pk in beyond[other]]
            circles.append(circle)
            seen.update(circle)
    return circles
