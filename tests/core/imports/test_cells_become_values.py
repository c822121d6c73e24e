"""Dates, money and numbers as people and programs write them; anything else is refused with a reason."""

import datetime as dt
from typing import Any

import pytest

from chitech.core.imports.cells import as_cents, as_day, as_whole
from chitech.core.imports.errors import BadCell
from tests.core.imports.files import naive


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("84780", 84_780_00),
        ("$84,780.00", 84_780_00),
        (" 29.95 ", 29_95),
        ("USD 1,234,567.8", 1_234_567_80),
        ("0", 0),
        ("53.5895", 53_59),
        ("19.125", 19_13),
        (29.95, 29_95),
        (84252.0, 84_252_00),
        (86749, 86_749_00),
    ],
)
def test_money(cell: Any, cents: int) -> None:
    assert as_cents(cell) == cents


@pytest.mark.parametrize(
    "cell",
    ["text", "85K", "-5", "1,23", "84.780,00", "50000-60000", "1e5", "12345678901234567890", "99999999999", "NaN", "$",
     float("nan"), float("inf"), True, naive(2026, 1, 1)],
)  # fmt: skip
def test_what_is_not_money(cell: Any) -> None:
    with pytest.raises(BadCell) as bad:
        as_cents(cell)
    assert bad.value.code == "bad_money"


@pytest.mark.parametrize(
    "cell",
    ["2026-11-30", "11/30/2026", "11/30/26", "2026-11-30T00:00:00.000", "2026-11-30 14:05:00", "11/30/2026 2:05 PM",
     "Nov 30, 2026", "November 30, 2026", "30 Nov 2026", "30-Nov-2026", "20261130", "2026-11-30T00:00:00Z",
     naive(2026, 11, 30, 9), dt.date(2026, 11, 30), 46356, "46356", 46356.5],
)  # fmt: skip
def test_days(cell: Any) -> None:
    assert as_day(cell) == dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    "cell", ["soon", "13/02/2026", "2026-02-30", "31.12.2026", "12/31/9999", "01/01/0001", 7, "7", "123456", 1e300,
             True, "New York City residency is required", naive(9999, 12, 31)]
)  # fmt: skip
def test_what_is_no_day(cell: Any) -> None:
    with pytest.raises(BadCell) as bad:
        as_day(cell)
    assert bad.value.code == "bad_date"


def test_a_mapping_may_say_that_the_day_comes_first() -> None:
    assert as_day("02/12/2026", ("%d/%m/%Y",)) == dt.date(2026, 12, 2)
    assert as_day("02/12/2026") == dt.date(2026, 2, 12)


def test_whole_numbers_within_bounds() -> None:
    assert [as_whole(cell, least=1, most=1_200) for cell in ("3", "3.0", "1,200", 7, 7.0)] == [3, 3, 1200, 7, 7]
    for cell in ("0", "1201", "2.5", "two", "-1", 2.5, None):
        with pytest.raises(BadCell):
            as_whole(cell, least=1, most=1_200)
