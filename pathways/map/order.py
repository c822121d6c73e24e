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
    # A table is read in a third of the time that dictionaries take, and it is read a quarter of a million times.
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
    is_better = True
    while is_better:
        is_better = False
        for line in tuple(order):
            at = order.index(line)
            gain, to = _best_shift(order, at, table)
            if gain > 0:
                order.insert(to, order.pop(at))
                is_better = True
    return order


def _best_shift(order: list[int], at: int, table: list[list[int]]) -> tuple[int, int]:
    """How much is won by moving the line at `at`, and to where. Step by step: a swap of neighbours costs one sum."""
    row = table[order[at]]
    best_gain, best_to = 0, at
    for step in (-1, 1):
        gain = 0
        place = at + step
        # Those passed so far lie on the other side of it.
        behind = order[:at] if step == 1 else order[at + 1 :]
        weight_behind = sum([row[each] for each in behind])
        weight_ahead = sum(row) - weight_behind
        while 0 <= place < len(order):
            passed = order[place]
            between = row[passed]
            # The line goes one further: away from what is behind it, nearer to what lies ahead.
            gain += (weight_ahead - between) - weight_behind
            # The one passed comes one nearer to what was behind the line, and further from what lies ahead.
            other = table[passed]
            near = sum([other[each] for each in behind])
            gain += near - (sum(other) - near - between)
            if gain > best_gain:
                best_gain, best_to = gain, place
            weight_ahead -= between
            weight_behind += between
            behind.append(passed)
            place += step
    return best_gain, best_to
