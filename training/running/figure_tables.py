"""The figures as tables: what stands in the file that one takes along."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.running import figures
from training.running.figures import Filled

type Table = tuple[Sequence[str], list[list[Any]]]


def _filled_headers(first: str) -> list[str]:
    return [
        first, _("Sessions"), _("Seats"), _("Seats taken"), _("Seats taken, %"), _("Came"), _("Did not come"),
        _("Did not come, % of those marked"), _("Not marked"),
    ]  # fmt: skip


def _filled(label: str, row: Filled) -> list[Any]:
    return [
        label, row.sessions, row.seats, row.taken, row.fill_percent, row.came, row.no_shows, row.no_show_percent,
        row.unmarked,
    ]  # fmt: skip


def courses(since: date, until: date) -> Table:
    """Fill and no-shows by course."""
    return _filled_headers(_("Course")), [_filled(row.label, row) for row in figures.by_course(since, until)]


def months(since: date, until: date) -> Table:
    """The same by month."""
    rows = figures.by_month(since, until)
    return _filled_headers(_("Month")), [_filled(month.strftime("%Y-%m"), row) for month, row in rows]


def skills(_since: date, _until: date) -> Table:
    """Waitlist pressure by skill, as it is now."""
    headers = [
        _("Skill"), _("In line"), _("Interested"), _("Different people"), _("Seats to come"), _("Free seats"),
        _("Sessions without a limit"),
    ]  # fmt: skip
    return headers, [
        [
            row.skill, row.waiting, row.interested, row.people, row.seats, row.free,
            _("yes") if row.is_open_ended else _("no"),
        ]
        for row in figures.pressure()
    ]  # fmt: skip


def demand(_since: date, _until: date) -> Table:
    """Seats against demand by course, as it is now."""
    headers = [
        _("Course"), _("Seats to come"), _("Seats taken"), _("In line"), _("Asked"), _("Interested"), _("Demand"),
        _("Seats left over"),
    ]  # fmt: skip
    return headers, [
        [
            row.name, row.seats, row.taken, row.waiting, row.requested, row.interested, row.demand, row.balance,
        ]
        for row in figures.demand()
    ]  # fmt: skip


TABLES: dict[str, Callable[[date, date], Table]] = {
    "courses": courses,
    "months": months,
    "skills": skills,
    "demand": demand,
}


def month_phrase(month: date) -> str:
    """ "November 2026"."""
    return date_format(month, "F Y")
