"""HR's worksheet: every old title of technology, what was decided about it, and what does not fit together.

All of it is read in a fixed number of queries, however many titles there are; filters and pages are cut from that.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count

from chitech.core.accounts.models import Employment
from pathways.crosswalk import conflicts
from pathways.crosswalk.querysets import newest_year, spelled
from pathways.models import BudgetLine, BudgetTitle, CrosswalkDecision, Title

STATES = ("open", "mapped", "set_aside", "conflicts")
SORTS = ("positions", "code", "name")


@dataclass
class Row:
    """One old title. `line` is its newest budget line; `positions` are those of the newest year, 0 where it is gone.

    `held_by` counts people whose payroll has its code today.
    """

    title: BudgetTitle
    line: BudgetLine | None = None
    positions: int = 0
    decision: CrosswalkDecision | None = None
    targets: list[Any] = field(default_factory=list)  # titles with `name` as of today
    held_by: int = 0
    conflicts: list[str] = field(default_factory=list)
    siblings: list["Row"] = field(default_factory=list)  # other names of its code; only on its own page

    @property
    def state(self) -> str:
        return str(self.decision.outcome) if self.decision else "open"


@dataclass(frozen=True)
class Progress:
    """How far the crosswalk is. Positions are those of the newest budget year, without titles that were set aside."""

    titles: int
    codes: int
    mapped: int
    set_aside: int
    conflicts: int
    positions: int
    positions_mapped: int
    year: int | None

    @property
    def open(self) -> int:
        return self.titles - self.mapped - self.set_aside

    @property
    def percent(self) -> int:
        """Share of positions whose title is mapped, rounded down: 100 means all of them."""
        return 100 * self.positions_mapped // self.positions if self.positions else 0

    @property
    def is_done(self) -> bool:
        return bool(self.titles) and not self.open


def read(today: date, *, pk: int | None = None) -> list[Row]:
    """All rows in the order of their codes, or that of one old title with those that share its code. Seven queries."""
    year = newest_year()
    titles: Any = BudgetTitle.objects.in_scope().with_last_line().with_positions(year)
    if pk is not None:
        code = BudgetTitle.objects.filter(pk=pk).values("code")
        titles = BudgetTitle.objects.filter(code__in=code).with_last_line().with_positions(year)
    rows = [Row(title, positions=title.positions) for title in titles]
    _add_lines(rows)
    _add_decisions(rows, today)
    _add_holders(rows, today)
    conflicts.add(rows, today)
    return rows


def _add_lines(rows: Sequence[Row]) -> None:
    ids = [row.title.line_id for row in rows]  # type: ignore[attr-defined]
    lines = BudgetLine.objects.in_bulk([pk for pk in ids if pk])
    for row in rows:
        row.line = lines.get(row.title.line_id)  # type: ignore[attr-defined]


def _add_decisions(rows: Sequence[Row], today: date) -> None:
    decisions = CrosswalkDecision.objects.filter(budget_title__in=[row.title.pk for row in rows])
    found = {each.budget_title_id: each for each in decisions.select_related("changed_by").prefetch_related("targets")}
    wanted = {target.title_id for each in found.values() for target in each.targets.all()}
    titles: dict[int, Any] = Title.objects.filter(pk__in=wanted).with_revision(today).in_bulk()
    for row in rows:
        row.decision = found.get(row.title.pk)
        if row.decision:
            row.decision.budget_title = row.title
            row.targets = [titles[target.title_id] for target in row.decision.targets.all()]


def _add_holders(rows: Sequence[Row], today: date) -> None:
    """How many people hold each. A code with several names counts for the one that the payroll says, or the newest."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.title.code].append(row)
    posts = Employment.objects.current(today).order_by().values("title_code", "title_name").annotate(people=Count("pk"))
    for post in posts:
        candidates = by_code.get(spelled(post["title_code"]), ())
        if candidates:
            said = post["title_name"].casefold()
            named = [row for row in candidates if row.title.name.casefold() == said]
            newest = max(candidates, key=lambda row: (row.line.year if row.line else 0, row.positions))
            (named[0] if named else newest).held_by += post["people"]


def progress(rows: Sequence[Row]) -> Progress:
    states = Counter(row.state for row in rows)
    to_map = [row for row in rows if row.state != "set_aside"]
    return Progress(
        titles=len(rows),
        codes=len({row.title.code for row in rows}),
        mapped=states["mapped"],
        set_aside=states["set_aside"],
        conflicts=sum(bool(row.conflicts) for row in rows),
        positions=sum(row.positions for row in to_map),
        positions_mapped=sum(row.positions for row in to_map if row.state == "mapped"),
        year=newest_year(),
    )


def chosen(rows: Sequence[Row], *, state: str = "", q: str = "", sort: str = "positions") -> list[Row]:
    """Those of a state whose code or name has all the words, in an order."""
    words = q.casefold().split()
    found = [
        row
        for row in rows
        if (not state or row.state == state or (state == "conflicts" and row.conflicts))
        and all(word in f"{row.title.code} {row.title.name}".casefold() for word in words)
    ]
    orders = {
        "positions": lambda row: (-row.positions, row.title.code, row.title.name),
        "code": lambda row: (row.title.code, row.title.name),
        "name": lambda row: (row.title.name.casefold(), row.title.code),
    }
    return sorted(found, key=orders[sort])
