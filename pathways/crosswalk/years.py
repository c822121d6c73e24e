"""What came into the budget, went out of it and was renamed between two years."""

from collections import defaultdict
from dataclasses import dataclass, field

from pathways.models import BudgetLine, BudgetTitle


@dataclass(frozen=True)
class Change:
    """One code between two years. `same_name` is the code under which the same name stands in the other year."""

    code: str
    before: list[str]
    after: list[str]
    positions_before: int
    positions_after: int
    same_name: str = ""


@dataclass
class YearReport:
    """Codes that only the later year has, codes that only the earlier one has, and codes whose names differ.

    Names that differ in nothing but capital letters and spaces are the same.
    """

    earlier: int
    later: int
    came: list[Change] = field(default_factory=list)
    went: list[Change] = field(default_factory=list)
    renamed: list[Change] = field(default_factory=list)
    kept: int = 0


def between(earlier: int, later: int, *, only_scope: bool = False) -> YearReport:
    """The report. Two queries, or three for the scope alone."""
    before, after = _of(earlier, only_scope=only_scope), _of(later, only_scope=only_scope)
    homes_before, homes_after = _homes(before), _homes(after)
    report = YearReport(earlier, later)
    for code in sorted({*before, *after}):
        old, new = before.get(code, {}), after.get(code, {})
        change = Change(
            code, sorted(old), sorted(new), sum(old.values()), sum(new.values()), _elsewhere(old, homes_after, code)
        )
        if not old:
            home = _elsewhere(new, homes_before, code)
            report.came.append(Change(code, [], change.after, 0, change.positions_after, home))
        elif not new:
            report.went.append(change)
        elif {name.casefold() for name in old} != {name.casefold() for name in new}:
            report.renamed.append(Change(code, change.before, change.after, sum(old.values()), sum(new.values())))
        else:
            report.kept += 1
    return report


def _of(year: int, *, only_scope: bool) -> dict[str, dict[str, int]]:
    """Code -> name -> positions."""
    lines = BudgetLine.objects.listed().filter(year=year)
    if only_scope:
        lines = lines.filter(title__in=BudgetTitle.objects.in_scope().order_by().values("pk"))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code, name, positions in lines.order_by().values_list("title__code", "title__name", "positions"):
        found[code][name] = positions
    return found


def _homes(codes: dict[str, dict[str, int]]) -> dict[str, list[str]]:
    """Name -> codes that have it."""
    homes = defaultdict(list)
    for code, names in codes.items():
        for name in names:
            homes[name.casefold()].append(code)
    return homes


def _elsewhere(names: dict[str, int], homes: dict[str, list[str]], code: str) -> str:
    for name in names:
        for home in homes.get(name.casefold(), ()):
            if home != code:
                return home
    return ""
