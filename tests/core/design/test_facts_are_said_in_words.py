"""Pay and closing dates, as people read them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from chitech.core.design.phrases import closes_soon, closing_phrase, pay_a_year, pay_amount, pay_range

CHICAGO = ZoneInfo("America/Chicago")


@dataclass
class Paid:
    pay_min_cents: int | None = None
    pay_max_cents: int | None = None
    pay_unit: str = ""
    annual_min_cents: int | None = None
    annual_max_cents: int | None = None


@pytest.mark.parametrize(
    ("paid", "words"),
    [
        (Paid(8_478_000, 12_153_600, "annual", 8_478_000, 12_153_600), "$84,780 – $121,536 a year"),
        (Paid(8_478_000, 8_478_000, "annual"), "$84,780 a year"),
        (Paid(2_410, 2_410, "hourly", 5_012_800, 5_012_800), "$24.10 an hour (about $50,128 a year)"),
        (
            Paid(2_400, 3_000, "hourly", 4_992_000, 6_240_000),
            "$24.00 – $30.00 an hour (about $49,920 – $62,400 a year)",
        ),
        (Paid(32_000, 41_050, "daily", 8_320_000, 10_673_000), "$320 – $410 a day (about $83,200 – $106,730 a year)"),
        (Paid(2_410, 2_410, "hourly"), "$24.10 an hour"),
        (Paid(), "Pay not stated by the source"),
    ],
)
def test_pay(paid: Paid, words: str) -> None:
    assert pay_range(paid) == words


def test_pay_that_is_not_stated_has_no_amount() -> None:
    assert pay_amount(Paid()) == pay_a_year(Paid()) == ""


def at(day: int, hour: int = 12, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("closes_at", "words"),
    [
        (None, "Open until filled"),
        (at(27, 23, 59), "Closes in 5 days, Friday 27 November"),
        (at(24, 23, 59), "Closes in 2 days, Tuesday 24 November"),
        (at(23, 23, 59), "Closes tomorrow, Monday 23 November"),
        (at(22, 23, 59), "Closes today at 11:59 pm"),
        (at(22, 17), "Closes today at 5:00 pm"),
        (at(9, 23, 59, month=1, year=2027), "Closes in 48 days, Saturday 9 January 2027"),
        (at(22, 11, 59), "Closed Sunday 22 November"),
    ],
)
def test_closing(closes_at: datetime | None, words: str) -> None:
    assert closing_phrase(closes_at, now=at(22)) == words


def test_days_are_counted_by_the_calendar_of_chicago() -> None:
    # 5 pm in Chicago on the 26th is the 26th there and nearly the 27th in UTC.
    closes_at = datetime(2026, 11, 28, 5, 59, tzinfo=UTC)  # 11:59 pm in Chicago on the 27th
    assert closing_phrase(closes_at, now=at(26, 23, 30)) == "Closes tomorrow, Friday 27 November"
    with timezone.override("Asia/Manila"):  # an email to somebody there, where it is the 28th already
        assert closing_phrase(closes_at, now=at(26, 23, 30)) == "Closes tomorrow, Friday 27 November"
        assert closing_phrase(closes_at, now=at(27, 9)) == "Closes today at 11:59 pm"


def said_in(template: str, moment: datetime) -> str:
    return Template("{% load course_cards design %}" + template).render(Context({"moment": moment}))


def test_one_way_to_write_a_time() -> None:
    moment = at(27, 17)
    assert said_in("{{ moment|moment }}, {{ moment|clock }}", moment) == "27 November 2026, 5:00 pm, 5:00 pm"
    assert said_in("{{ moment|moment:'l j F' }}", moment) == "Friday 27 November, 5:00 pm"
    assert said_in("{{ nothing|moment }}{{ nothing|clock }}", moment) == ""
    with timezone.override("Asia/Manila"):
        assert said_in("{{ moment|clock }}", moment) == "7:00 am"
        assert said_in("{{ moment|city_time|moment }}", moment) == "27 November 2026, 5:00 pm"


def test_soon_is_three_days_or_less_and_never_past() -> None:
    assert closes_soon(at(25, 11), now=at(22))
    assert not closes_soon(at(25, 13), now=at(22))
    assert not closes_soon(at(22, 11), now=at(22))
    assert not closes_soon(None)
