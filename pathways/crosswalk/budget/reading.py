"""One row of a budget into plain values, and the rows of one title into a line."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from chitech.core.imports.plan import Values, fingerprint
from chitech.core.imports.rows import RowReader
from pathways.crosswalk.querysets import spelled
from pathways.models import BudgetPayUnit
from pathways.models.budget import BUDGET_CODE_PATTERN

_LONGEST_NAME = 120
_LONGEST_KEY = 60  # what the import's memory holds
_MOST_UNITS = 100_000_000
_PAY_UNITS = {
    "annual": "annual", "annually": "annual", "yearly": "annual", "monthly": "monthly", "hourly": "hourly",
    "daily": "daily",
}  # fmt: skip
_YES_NO = {"1": "yes", "yes": "yes", "y": "yes", "true": "yes", "0": "no", "no": "no", "n": "no", "false": "no"}
# "G 06", "BX15", "3 00", "300", "2 0": letters, or one digit before two; then the grade.
_SCHEDULE_GRADE = re.compile(r"^([A-Z]{1,2}|\d(?=\d\d$|\s))\s*([0-9A-Z]{0,3})$")


def key_of(year: int, code: str, name: str) -> str:
    """How an import calls the line of a title in a year. A long name ends in a short hash."""
    key = f"{year} {code} {name.lower()}"
    return key if len(key) <= _LONGEST_KEY else f"{key[: _LONGEST_KEY - 17]} {fingerprint(key)}"


def split_grade(text: str) -> tuple[str, str]:
    """Schedule and grade. A bare number is the grade of a schedule that the file lost; a bare 0 says nothing."""
    text = " ".join(text.upper().split())
    found = _SCHEDULE_GRADE.match(text)
    if found:
        return found[1], found[2]
    return ("", "") if not text.strip("0") else ("", text[:6])


def read(row: RowReader, *, year: int) -> tuple[str, Values, bool]:
    """The key of a row's title, what the row says, and whether its code had lost zeros."""
    written = row.line("title_code", most=20)
    code, name = spelled(written), row.line("title_name", most=_LONGEST_NAME)
    if not written:
        row.fail("title_code", "missing", _("There is no title code. Fill it in."))
    elif not re.match(BUDGET_CODE_PATTERN, code):
        row.fail("title_code", "bad_code", _("A title code has up to 8 digits and letters."), written)
    if not name:
        row.fail("title_name", "missing", _("There is no title. Fill it in."))
    schedule, grade = _grade(row)
    department = row.line("department_name", most=120)
    post = {
        "code": row.line("department_code", most=10).lstrip("0") or department[:10].upper(),
        "department": department,
        "grade": " ".join(part for part in (schedule, grade) if part),
        "unit": _without_lost_zeros(row.line("bargaining_unit", most=10)),
        "pay_unit": row.choice("pay_unit", _PAY_UNITS) or BudgetPayUnit.ANNUAL.value,
    }
    units = row.whole("units", least=0, most=_MOST_UNITS) or 0
    is_position = row.choice("is_position", _YES_NO) != "no"
    # Money for adjustments and hours of temporary help stand under title codes, too: they are no positions. What an
    # hour is paid is still a rate; what stands beside an adjustment is an amount of millions, and no pay.
    is_rate = is_position or post["pay_unit"] != BudgetPayUnit.ANNUAL
    pay = row.cents("pay_rate") if is_rate else None
    said = {
        "name": name,
        "schedule": schedule,
        "grade_alone": grade,
        "post": post,
        "positions": units if is_position else 0,
        "pay": pay or None,
    }
    return key_of(year, code, name), said | {"code": code}, code != written.upper()


def _grade(row: RowReader) -> tuple[str, str]:
    if row.provides("schedule_grade"):
        return split_grade(row.line("schedule_grade", most=10))
    schedule = row.line("schedule", most=10).upper()
    return ("" if schedule == "0" else schedule[:4]), ""


def _without_lost_zeros(text: str) -> str:
    return text.lstrip("0") or text[:1]


def fold(rows: Iterable[Values]) -> Values:
    """The rows of one title and year as one line: the sums, and what most of its positions have."""
    posts: dict[tuple[str, ...], dict[str, Any]] = {}
    weights: dict[str, Counter[Any]] = {name: Counter() for name in ("grade", "unit", "pay_unit")}
    first: Values = {}
    for said in rows:
        first = first or said
        post, positions = said["post"], said["positions"]
        # A grade that is whole goes before one of which the file lost a half.
        weights["grade"][said["schedule"], said["grade_alone"]] += positions * 100 + bool(said["grade_alone"])
        weights["unit"][post["unit"]] += positions * 100 + 1
        weights["pay_unit"][post["pay_unit"]] += positions * 100 + 1
        place = (post["code"], post["grade"], post["unit"], post["pay_unit"])
        known = posts.setdefault(place, post | {"positions": 0, "pay_min_cents": None, "pay_max_cents": None})
        known["positions"] += positions
        _widen(known, said["pay"], said["pay"])
    pay_unit = _most(weights["pay_unit"])
    line: dict[str, Any] = {"pay_min_cents": None, "pay_max_cents": None}
    for post in posts.values():
        if post["pay_unit"] == pay_unit:
            _widen(line, post["pay_min_cents"], post["pay_max_cents"])
    schedule, grade = _most(weights["grade"])
    return {
        "code": first["code"],
        "name": first["name"],
        "schedule": schedule,
        "grade": grade,
        "bargaining_unit": _most(weights["unit"]),
        "positions": sum(post["positions"] for post in posts.values()),
        "pay_unit": pay_unit,
        **line,
        "department_codes": sorted({post["code"] for post in posts.values()}),
        "posts": [posts[place] for place in sorted(posts)],
    }


def _widen(where: dict[str, Any], least: int | None, most: int | None) -> None:
    if least is None or most is None:
        return
    low, high = where["pay_min_cents"], where["pay_max_cents"]
    where["pay_min_cents"] = least if low is None else min(low, least)
    where["pay_max_cents"] = most if high is None else max(high, most)


def _most(weights: Counter[Any]) -> Any:
    """What weighs most; of equal ones the first by name, so that every run finds the same."""
    return min(weights, key=lambda one: (-weights[one], one))
