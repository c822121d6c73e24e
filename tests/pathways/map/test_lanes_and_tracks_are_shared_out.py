"""Short ways to share out tracks and lanes find what trying everything finds."""

from collections.abc import Hashable
from datetime import date
from itertools import combinations, permutations
from random import Random

import pghistory
import pytest

from bench.cities import make_city
from pathways.map import channels, graph, tracks
from pathways.models import Family, Move, Revision, RevisionSkill


def _costs(random: Random, stations: int, room: int) -> list[list[float]]:
    """As tracks are priced: sums of tenths, with digits at their ends that tenths have."""
    return [
        [random.randrange(4) + 0.3 * track + 2.5 * random.randrange(2) for track in range(room)]
        for _station in range(stations)
    ]


def test_no_way_to_lay_a_level_is_cheaper() -> None:
    random = Random(3)
    apart = 0
    for _level in range(400):
        stations = random.randint(1, 4)
        room = random.randint(stations, 5)
        costs = _costs(random, stations, room)
        ways = permutations(range(room), stations)
        best = min(ways, key=lambda way: sum(row[track] for row, track in zip(costs, way, strict=True)))
        own = tracks._each_its_own(costs)
        apart += own is not None
        assert (own or tracks._cheapest(costs, room)) == best
    assert 50 < apart < 350  # both ways were tried
    # Three tenths, summed in two ways: the first track is as cheap, and which is taken is not for one station to say.
    assert tracks._each_its_own([[0.1 + 0.2, 0.3], [1.0, 9.0]]) is None


def test_spans_in_one_lane_do_not_touch_and_lanes_are_taken_from_the_nearest() -> None:
    random = Random(4)
    nets: dict[Hashable, tuple[int, int]]
    nets = {n: (low, low + random.randint(0, 9)) for n, low in enumerate(random.choices(range(-3, 40), k=80))}
    lanes = channels._share_out(dict(nets))
    touching = {
        frozenset((a, b)) for a, b in combinations(nets, 2) if nets[a][0] <= nets[b][1] and nets[b][0] <= nets[a][1]
    }
    assert all(lanes[a] != lanes[b] for a, b in map(tuple, touching))
    for net, lane in lanes.items():
        # Each nearer lane was taken there, by a span that is not longer.
        others = [other for other in nets if frozenset((net, other)) in touching and lanes[other] < lane]
        assert {lanes[other] for other in others} == set(range(lane))


@pytest.mark.django_db
def test_what_is_read_is_what_the_vocabulary_says_also_within_a_change() -> None:
    make_city(3, 20)
    day = date(2025, 6, 1)
    with pghistory.context(user=1):
        found = graph.load(day)
    assert graph.load(day) == found
    assert graph.load(date(2024, 6, 1)).stations == []  # nothing was in force
    in_force = Revision.objects.in_force_on(day)
    assert {(each.pk, each.name) for each in found.stations} == set(in_force.values_list("title", "name"))
    assert [line.pk for line in found.lines] == list(Family.objects.values_list("pk", flat=True))
    assert {hop[:3] for hop in found.hops} == set(Move.objects.values_list("origin", "destination", "kind"))
    station = found.stations[7]
    asked = RevisionSkill.objects.filter(revision__title=station.pk).order_by("-is_essential", "-level", "pk")
    assert list(station.needs) == list(asked.values_list("skill", "skill__name", "level", "is_essential"))
