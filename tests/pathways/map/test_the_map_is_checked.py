"""A check names titles out of reach, dead ends, promotions in a circle, and leaps over more than two levels."""

from pathways.map.check import check
from pathways.map.graph import Graph, Hop, Line, Station


def a_map(levels: dict[str, int], *hops: str) -> Graph:
    """`a_map({"a1": 1, "b2": 2}, "a1 b2 promotion")`: the first letter of a code is its line."""
    numbers = {code: n for n, code in enumerate(levels, start=1)}
    lines: dict[str, list[Station]] = {}
    for code, level in sorted(levels.items(), key=lambda each: each[1]):
        station = Station(numbers[code], code, code, ord(code[0]), level, is_management=False, pay="")
        lines.setdefault(code[0], []).append(station)
    return Graph(
        tuple(Line(ord(c), c, c, c.upper(), "blue", "", tuple(stations)) for c, stations in lines.items()),
        {n: str(n) for n in range(1, 8)},
        tuple(Hop(numbers[a], numbers[b], kind, 12) for a, b, kind in (hop.split() for hop in hops)),
    )


def codes(stations: list[Station]) -> list[str]:
    return [station.code for station in stations]


def test_a_whole_ladder_has_no_faults() -> None:
    assert check(a_map({"a1": 1, "a2": 2, "a4": 4}, "a1 a2 promotion", "a2 a4 promotion")).count == 0


def test_a_title_that_no_move_leads_to_is_unreachable() -> None:
    found = check(a_map({"a1": 1, "a2": 2, "a3": 3}, "a1 a3 promotion", "a2 a3 promotion"))
    assert codes(found.unreachable) == ["a2"]
    # The lowest of a line is where people are hired, whatever its level.
    assert not check(a_map({"a1": 1, "b3": 3, "b4": 4}, "b3 b4 promotion")).unreachable


def test_a_title_below_the_top_from_which_nothing_leads_is_a_dead_end() -> None:
    found = check(a_map({"a1": 1, "a2": 2, "a3": 3}, "a1 a2 promotion", "a1 a3 promotion"))
    assert codes(found.dead_ends) == ["a2"]


def test_promotions_in_a_circle_are_found_once() -> None:
    found = check(a_map({"a1": 1, "a2": 2, "a3": 3}, "a1 a2 promotion", "a2 a3 promotion", "a3 a2 promotion"))
    assert [sorted(codes(circle)) for circle in found.circles] == [["a2", "a3"]]
    # There and back sideways is none.
    assert not check(a_map({"a2": 2, "b2": 2}, "a2 b2 lateral", "b2 a2 lateral")).circles


def test_a_promotion_over_three_levels_is_a_leap() -> None:
    found = check(a_map({"a1": 1, "a3": 3, "a4": 4}, "a1 a4 promotion", "a1 a3 promotion", "a3 a4 promotion"))
    assert [(a.code, b.code) for _hop, a, b in found.leaps] == [("a1", "a4")]
