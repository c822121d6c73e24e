"""The public pages of the job site, anonymous, beside the limits of the same run."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import driver, rounds
from bench.counting import HEADER
from bench.lab import Lab
from bench.report import Goal, Measurement, with_steady_queries
from bench.rounds import Probe

MOST_QUERIES = 8
# Small is where Python and templates are what costs; large where the database is.
SMALL = 10_000
NOTHING, PLAIN, PLAIN_SQL = "do-nothing view", "20 plain rows", "20 plain rows with SQL"
LIMITS = {NOTHING: "/bench/nothing/", PLAIN: "/bench/plain/", PLAIN_SQL: "/bench/plain-sql/"}
# 60 ms by the second goal, where something narrows the list; 250 ms where all of it is counted.
NARROWED_MS, WHOLE_MS = 60.0, 250.0


@dataclass(frozen=True)
class Page:
    """A page of the site. `is_whole`: what it counts grows with the catalogue."""

    name: str
    paths: Sequence[str]
    is_whole: bool = False


def measure(lab: Lab) -> list[Measurement]:
    """Each page uncached at one connection and at eight, and as a copy at eight."""
    return with_steady_queries([each for rows in lab.sizes for each in _of_size(lab, rows)])


def pages(lab: Lab, rows: int, port: int) -> list[Page]:
    """The pages, with addresses that the database of this size has."""
    found = lab.query(
        rows,
        "SELECT posting_id FROM jobs_postingsearch WHERE state = 'published' AND audience = 'both' AND opens_at < now()"
        " AND (closes_at IS NULL OR closes_at > now() + interval '1 day') AND posting_id % 7 = 3"
        " ORDER BY posting_id LIMIT 200",
    )
    # The short address of a posting leads to its real one.
    details = [driver.get(port, f"/jobs/{pk}/").headers["location"] for (pk,) in found]
    return [
        Page("home", ["/"], is_whole=True),
        Page("list", ["/jobs/"], is_whole=True),
        Page("list, a query and three filters", ["/jobs/?q=database&family=software&work=hybrid&degree=none"]),
        Page("list, a word in half of all", ["/jobs/?q=notebooks"], is_whole=True),
        Page("detail", details),
        Page("feed", ["/jobs/feed/"]),
    ]


def _of_size(lab: Lab, rows: int) -> list[Measurement]:
    with lab.serving(rows, BENCH_COUNT_QUERIES="1", BENCH_COPIES="forgotten", WEB_CONCURRENCY="1") as port:
        shown = pages(lab, rows, port)
        counted = {page.name: _look_at(port, page.paths[0]) for page in shown}
        counted |= {name: _look_at(port, path) for name, path in LIMITS.items()}
    lab.say(f"Measuring the public pages over {rows:,} postings ...")
    with lab.serving(rows, BENCH_COPIES="forgotten") as uncached, lab.serving(rows) as cached:
        limits = {
            (name, connections): Probe(name, uncached, (path,), connections)
            for name, path in LIMITS.items()
            for connections in (1, 8)
        }
        fresh = [
            (page, Probe(page.name, uncached, tuple(page.paths), connections))
            for page in shown
            for connections in (1, 8)
        ]
        copies = [(page, Probe(page.name, cached, tuple(page.paths[:1]), 8)) for page in shown]
        probes = [*limits.values(), *(probe for _page, probe in (*fresh, *copies))]
        played = rounds.measure(probes, rounds=lab.rounds, seconds=lab.seconds)

    def row(probe: Probe, *, cache: str, limit: str | None, goal: Goal | None) -> Measurement:
        queries, size = counted[probe.name]
        against = rounds.ratio(played[probe], played[limits[limit, probe.connections]]) if limit else None
        return Measurement(
            probe.name,
            rows,
            cache=cache,
            connections=probe.connections,
            queries=queries if cache != "cached" else None,
            bytes=size,
            limit=limit,
            ratio=against,
            goal=goal,
            **rounds.summary(played[probe]),
        )

    return [
        *(row(probe, cache="", limit=None, goal=None) for probe in limits.values()),
        *(
            row(probe, cache="uncached", limit=PLAIN_SQL, goal=goal_uncached(page, rows, probe.connections))
            for page, probe in fresh
        ),
        *(row(probe, cache="cached", limit=NOTHING, goal=goal_cached(page)) for page, probe in copies),
    ]


def goal_uncached(page: Page, rows: int, connections: int) -> Goal:
    """At one connection a time; for the list of the small catalogue a share of the limit at any number."""
    milliseconds = WHOLE_MS if page.is_whole and rows > SMALL else NARROWED_MS
    return Goal(
        p95_ms=milliseconds if connections == 1 else None,
        ratio=0.60 if page.name == "list" and rows <= SMALL else None,
        queries=MOST_QUERIES,
    )


def goal_cached(page: Page) -> Goal | None:
    """A repeated list comes at a third of the rate of a view that does nothing."""
    return Goal(ratio=1 / 3) if page.name == "list" else None


def _look_at(port: int, path: str) -> tuple[int, int]:
    """How many queries a page asks when it is made, and how many bytes it is as sent. Asked twice: what one process
    reads once (the vocabulary) does not count for each page.
    """
    driver.get(port, path)
    answer = driver.get(port, path)
    if answer.status != 200:
        raise driver.BadAnswerError(f"{path} answered {answer.status}")
    return int(answer.headers[HEADER.lower()]), len(answer.body)
