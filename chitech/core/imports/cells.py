"""One cell into one value: a date, an amount of money, a whole number. Raises BadCell with what is wrong with it."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from chitech.core.imports.errors import BadCell
from chitech.core.imports.readers.table import Cell, text_of

# ISO first, then as Americans write. A source that writes the day first says so in its mapping.
DATE_FORMATS = (
    "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%Y/%m/%d", "%m-%d-%Y", "%Y%m%d",
    "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y",
)  # fmt: skip
_TIME_OF_DAY = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$")
# Day 0 of Excel's calendar as it counts after its 29 February 1900, which never was.
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119
_YEARS = range(1950, 2101)

_MONEY = re.compile(r"^(?:USD|US\$|\$)?\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,10})?\s*(?:USD)?$", re.IGNORECASE)
# Ten million dollars: more than any pay, and small enough that a year of it fits a column of cents.
_MOST_CENTS = 1_000_000_000


def as_day(cell: Cell, formats: Sequence[str] = ()) -> date:
    """The calendar day that a cell names. A time of day is left out: postings open and close by the day."""
    if isinstance(cell, datetime):
        return _checked(cell.date(), cell)
    if isinstance(cell, date):
        return _checked(cell, cell)
    text = " ".join(text_of(cell).split())
    if isinstance(cell, int | float) or re.fullmatch(r"\d{5}(\.\d+)?", text):
        days = int(float(text)) if re.fullmatch(r"\d{1,9}(\.\d+)?", text) else 0
        if days in _EXCEL_DAYS:
            return _EXCEL_DAY_ZERO + timedelta(days=days)
    day = _day_written(text, tuple(formats) or DATE_FORMATS)
    if day is None:
        raise BadCell("bad_date", _("This is not a date. Write it like 2026-11-30 or 11/30/2026."))
    return _checked(day, cell)


@lru_cache(maxsize=4096)  # a file has few days and many rows
def _day_written(text: str, formats: tuple[str, ...]) -> date | None:
    bare = _TIME_OF_DAY.sub("", text)
    for wanted in formats:
        for candidate in dict.fromkeys((bare, text)):
            try:
                return datetime.strptime(candidate, wanted).date()  # noqa: DTZ007 -- a day has no zone
            except ValueError:
                continue
    return None


def as_cents(cell: Cell) -> int:
    """An amount of dollars, in whole cents. Parts of a cent are rounded half up: `53.5895` an hour is 53.59."""
    if isinstance(cell, bool | datetime | date):
        raise _bad_money()
    text = repr(cell) if isinstance(cell, float) else text_of(cell)
    found = _MONEY.match(text.strip())
    if not found:
        raise _bad_money()
    dollars = Decimal(found[1].replace(",", "") + (found[2] or ""))
    cents = int((dollars * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if cents > _MOST_CENTS:
        raise BadCell("bad_money", _("This is more than ten million dollars. Check the amount."))
    return cents


def as_whole(cell: Cell, *, least: int, most: int) -> int:
    """A whole number between two bounds. `3`, `3.0` and `1,200` are whole numbers."""
    text = text_of(cell).strip().replace(",", "")
    found = re.fullmatch(r"(\d{1,9})(\.0*)?", text)
    if found and least <= int(found[1]) <= most:
        return int(found[1])
    raise BadCell("bad_number", _("Write a whole number from %(least)d to %(most)d.") % {"least": least, "most": most})


def _bad_money() -> BadCell:
    return BadCell("bad_money", _("This is not an amount of dollars. Write it like 84780 or $29.95."))


def _checked(day: date, cell: Cell) -> date:
    if day.year in _YEARS:
        return day
    raise BadCell(
        "bad_date",
        _("The year of “%(value)s” is not between 1950 and 2100. Check the date.") % {"value": text_of(cell)},
    )
