"""`bench.json` is a contract, and a goal is met only by what was measured."""

import json
from pathlib import Path

import pytest

from bench import report
from bench.driver import Round
from bench.report import Goal, Measurement, with_steady_queries
from bench.rounds import ratio, summary
from bench.subjects import public_pages, weights

CONTRACT = {
    "page", "rows", "cache", "rps", "p50_ms", "p95_ms", "queries", "bytes", "limit", "ratio", "goal", "met",
}  # fmt: skip


def measured(**values: object) -> Measurement:
    return Measurement(**{"page": "list", "rows": 10_000, **values})  # type: ignore[arg-type]


def test_each_row_has_the_keys_that_others_rely_on(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    report.write([measured(rps=12.5, goal=Goal(rps=10)), measured()], path)
    first, second = json.loads(path.read_text())
    assert CONTRACT <= first.keys() == second.keys()
    assert (first["rps"], first["goal"], first["met"]) == (12.5, "≥ 10 a second", True)
    assert (second["rps"], second["goal"], second["met"]) == (None, None, None)


@pytest.mark.parametrize(
    ("goal", "values", "met"),
    [
        (Goal(p95_ms=60), {"p95_ms": 60.0}, True),
        (Goal(p95_ms=60), {"p95_ms": 60.1}, False),
        (Goal(ratio=1 / 3), {"ratio": 0.334}, True),
        (Goal(ratio=1 / 3), {"ratio": 0.333}, False),
        (Goal(queries=8), {"queries": 9}, False),
        (Goal(bytes=15_000), {"bytes": 15_000}, True),
        (Goal(rps=100), {"rps": 99.0}, False),
        (Goal(p95_ms=60, queries=8), {"p95_ms": 10.0, "queries": 9}, False),
        (Goal(p95_ms=60), {}, False),
        (Goal(ratio=0.6), {}, False),
        (None, {"p95_ms": 9_999.0}, None),
    ],
)
def test_a_goal_is_met_by_all_that_it_asks(goal: Goal | None, values: dict[str, object], met: bool | None) -> None:
    assert measured(goal=goal, **values).met is met


def test_more_queries_in_a_larger_database_miss_the_goal() -> None:
    goal = Goal(queries=8)
    small, large = with_steady_queries([measured(queries=5, goal=goal), measured(queries=6, goal=goal)])
    assert (small.met, large.met) == (True, False)
    same = with_steady_queries([measured(queries=6, goal=goal), measured(queries=6, goal=goal)])
    assert [each.met for each in same] == [True, True]


def test_the_table_says_yes_and_no() -> None:
    lines = report.table([measured(p95_ms=1234.5, goal=Goal(p95_ms=60)), measured()]).splitlines()
    assert lines[0].split()[:3] == ["page", "rows", "cache"]
    assert "1,234.5" in lines[1]
    assert lines[1].endswith("NO")
    assert lines[2].split() == ["list", "10,000"]


def test_figures_are_medians_of_rounds_and_ratios_of_the_same_round() -> None:
    mine = [Round(1.0, [0.010] * 10), Round(2.0, [0.030] * 10), Round(1.0, [0.020] * 30)]
    limit = [Round(1.0, [0.001] * 20), Round(2.0, [0.001] * 20), Round(1.0, [0.001] * 10)]
    assert summary(mine) == {"rps": 10.0, "p50_ms": 20.0, "p95_ms": 20.0}
    assert ratio(mine, limit) == 0.5


def test_the_95th_percentile_leaves_five_in_a_hundred_above() -> None:
    played = Round(1.0, [number / 1000 for number in range(100)])
    assert played.percentile(0.95) == 94.0
    assert played.percentile(0.5) == 49.0
    assert Round(1.0, [number / 1000 for number in range(20)]).percentile(0.95) == 18.0
    assert Round(1.0, [0.007]).percentile(0.95) == 7.0


def test_the_goals_of_the_pages() -> None:
    whole = public_pages.Page("list", ["/jobs/"], is_whole=True)
    narrowed = public_pages.Page("detail", ["/jobs/1-x/"])
    assert public_pages.goal_uncached(whole, 10_000, 1) == Goal(p95_ms=60, ratio=0.6, queries=8)
    assert public_pages.goal_uncached(whole, 100_000, 1) == Goal(p95_ms=250, queries=8)
    assert public_pages.goal_uncached(narrowed, 100_000, 1) == Goal(p95_ms=60, queries=8)
    assert public_pages.goal_uncached(narrowed, 100_000, 8) == Goal(queries=8)
    assert public_pages.goal_cached(whole) == Goal(ratio=1 / 3)
    assert public_pages.goal_cached(narrowed) is None


def test_the_parts_of_a_page_are_what_a_browser_fetches() -> None:
    head = (
        '<link rel="stylesheet" href="/static/a.css"><link rel="preload" href="/static/f.woff2" as="font">'
        '<link rel="icon" href="/static/i.ico" sizes="32x32">'
        '<link rel="icon" href="/static/i.svg" type="image/svg+xml">'
        '<link rel="canonical" href="https://x/"><link rel="alternate" type="application/atom+xml" href="/jobs/feed/">'
        '<script src="/static/s.js" defer></script><use href="/static/sprite.svg#star"></use><use href="#own"></use>'
    )
    assert weights.parts_of(head) == {
        "/static/a.css", "/static/f.woff2", "/static/i.svg", "/static/s.js", "/static/sprite.svg",
    }  # fmt: skip
