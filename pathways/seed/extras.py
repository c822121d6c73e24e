"""What the demo says beyond its titles: steps between them, why they ask for years, what the market pays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pathways.choices import Basis, EquivalentKind, MoveHow, MoveKind
from pathways.models.titles import DegreeRule
from pathways.pay import PayUnit
from pathways.seed import TitleText, read

CENTS_OF_A_MONTHLY_DOLLAR = 1200
# How many steps a grade of a schedule has, first and last rate included; other schedules are open ranges.
STEPS = {"B": 10, "G": 8, "BX": 6, "GY": 6}


@dataclass(frozen=True)
class MoveText:
    """One step between two titles."""

    origin: str
    destination: str
    kind: str
    how: str
    typical_months: int
    note: str


def moves() -> Iterator[MoveText]:
    """All steps. Raises ValueError for a line that can't be read."""
    for kind, lines in read("moves.toml").items():
        for line in lines:
            facts, _bar, note = line.partition("|")
            origin, destination, months, *how = facts.split()
            yield MoveText(
                origin, destination, MoveKind(kind), MoveHow(how[0]) if how else MoveHow.COMPETITIVE, int(months),
                note.strip(),
            )  # fmt: skip


def pay_steps(text: TitleText) -> list[int]:
    """Even steps through the grade's range, in whole dollars a month; empty for an open range or a trade's rate."""
    count = STEPS.get(text.grade.partition(" ")[0], 0)
    if not count or text.pay_unit != PayUnit.ANNUAL:
        return []
    low, high = text.pay_min_cents, text.pay_max_cents
    between = [
        round((low + (high - low) * place / (count - 1)) / CENTS_OF_A_MONTHLY_DOLLAR) * CENTS_OF_A_MONTHLY_DOLLAR
        for place in range(1, count - 1)
    ]
    return [low, *between, high]


def demand_columns(text: TitleText, demands: dict[str, Any]) -> dict[str, str]:
    """The columns that say why a title asks for experience and for a degree. `demands` is demands.toml."""
    columns: dict[str, str] = {}
    if text.experience_months:
        why = demands["title"].get(text.code) or demands["level"][str(text.level)]
        columns |= {
            "experience_basis": Basis(why.get("basis", Basis.OTHER)),
            "experience_reason": why["reason"],
            "experience_equivalent_kind": EquivalentKind(why["kind"]),
            "experience_equivalent": why["equivalent"],
        }
    if text.degree_rule == DegreeRule.REQUIRED:
        columns |= {"degree_basis": Basis.OTHER, "degree_equivalent_kind": EquivalentKind.YEARS}
    elif text.degree_rule == DegreeRule.REQUIRED_BY_LAW:
        columns |= {"degree_basis": Basis.LICENCE}
    return columns


@dataclass(frozen=True)
class BenchmarkText:
    """What the made-up survey says of one title, as shares of the middle of the city's own range."""

    code: str
    market_title: str
    shares: tuple[float, float, float]
    months_ago: int


def benchmarks() -> tuple[str, str, list[BenchmarkText]]:
    """The source, its area, and its figures."""
    file = read("benchmarks.toml")
    figures = []
    for line in file["figures"]:
        code, name, shares, months = (part.strip() for part in line.split("|"))
        low, middle, high = map(float, shares.split())
        figures.append(BenchmarkText(code, name, (low, middle, high), int(months)))
    return file["source"], file["area"], figures
