"""What Pathways itself knows of a revision's impact: pay, demands, moves. Upper floors add through the hook."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.design.phrases import pay_amount
from pathways import hooks
from pathways.models import Move, Revision, Title
from pathways.pay import annual_cents
from pathways.wording import experience_phrase


def of(revisions: Sequence[Revision]) -> Mapping[int, list[hooks.Impact]]:
    """Pay, degree, experience and moves, against what each title says now. Three queries."""
    now = {
        each.title_id: each
        for each in Revision.objects.in_force_now().filter(title__in=[each.title_id for each in revisions])
    }
    found: dict[int, list[hooks.Impact]] = defaultdict(list)
    for revision in revisions:
        before = now.get(revision.title_id)
        if before is not None:
            found[revision.pk] += [*_pay(before, revision), *_demands(before, revision)]
    for pk, impacts in _overtaken(revisions).items():
        found[pk] += impacts
    return found


def _pay(before: Revision, after: Revision) -> list[hooks.Impact]:
    names = ("pay_min_cents", "pay_max_cents", "pay_unit", "pay_steps", "pay_grade")
    if all(getattr(before, name) == getattr(after, name) for name in names):
        return []
    old, new = (annual_cents(each.pay_max_cents, each.pay_unit) for each in (before, after))
    percent = 100 * (new - old) / old
    note = _("The top of the range moves by %(percent)s percent.") % {"percent": f"{percent:+.1f}"}
    text = f"{pay_amount(before)} → {pay_amount(after)}"
    return [hooks.Impact(key="pay", label=_("Pay moves"), count=1, items=[hooks.Link(text=text, url="", note=note)])]


def _demands(before: Revision, after: Revision) -> list[hooks.Impact]:
    found = []
    if before.degree_rule != after.degree_rule:
        text = f"{before.get_degree_rule_display()} → {after.get_degree_rule_display()}"
        found.append(
            hooks.Impact(
                key="degree", label=_("The degree rule changes"), count=1, items=[hooks.Link(text=text, url="")]
            )
        )
    if before.experience_months != after.experience_months:
        text = f"{experience_phrase(before.experience_months)} → {experience_phrase(after.experience_months)}"
        found.append(
            hooks.Impact(
                key="experience", label=_("The experience asked for changes"), count=1,
                items=[hooks.Link(text=text, url="")],
            )
        )  # fmt: skip
    return found


def _overtaken(revisions: Sequence[Revision]) -> Mapping[int, list[hooks.Impact]]:
    """Moves that point the wrong way after the revision: a promotion after which one may earn less."""
    by_title = {each.title_id: each for each in revisions}
    moves = Move.objects.filter(kind=Move.Kind.PROMOTION)
    moves = (moves.filter(origin__in=by_title) | moves.filter(destination__in=by_title)).select_related(
        "origin", "destination"
    )
    ends = {pk for move in moves for pk in (move.origin_id, move.destination_id)}
    said = {each.title_id: each for each in Revision.objects.in_force_now().filter(title__in=ends)} | by_title
    found: dict[int, list[hooks.Link]] = defaultdict(list)
    for move in moves:
        low, high = said.get(move.origin_id), said.get(move.destination_id)
        if low is None or high is None or _top(low) <= _top(high):
            continue
        for pk in {move.origin_id, move.destination_id} & by_title.keys():
            note = _("The top of the pay would be lower after the promotion.")
            link = hooks.Link(text=f"{low.name} → {high.name}", url=move.destination.get_absolute_url(), note=note)
            found[by_title[pk].pk].append(link)
    return {pk: [_of_moves(links)] for pk, links in found.items()}


def _top(revision: Revision) -> int:
    return annual_cents(revision.pay_max_cents, revision.pay_unit)


def _of_moves(links: Sequence[hooks.Link]) -> hooks.Impact:
    label = ngettext("%(n)s promotion would not pay", "%(n)s promotions would not pay", len(links)) % {"n": len(links)}
    return hooks.Impact(key="moves", label=label, count=len(links), items=links)


def dangling(title_id: int) -> list[hooks.Link]:
    """Moves that lead nowhere once a title is retired. One query and one for the names."""
    moves = (Move.objects.filter(origin=title_id) | Move.objects.filter(destination=title_id)).select_related(
        "origin", "destination"
    )
    said = {
        each.title_id: each.name
        for each in Revision.objects.in_force_now().filter(
            title__in={pk for move in moves for pk in (move.origin_id, move.destination_id)}
        )
    }

    def name(title: Title) -> str:
        return said.get(title.pk, title.code)

    return [
        hooks.Link(text=f"{name(move.origin)} → {name(move.destination)}", url="", note=str(move.get_kind_display()))
        for move in moves
    ]
