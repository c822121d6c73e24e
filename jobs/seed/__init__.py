"""The demo's openings as they stand in the files of this folder: read and typed, nothing written to the database."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jobs.choices import Audience, EmploymentType, WorkMode
from jobs.seed import wording
from jobs.seed.wording import Kind
from pathways.pay import PayUnit
from pathways.seed import TitleText, titles

FOLDER = Path(__file__).parent
DEPARTMENTS = FOLDER / "departments"
DOLLAR = 100
# A posting shows the range that it will really pay: all of the title's, or a part of it. In parts of the range.
SPANS = ((0.0, 1.0), (0.0, 0.85), (0.0, 0.7), (0.1, 1.0), (0.1, 0.8))
MONTHLY_CENTS = 12 * DOLLAR


@dataclass(frozen=True)
class Opening:
    """One opening: what a posting says, apart from who published it and when. Bodies are markdown."""

    department: str
    division: str
    business_title: str
    title: TitleText
    what_you_will_do: str
    what_you_need: str
    what_helps: str
    benefits: str
    how_to_apply: str
    pay_min_cents: int
    pay_max_cents: int
    pay_unit: str
    openings: int
    employment_type: str
    hours_or_shift: str
    work_mode: str
    location: str
    audience: str
    service_type: str
    selection_method: str
    residency: str
    is_until_filled: bool


def departments() -> dict[str, str]:
    """The name of each department by its slug."""
    return {each["slug"]: each["name"] for each in (file["department"] for file in _files()) if "name" in each}


def openings() -> list[Opening]:
    """Every opening of every department, in the order of the files."""
    places = wording.read("places.toml")
    contacts = {
        file["department"]["slug"]: file["department"]["contact"] for file in _files() if "name" in file["department"]
    }
    return [
        _opening(role, effort, department=file["department"]["slug"], contacts=contacts, places=places)
        for file in _files()
        for effort in file["effort"]
        for role in effort["role"]
    ]


def _files() -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted(DEPARTMENTS.glob("*.toml"))]


def _opening(
    role: dict[str, Any], effort: dict[str, Any], *, department: str, contacts: dict[str, str], places: dict[str, str]
) -> Opening:
    title = titles()[role["title"]]
    audience = Audience(role.get("audience", Audience.BOTH))
    kind = _kind(role, title)
    # What is picked from several wordings depends on this alone, and so is the same on every run.
    key = f"{department} {role['name']}"
    mode = WorkMode(role.get("mode") or wording.work_mode(title))
    low, high, unit = _pay(role, title, key)
    method = "training-and-experience" if audience == Audience.STAFF else wording.selection_method(title, key)
    return Opening(
        department=department,
        division=effort["division"],
        business_title=role["name"],
        title=title,
        what_you_will_do=wording.what_you_will_do(effort["about"], role["angle"], role["duties"], title, key),
        what_you_need=wording.what_you_need(title, role.get("need")),
        what_helps=wording.what_helps(title, effort["helps"], key),
        benefits=wording.benefits(kind),
        how_to_apply=wording.how_to_apply(
            kind, title, method, contact=contacts[department], is_for_staff=audience == Audience.STAFF, key=key
        ),
        pay_min_cents=low,
        pay_max_cents=high,
        pay_unit=unit,
        openings=role.get("openings", 1),
        employment_type=_EMPLOYMENT[kind],
        hours_or_shift=role.get("hours") or wording.hours(kind, mode, key),
        work_mode=mode,
        location=places[role.get("place", effort["place"])],
        audience=audience,
        service_type="temporary" if kind in _TEMPORARY else title.service_type,
        selection_method=method,
        residency=_residency(kind, audience),
        is_until_filled=role.get("until_filled", False),
    )


_EMPLOYMENT: dict[Kind, EmploymentType] = {
    Kind.UNION: EmploymentType.FULL_TIME,
    Kind.NON_UNION: EmploymentType.FULL_TIME,
    Kind.EXEMPT: EmploymentType.FULL_TIME,
    Kind.APPRENTICE: EmploymentType.APPRENTICESHIP,
    Kind.INTERN: EmploymentType.INTERNSHIP,
    Kind.PART_TIME: EmploymentType.PART_TIME,
    Kind.SEASONAL: EmploymentType.SEASONAL,
    Kind.DAILY: EmploymentType.TEMPORARY,
}
_TEMPORARY = {Kind.SEASONAL, Kind.DAILY}
_LEARNING = {Kind.APPRENTICE, Kind.INTERN}


def _kind(role: dict[str, Any], title: TitleText) -> Kind:
    """How a person is employed, which decides benefits, hours and how to apply."""
    for mark, kind in (("daily", Kind.DAILY), ("part_time", Kind.PART_TIME), ("seasonal", Kind.SEASONAL)):
        if role.get(mark):
            return kind
    if title.grade.startswith("Intern"):
        return Kind.INTERN
    if title.service_type == "apprentice":
        return Kind.APPRENTICE
    if title.service_type == "exempt":
        return Kind.EXEMPT
    return Kind.NON_UNION if title.bargaining_unit == "none" else Kind.UNION


def _residency(kind: Kind, audience: Audience) -> str:
    if audience == Audience.STAFF:
        return "city-now"
    return "program-rule" if kind in _LEARNING else "city-by-start"


def _pay(role: dict[str, Any], title: TitleText, key: str) -> tuple[int, int, str]:
    """From and to in cents, and the unit."""
    for mark, unit in (("daily", PayUnit.DAILY), ("part_time", PayUnit.HOURLY)):
        if mark in role:
            low, high = role[mark]
            return round(low * DOLLAR), round(high * DOLLAR), unit
    low, high = title.pay_min_cents, title.pay_max_cents
    if title.pay_unit != PayUnit.ANNUAL:
        return low, high, title.pay_unit
    start, end = wording.pick(SPANS, f"pay {key}")
    width = high - low
    return _whole_months(low + width * start), _whole_months(low + width * end), PayUnit.ANNUAL


def _whole_months(cents: float) -> int:
    return round(cents / MONTHLY_CENTS) * MONTHLY_CENTS
