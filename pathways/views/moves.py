"""HR draws the moves between titles, beside the map that they make; and what is wrong with the map."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from pathways.errors import Incomplete, NotAllowed, StaleEdit
from pathways.map import actions, check, conflicts, kept
from pathways.map.forms import MoveForm, NewMoveForm
from pathways.map.shown import Shown
from pathways.models import Move, Title

only_readers = only_with(Permission.READ_TITLES)
only_writers = only_with(Permission.WRITE_TITLES)


@require_safe
@only_readers
def index(request: PersonRequest) -> HttpResponse:
    """All moves, or those of one title, beside the map."""
    return _index(request, NewMoveForm(origin=_asked_title(request)))


def _asked_title(request: PersonRequest) -> Title | None:
    code = request.GET.get("title", "").strip().upper()[:9]
    return Title.objects.in_use(timezone.localdate()).filter(code=code).first() if code else None


def _index(request: PersonRequest, form: NewMoveForm, *, status: int = 200) -> HttpResponse:
    found, title = kept.career_map(timezone.localdate()), _asked_title(request)
    names = found.drawing.words.by_pk
    moves = Move.objects.in_use(timezone.localdate()).order_by("origin__family__order", "origin__level", "pk")
    rows = [
        (move, names[move.origin_id], names[move.destination_id])
        for move in moves
        if title is None or title.pk in (move.origin_id, move.destination_id)
        if move.origin_id in names and move.destination_id in names
    ]
    only = {pk for move, _a, _b in rows for pk in (move.origin_id, move.destination_id)} if title else None
    context = {
        "rows": rows, "form": form, "lines": found.graph.lines, "chosen": title.code if title else "",
        "svg": found.drawing.svg(Shown(only)), "faults": check.check(found.graph).count,
        "may_write": may(request.user, Permission.WRITE_TITLES),
    }  # fmt: skip
    return render(request, "pathways/manage/moves.html", context, status=status)


@require_POST
@only_writers
def add(request: PersonRequest) -> HttpResponse:
    """Draw a move."""
    form = NewMoveForm(request.POST)
    if not form.is_valid():
        return _index(request, form, status=422)
    try:
        move = actions.add_move(move=form.save(commit=False), by=request.user)
    except Incomplete as refusal:
        for sentence in refusal.missing:
            form.add_error(None, sentence)
        return _index(request, form, status=422)
    messages.success(request, _("The move is on the map."))
    return redirect("pathways:move", move.pk)


def _move(pk: int) -> Move:
    related = ("origin__family", "origin__level", "destination__family", "destination__level")
    return get_object_or_404(Move.objects.select_related(*related), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@only_writers
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change what a move is. Of two editors at once the second one is told, and shown what differs."""
    move, version = _move(pk), _version(request)
    if request.method != "POST":
        return _editor(request, move, MoveForm(instance=move))
    form = MoveForm(conflicts.taking_theirs(request.POST, move), instance=move)
    if not form.is_valid():
        return _editor(request, move, form, version=version, status=422)
    try:
        actions.change_move(move=move, by=request.user, version=version, values=form.values())
    except StaleEdit as refusal:
        found = conflicts.differences(current=refusal.current, version=version, form=form)
        saved = conflicts.last_saved(refusal.current)
        return _editor(request, refusal.current, form, status=409, current=saved, differences=found)
    except NotAllowed:
        messages.error(request, _("Someone else has taken this move off the map."))
        return redirect("pathways:moves")
    messages.success(request, _("The move is saved."))
    return redirect("pathways:moves")


def _editor(request: PersonRequest, move: Move, form: MoveForm, *, status: int = 200, **more: Any) -> HttpResponse:
    names = kept.career_map(timezone.localdate()).drawing.words.by_pk
    ends = [(end, names[end.pk].name if end.pk in names else end.code) for end in (move.origin, move.destination)]
    context = {"move": move, "form": form, "ends": ends, "version": move.version, **more}
    return render(request, "pathways/manage/move.html", context, status=status)


@require_POST
@only_writers
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a move off the map."""
    move = _move(pk)
    try:
        actions.remove_move(move=move, by=request.user, version=_version(request))
    except StaleEdit as refusal:
        form = MoveForm(instance=refusal.current)
        return _editor(request, refusal.current, form, status=409, is_stale=True)
    except NotAllowed:
        messages.info(request, _("Someone else has taken this move off the map."))
    else:
        messages.success(request, _("The move is off the map."))
    return redirect("pathways:moves")


def _version(request: PersonRequest) -> int:
    """The version that the person looked at; 0 where the form did not say."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


@require_safe
@only_readers
def faults(request: PersonRequest) -> HttpResponse:
    """Titles out of reach, dead ends, circles of promotions, leaps over more than two levels."""
    found = check.check(kept.career_map(timezone.localdate()).graph)
    return render(request, "pathways/manage/map_check.html", {"found": found})
