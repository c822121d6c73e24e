"""Facts as people say them: pay, closing dates."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _


class HasPay(Protocol):
    """Anything that pays: a posting, a revision. Amounts are cents; all are unset where pay is not stated."""

    @property
    def pay_min_cents(self) -> int | None: ...

    @property
    def pay_max_cents(self) -> int | None: ...

    @property
    def pay_unit(self) -> str: ...


def _money(cents: int, *, with_cents: bool) -> str:
    return f"${cents / 100:,.2f}" if with_cents else f"${round(cents / 100):,}"


def _range(low: int, high: int, *, with_cents: bool) -> str:
    if low == high:
        return _money(low, with_cents=with_cents)
    return f"{_money(low, with_cents=with_cents)} – {_money(high, with_cents=with_cents)}"


def pay_amount(paid: HasPay) -> str:
    """The pay in its own unit: "$84,780 – $121,536 a year", "$24.10 an hour". Empty where it is not stated."""
    low, high = paid.pay_min_cents, paid.pay_max_cents
    if not low or not high:
        return ""
    amount = _range(low, high, with_cents=paid.pay_unit == "hourly")
    match paid.pay_unit:
        case "hourly":
            return _("%(amount)s an hour") % {"amount": amount}
        case "daily":
            return _("%(amount)s a day") % {"amount": amount}
        case _unit:
            return _("%(amount)s a year") % {"amount": amount}


def pay_a_year(paid: HasPay) -> str:
    """What hourly or daily pay comes to: "about $50,128 a year". Empty for yearly pay, or where nothing is known."""
    low, high = getattr(paid, "annual_min_cents", None), getattr(paid, "annual_max_cents", None)
    if not low or not high or paid.pay_unit not in ("hourly", "daily"):
        return ""
    return _("about %(amount)s a year") % {"amount": _range(low, high, with_cents=False)}


def pay_range(paid: HasPay) -> str:
    """The whole of it in one line, and a plain sentence where the source did not state it."""
    amount, a_year = pay_amount(paid), pay_a_year(paid)
    if not amount:
        return _("Pay not stated by the source")
    return f"{amount} ({a_year})" if a_year else amount


def long_date(day: date, *, today: date | None = None) -> str:
    """ "Friday 27 November", with the year where it is not this one."""
    today = today or timezone.localdate()
    return _long_date(day, get_language(), with_year=day.year != today.year)


@lru_cache(maxsize=1024)
def _long_date(day: date, _language: str | None, *, with_year: bool) -> str:
    """Written once for each day and language: a list says twenty of a few days."""
    if with_year:
        return date_format(day, pgettext("date with weekday and year", "l j F Y"))
    return date_format(day, pgettext("date with weekday", "l j F"))


def clock_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """ "11:59 pm", in the zone of the page or in another."""
    return date_format(timezone.localtime(moment, zone), pgettext("time of day", "g:i A")).lower()


def date_and_time(moment: datetime, day: str = "j F Y", zone: tzinfo | None = None) -> str:
    """ "27 November 2026, 11:59 pm", in the zone of the page or in another. `day` is the date's format, as Django's."""
    return f"{date_format(timezone.localtime(moment, zone), day)}, {clock_time(moment, zone)}"


def closing_phrase(closes_at: datetime | None, *, now: datetime | None = None) -> str:
    """When one can no longer apply, by Chicago's calendar everywhere: "Closes in 5 days, Friday 27 November"."""
    if closes_at is None:
        return _("Open until filled")
    now, city = now or timezone.now(), timezone.get_default_timezone()
    day, today = timezone.localdate(closes_at, city), timezone.localdate(now, city)
    date_words = long_date(day, today=today)
    if closes_at <= now:
        return _("Closed %(date)s") % {"date": date_words}
    days = (day - today).days
    if days == 0:
        return _("Closes today at %(time)s") % {"time": clock_time(closes_at, city)}
    if days == 1:
        return _("Closes tomorrow, %(date)s") % {"date": date_words}
    return ngettext("Closes in %(days)s day, %(date)s", "Closes in %(days)s days, %(date)s", days) % {
        "days": days,
        "date": date_words,
    }


def closes_soon(closes_at: datetime | None, *, now: datetime | None = None) -> bool:
    """Three days or less are left."""
    now = now or timezone.now()
    return closes_at is not None and timedelta(0) < closes_at - now <= timedelta(days=3)
