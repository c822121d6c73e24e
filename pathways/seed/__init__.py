"""The demo's vocabulary as it stands in the files of this folder: read and typed, nothing written to the database."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pathways.models.titles import DegreeKind, DegreeRule
from pathways.pay import PayUnit

FOLDER = Path(__file__).parent
DOLLAR = 100
MONTHS = 12


@dataclass(frozen=True)
class SkillNeed:
    """A skill that a title asks for: `sql 3 essential` in the files."""

    slug: str
    level: int
    is_essential: bool


@dataclass(frozen=True)
class TitleText:
    """One title and all that the demo says about it. `aliases` are (source, word) pairs."""

    code: str
    family: str
    level: int
    track: str
    name: str
    summary: str
    grade: str
    pay_min_cents: int
    pay_max_cents: int
    pay_unit: str
    experience_months: int
    degree_rule: str
    degree_kind: str
    degree_reason: str
    degree_equivalent: str
    duties: list[str]
    needs: list[str]
    helps: list[str]
    skills: list[SkillNeed]
    aliases: list[tuple[str, str]]
    budget_code: str
    bargaining_unit: str
    service_type: str


def read(name: str) -> dict[str, Any]:
    """One file of this folder. Raises FileNotFoundError and tomllib.TOMLDecodeError."""
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


@cache
def titles() -> dict[str, TitleText]:
    """Every title by its code, in the order of the families and then of the files."""
    families = read("families.toml")["family"]
    return {
        entry["code"]: _title(entry, family)
        for family in families
        for entry in read(f"titles-{family['titles']}.toml")["title"]
    }


def _title(entry: dict[str, Any], family: dict[str, Any]) -> TitleText:
    code: str = entry["code"]
    _family, _dash, rank = code.partition("-")
    low, high, unit = _pay(entry)
    schedule = read_schedules()[entry["grade"].partition(" ")[0]]
    rule = DegreeRule(entry.get("degree", DegreeRule.NONE))
    # Where no degree is asked for, people are told what counts: the same for a whole field of work.
    equivalent = entry.get("degree_equivalent", family["what_counts"])
    return TitleText(
        code=code,
        family=family["slug"],
        level=int(rank[1]),
        track=rank[0],
        name=entry["name"],
        summary=entry["summary"],
        grade=entry["grade"],
        pay_min_cents=low,
        pay_max_cents=high,
        pay_unit=unit,
        experience_months=entry["experience_months"],
        degree_rule=rule,
        degree_kind=DegreeKind(entry["degree_kind"]) if "degree_kind" in entry else "",
        degree_reason=entry.get("degree_reason", ""),
        degree_equivalent=equivalent,
        duties=entry["duties"],
        needs=entry["needs"],
        helps=entry["helps"],
        skills=[_skill(line) for line in entry["skills"]],
        aliases=[(source, word) for source, words in entry["aliases"].items() for word in words],
        budget_code=next(iter(entry.get("budget_codes", [])), ""),
        bargaining_unit=entry.get("bargaining_unit", schedule["bargaining_unit"]),
        service_type=entry.get("service_type", schedule["service_type"]),
    )


def _skill(line: str) -> SkillNeed:
    slug, level, weight = line.split()
    return SkillNeed(slug, int(level), weight == "essential")


def _pay(entry: dict[str, Any]) -> tuple[int, int, str]:
    """From and to in cents, and the unit: an hourly rate as given, else the grade's range of 2018 carried to today."""
    if "hourly" in entry:
        low, high = entry["hourly"]
        return round(low * DOLLAR), round(high * DOLLAR), PayUnit.HOURLY
    grades = read_grades()
    low, high = entry["pay_2018"] if "pay_2018" in entry else grades["grades"][entry["grade"]]
    return _today(low, grades["factor"]), _today(high, grades["factor"]), PayUnit.ANNUAL


def _today(dollars_2018: int, factor: float) -> int:
    """Cents a year, a whole number of dollars a month, as the city's pay tables have them."""
    return round(dollars_2018 * factor / MONTHS) * MONTHS * DOLLAR


@cache
def read_grades() -> dict[str, Any]:
    return read("grades.toml")


@cache
def read_schedules() -> dict[str, dict[str, str]]:
    """What a pay schedule (the first word of a grade) says about union and service."""
    schedules: dict[str, dict[str, str]] = read("civil_service.toml")["schedules"]
    return schedules
