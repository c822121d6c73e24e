"""In which order the lines lie, so that transfers are short and cross few of them.

A transfer between the lines at places i and j crosses |i - j| - 1 others, so the order with the least sum of distances
has the fewest crossings of transfers with lines. That is the minimum linear arrangement: hard in general, small here.
"""

from collections.abc import Mapping, Sequence
from random import Random

# How many starts beside HR's order and the barycentres: each costs a millisecond for twelve lines.
_SHUFFLED = 2

type Weights = Mapping[int, Mapping[int, int]]


def weights(pairs: Sequence[tuple[int, int]]) -> dict[int, dict[int, int]]:
    """How many transfers join each two lines."""
    found: dict[int, dict[int, int]] = {}
    for a, b in pairs:
        if a != b:
            for one, other in ((a, b), (b, a)):
                row = found.setdefault(one, {})
                row[other] = row.get(other, 0) + 1
    return found


def cost(order: Sequence[int], joined: Weights) -> int:
    """The sum of the distances that transfers go, in lines."""
    place = {line: number for number, line in enumerate(order)}
    return sum(n * abs(place[a] - place[b]) for a, row in joined.items() for b, n in row.items()) // 2


def best(lines: Sequence[int], joined: Weights) -> list[int]:
    """The lines in an order that no move of a single line makes better, from a few starts. Of equals, HR's order."""
    starts = [list(lines), _by_neighbours(lines, joined)]
    # A table is read in a third of the time that dictionaries take, and it is read some ten thousand times.
    number = {line: place for place, line in enumerate(lines)}
    table = [[joined.get(line, {}).get(other, 0) for other in lines] for line in lines]
    # Always the same shuffles: the same vocabulary has the same map, in every process.
    shuffle = Random(1)  # noqa: S311 - no secret
    starts += [shuffle.sample(list(lines), len(lines)) for _start in range(_SHUFFLED)]
    found = [[lines[each] for each in _improved([number[line] for line in start], table)] for start in starts]
    return min(found, key=lambda order: cost(order, joined))


def _by_neighbours(lines: Sequence[int], joined: Weights) -> list[int]:
    """Each line at the mean of those that it is joined to, some times over (barycentre)."""
    place = {line: float(number) for number, line in enumerate(lines)}
    order = list(lines)
    for _round in range(8):
        means = {}
        for line in order:
            row = joined.get(line, {})
            total = sum(row.values())
            means[line] = sum(place[other] * n for other, n in row.items()) / total if total else place[line]
        order.sort(key=means.__getitem__)
        place = {line: float(number) for number, line in enumerate(order)}
    return order


def _improved(order: list[int], table: list[list[int]]) -> list[int]:
    """Take out one line after the other and put it where it costs least, until that changes nothing."""
    pull = _pulls(order, table)
    is_better = True
    while is_better:
        is_better = False
        for line in tuple(order):
            at = order.index(line)
            to = _best_place(order, at, table[line], pull)
            if to != at:
                _shift(order, at, to, table[line], pull)
                is_better = True
    return order


def _pulls(order: list[int], table: list[list[int]]) -> list[int]:
    """How many more transfers join each line to those above it than to those below."""
    found = [0] * len(order)
    for place, line in enumerate(order):
        row = table[line]
        found[line] = 2 * sum([row[each] for each in order[:place]]) - sum(row)
    return found


def _best_place(order: list[int], at: int, row: list[int], pull: list[int]) -> int:
    """Where the line at `at` costs least. Step by step: past one line more, and what is won is two sums."""
    own = pull[order[at]]
    best_gain, best_place = 0, at
    # With each line that it passes it goes away from all behind it and nearer to all ahead, and that one the other way;
    # what joins the two is as long as before.
    gain, ahead = 0, own
    for place in range(at - 1, -1, -1):
        passed = order[place]
        between = 2 * row[passed]
        gain += ahead - pull[passed] - between
        if gain > best_gain:
            best_gain, best_place = gain, place
        ahead -= between
    gain, ahead = 0, -own
    for place in range(at + 1, len(order)):
        passed = order[place]
        between = 2 * row[passed]
        gain += ahead + pull[passed] - between
        if gain > best_gain:
            best_gain, best_place = gain, place
        ahead -= between
    return best_place


def _shift(order: list[int], at: int, to: int, row: list[int], pull: list[int]) -> None:
    """Move the line at `at`, and mend the pulls of those that it passes, and its own."""
    line = order.pop(at)
    order.insert(to, line)
    sign = 2 if to > at else -2
    for passed in order[at:to] if to > at else order[to + 1 : at + 1]:
        pull[passed] -= sign * row[passed]
        pull[line] += sign * row[passed]
