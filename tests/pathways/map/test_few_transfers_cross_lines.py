"""Lines lie in the order in which transfers cross the fewest of them, or nearly."""

from itertools import permutations
from random import Random

from pathways.map import order


def _crossings(lines: list[int], pairs: list[tuple[int, int]]) -> int:
    place = {line: n for n, line in enumerate(lines)}
    return sum(max(0, abs(place[a] - place[b]) - 1) for a, b in pairs)


def _pairs(random: Random, lines: int, count: int) -> list[tuple[int, int]]:
    return [(a, b) for a, b in (random.sample(range(lines), 2) for _ in range(count))]


def test_of_seven_lines_the_best_order_is_found_or_one_hardly_worse() -> None:
    random = Random(5)
    worse = 0
    for _city in range(12):
        pairs = _pairs(random, 7, 14)
        best = min(_crossings(list(each), pairs) for each in permutations(range(7)))
        found = _crossings(order.best(range(7), order.weights(pairs)), pairs)
        assert found <= best + 2
        worse += found > best
    assert worse <= 3


def test_twelve_lines_have_far_fewer_crossings_than_by_chance() -> None:
    random = Random(7)
    pairs = _pairs(random, 12, 50)
    lines = list(range(12))
    found = order.best(lines, order.weights(pairs))
    assert sorted(found) == lines
    by_chance = [_crossings(random.sample(lines, 12), pairs) for _ in range(50)]
    assert _crossings(found, pairs) < 0.8 * sum(by_chance) / 50
    # No single line has a better place.
    cost = order.cost(found, order.weights(pairs))
    for line in lines:
        rest = [each for each in found if each != line]
        shifted = ([*rest[:n], line, *rest[n:]] for n in range(12))
        assert all(order.cost(each, order.weights(pairs)) >= cost for each in shifted)


def test_without_transfers_the_order_is_that_of_hr() -> None:
    assert order.best([4, 2, 9], {}) == [4, 2, 9]
