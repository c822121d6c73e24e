"""What does not fit together in the crosswalk, told in sentences. Nothing here decides anything."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.crosswalk.choices import Effect, UnionNotice
from pathways.crosswalk.suggestions import bare, likeness
from pathways.models import BudgetLine, Revision
from pathways.pay import annual_cents
from pathways.templatetags.pathways import dollars

if TYPE_CHECKING:
    from pathways.crosswalk.worksheet import Row

# From here on, two names of one code are one title that was renamed.
_SAME_TITLE = 0.5
_MONTHS = 12


def add(rows: Sequence["Row"], today: date) -> None:
    """Note in each row what is wrong with it. Three queries at most."""
    wanted = {title.pk for row in rows for title in row.targets}
    said = {each.title_id: each for each in Revision.objects.in_force_on(today).filter(title__in=wanted)}
    for row in rows:
        if row.decision is None:
            continue
        row.conflicts += _of_titles(row, said)
        row.conflicts += _of_dates(row, today)
        row.conflicts += _of_people(row)
    _of_codes(rows)


def _of_titles(row: "Row", said: dict[int, Revision]) -> list[str]:
    found = []
    for title in row.targets:
        if title.retired_on:
            found.append(
                _("%(code)s is retired from %(day)s on.") % {"code": title.code, "day": title.retired_on.isoformat()}
            )
        elif title.pk not in said:
            found.append(_("%(code)s says nothing today.") % {"code": title.code})
    low = _yearly(row.line)
    highs = [annual_cents(said[t.pk].pay_max_cents, said[t.pk].pay_unit) for t in row.targets if t.pk in said]
    if low is not None and highs and max(highs) < low:
        found.append(
            _("The new pay ends at %(high)s a year, below the %(low)s that the budget pays at least.")
            % {"high": dollars(max(highs)), "low": dollars(low)}
        )
    return found


def _yearly(line: BudgetLine | None) -> int | None:
    """The least that the budget pays, in cents a year."""
    if line is None or line.pay_min_cents is None or not line.positions:
        return None
    factor = _MONTHS if line.pay_unit == "monthly" else annual_cents(1, line.pay_unit)
    return line.pay_min_cents * factor


def _of_dates(row: "Row", today: date) -> list[str]:
    decision = row.decision
    if decision is None or decision.effective_on is None or decision.effective_on > today:
        return []
    if decision.union_notice == UnionNotice.DUE:
        return [_("It has taken effect, and the union has still not been notified.")]
    return []


def _of_people(row: "Row") -> list[str]:
    decision = row.decision
    if decision is None or not row.held_by:
        return []
    if decision.incumbents == Effect.VACANT:
        return [
            ngettext(
                "It says that nobody holds the title, and %(count)d person does.",
                "It says that nobody holds the title, and %(count)d people do.",
                row.held_by,
            )
            % {"count": row.held_by}
        ]
    if not decision.is_mapped:
        return [
            ngettext(
                "It is set aside, and %(count)d person holds the title.",
                "It is set aside, and %(count)d people hold the title.",
                row.held_by,
            )
            % {"count": row.held_by}
        ]
    return []


def _of_codes(rows: Sequence["Row"]) -> None:
    """Names of one code that go different ways, where they stand in one year's budget or are one title renamed."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.title.code].append(row)
    shared = [row for group in groups.values() if len(group) > 1 for row in group if row.decision]
    years = defaultdict(set)
    ids = [row.title.pk for row in shared]
    lines = BudgetLine.objects.listed().filter(title__in=ids).order_by() if ids else BudgetLine.objects.none()
    for title, year in lines.values_list("title", "year"):
        years[title].add(year)
    for row in shared:
        for other in groups[row.title.code]:
            if other is row or other.decision is None or _same_way(row, other):
                continue
            if years[row.title.pk] & years[other.title.pk] or _renamed(row, other):
                row.conflicts.append(_("The same code as “%(name)s” goes another way.") % {"name": other.title.name})


def _same_way(a: "Row", b: "Row") -> bool:
    return a.state == b.state and {title.pk for title in a.targets} == {title.pk for title in b.targets}


def _renamed(a: "Row", b: "Row") -> bool:
    return likeness(bare(a.title.name), bare(b.title.name)) >= _SAME_TITLE
