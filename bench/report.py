"""What was measured, against what was hoped for; as `bench.json` and as a table.

The keys of a row are a contract (DESIGN.md, section 6); `connections` is beside them.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Goal:
    """What a row must reach; what is None is not asked. Times in milliseconds, sizes in bytes as sent."""

    p95_ms: float | None = None
    ratio: float | None = None
    queries: int | None = None
    bytes: int | None = None
    rps: float | None = None

    def __str__(self) -> str:
        parts = [
            f"p95 ≤ {self.p95_ms:g} ms" if self.p95_ms is not None else "",
            f"≥ {self.ratio:.0%} of the limit" if self.ratio is not None else "",
            f"≤ {self.queries} queries" if self.queries is not None else "",
            f"≤ {self.bytes:,} bytes" if self.bytes is not None else "",
            f"≥ {self.rps:g} a second" if self.rps is not None else "",
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Measurement:
    """One row. What was not measured is None.

    page         what was asked for, or the work that was done
    rows         postings in the database (another subject counts its own things)
    cache        "uncached": every request makes its page; "cached": a copy is there; "" where neither means anything
    rps          answers (or pieces of work) a second, the median of the rounds; so are the times
    limit        the row that it is held against, and `ratio` its share of that row's rate in the same rounds
    met          whether the goal was reached; None without a goal
    """

    page: str
    rows: int
    cache: str = ""
    connections: int | None = None
    rps: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    queries: int | None = None
    bytes: int | None = None
    limit: str | None = None
    ratio: float | None = None
    goal: Goal | None = None

    @property
    def met(self) -> bool | None:
        """Every part of the goal; a part that was asked for and not measured is not reached."""
        if self.goal is None:
            return None
        at_most = [
            (self.p95_ms, self.goal.p95_ms),
            (self.queries, self.goal.queries),
            (self.bytes, self.goal.bytes),
        ]
        at_least = [(self.ratio, self.goal.ratio), (self.rps, self.goal.rps)]
        return all(found is not None and found <= asked for found, asked in at_most if asked is not None) and all(
            found is not None and found >= asked for found, asked in at_least if asked is not None
        )

    def as_dict(self) -> dict[str, object]:
        """The row as `bench.json` has it."""
        return {**asdict(self), "goal": str(self.goal) if self.goal else None, "met": self.met}


def with_steady_queries(measured: Sequence[Measurement]) -> list[Measurement]:
    """The same rows; a page that asks more queries in a larger database has missed its goal in every size.

    Its goal becomes the fewest that it was seen with, which is what makes the larger counts miss it.
    """
    fewest: dict[str, int] = {}
    for each in measured:
        if each.queries is not None:
            fewest[each.page] = min(each.queries, fewest.get(each.page, each.queries))
    return [
        replace(each, goal=replace(each.goal, queries=min(each.goal.queries, fewest[each.page])))
        if each.goal and each.goal.queries is not None and each.page in fewest
        else each
        for each in measured
    ]


def write(measured: Iterable[Measurement], path: Path) -> None:
    """Write `bench.json`."""
    path.write_text(json.dumps([each.as_dict() for each in measured], indent=1) + "\n")


COLUMNS = {
    "page": "page",
    "rows": "rows",
    "cache": "cache",
    "connections": "conn",
    "rps": "a second",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "queries": "queries",
    "bytes": "bytes",
    "ratio": "ratio",
    "limit": "of",
    "goal": "goal",
    "met": "met",
}


def table(measured: Iterable[Measurement]) -> str:
    """The rows for people."""
    lines = [list(COLUMNS.values())]
    lines += [[_cell(name, each.as_dict()[name]) for name in COLUMNS] for each in measured]
    widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
    texts = {"page", "cache", "limit", "goal", "met"}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if name in texts else cell.rjust(width)
            for cell, width, name in zip(line, widths, COLUMNS, strict=True)
        ).rstrip()
        for line in lines
    )


def _cell(name: str, value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "NO"
        case float() if name == "ratio":
            return f"{value:.2f}"
        case float():
            return f"{value:,.1f}"
        case int():
            return f"{value:,}"
        case _:
            return str(value)
