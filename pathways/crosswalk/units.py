"""Which bargaining units a revision concerns: those of the old titles that become the title, by the newest budget."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways import hooks
from pathways.models import BudgetLine, Revision


def impact(revisions: Sequence[Revision]) -> Mapping[int, list[hooks.Impact]]:
    """The units to be notified, with the old titles that they stand for. One query."""
    by_title = {revision.title_id: revision for revision in revisions}
    target = "title__decision__targets__title_id"
    lines = BudgetLine.objects.filter(**{f"{target}__in": by_title}).order_by(target, "title_id", "-year")
    newest = lines.distinct(target, "title_id").values_list(
        target, "bargaining_unit", "title_id", "title__code", "title__name"
    )
    found: dict[int, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for title, unit, old, code, name in sorted(newest, key=lambda row: row[3]):
        if unit:
            found[title][unit].append((old, f"{code} {name}"))
    return {by_title[pk].pk: [_of(units)] for pk, units in found.items()}


def _of(units: Mapping[str, Sequence[tuple[int, str]]]) -> hooks.Impact:
    items = [
        hooks.Link(
            text=_("Bargaining unit %(unit)s of the budget") % {"unit": unit},
            url=reverse("pathways:crosswalk:one", args=[old_titles[0][0]]),
            note="; ".join(words for _pk, words in old_titles),
        )
        for unit, old_titles in sorted(units.items())
    ]
    return hooks.Impact(
        key="units",
        label=ngettext("%(n)s bargaining unit to notify", "%(n)s bargaining units to notify", len(items))
        % {"n": len(items)},
        count=len(items),
        items=items,
        explanation=_("They stand for people in the old titles that become this one, by the newest budget."),
    )
