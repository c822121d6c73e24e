"""The import screens: the list, the upload, sheet and columns, and one page that says where an import stands."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.imports import actions, matching, progress, showing, work
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.forms import MatchForm, SheetForm, UploadForm
from chitech.core.imports.guard import ImportRequest, address, find, frame
from chitech.core.imports.models import Import, ImportFile
from chitech.core.imports.states import MOVES, State, Verb

_PAGE_SIZE = 25


@require_safe
def index(request: ImportRequest) -> HttpResponse:
    """All imports of this kind, the newest first."""
    runs = Import.objects.visible_to(request.user).filter(kind=request.kind.name).for_list().order_by("-pk")
    page = Paginator(runs, _PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "imports/list.html", {**frame(request), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ImportRequest) -> HttpResponse:
    """Upload a file. What can't be read at all is said here, and nothing is kept."""
    known = {*request.kind.sources(), *showing.sources(request.kind.name)}
    form = UploadForm(request.POST or None, request.FILES or None, sources=known)
    if request.method == "POST" and form.is_valid():
        file, said = form.cleaned_data["file"], form.cleaned_data
        try:
            run = actions.upload(
                kind=request.kind.name, by=request.user, name=file.name, content=file.read(),
                source=said["source"], encoding=said["encoding"],
            )  # fmt: skip
            return redirect(address(request, "match" if run.headers else "sheet", run.pk))
        except ImportRefused as refused:
            form.add_error("encoding" if refused.code == "bad_encoding" else "file", showing.in_screen_words(refused))
    context = {**frame(request), "form": form}
    return render(request, "imports/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: ImportRequest, pk: int) -> HttpResponse:
    """Choose the sheet of a workbook that has several."""
    run = find(request, pk)
    if not run.is_editable or len(run.sheets) < 2:
        return redirect(address(request, "one", pk))
    initial = {"sheet": run.sheet} if run.sheet else None
    form = SheetForm(request.POST or None, sheets=run.sheets, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_sheet(run=run, by=request.user, sheet=form.cleaned_data["sheet"])
            return redirect(address(request, "match", pk))
        except ImportRefused as refused:
            form.add_error("sheet", refused.message)
        except actions.NotAllowed:
            return _too_late(request, pk)
    context = {**frame(request), "run": run, "form": form}
    return render(request, "imports/sheet.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: ImportRequest, pk: int) -> HttpResponse:
    """Say which column means what, and ask for the preview."""
    run = find(request, pk)
    if not run.is_editable or not ImportFile.objects.filter(owner=run.pk).exists():
        return redirect(address(request, "one", pk))
    if not run.headers:
        return redirect(address(request, "sheet", pk))
    begin = matching.begin(run, request.kind)
    form = MatchForm(request.POST or None, run=run, kind=request.kind, base=begin.mapping)
    options = request.kind.options_form(request.POST or None, initial=begin.options)
    if request.method == "POST" and form.is_valid() & options.is_valid():
        try:
            actions.match(run=run, by=request.user, mapping=form.mapping, options=options.cleaned_data)
            return redirect(address(request, "one", pk))
        except actions.NotAllowed:
            return _too_late(request, pk)
    context = {**frame(request), "run": run, "begin": begin, "form": form, "options": options}
    return render(request, "imports/match.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def one(request: ImportRequest, pk: int) -> HttpResponse:
    """Where an import stands: progress, preview, result, or what stopped it."""
    run = find(request, pk)
    if run.is_working:
        return _progress(request, run)
    if request.htmx and "said" in request.GET:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": address(request, "one", pk)})
    if run.state == State.UPLOADED and request.kind.may_import(request.user):
        return redirect(address(request, "match" if run.headers else "sheet", pk))
    return _standing(request, run)


def _progress(request: ImportRequest, run: Import) -> HttpResponse:
    """How far the work has come. Without scripts the page reloads itself."""
    now = progress.read(run.pk)
    context = {**frame(request), "run": run, "progress": now, "is_news": request.GET.get("said") != now.mark}
    part = "imports/progress.html#progress" if request.htmx else "imports/progress.html"  # type: ignore[attr-defined]
    return render(request, part, context)


def _standing(request: ImportRequest, run: Import, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {**frame(request), "run": run, "view": showing.read(run, request.kind, request.GET), **more}
    context["can_abandon"] = context["may_import"] and run.state in MOVES[Verb.ABANDON][0]
    context["is_last"] = Import.objects.undoable().filter(pk=run.pk).exists()
    return render(request, "imports/one.html", context, status=status)


@require_POST
def apply(request: ImportRequest, pk: int) -> HttpResponse:
    """Do what the preview shows."""
    run = find(request, pk)
    try:
        actions.apply(run=run, by=request.user, digest=request.POST.get("digest", ""))
    except actions.Stale:
        return _standing(request, find(request, pk), status=409, is_stale=True)
    except actions.NotAllowed:
        return _too_late(request, pk)
    return redirect(address(request, "one", pk))


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: ImportRequest, pk: int) -> HttpResponse:
    """Show what undoing would do; then do that."""
    run = find(request, pk)
    if not Import.objects.undoable().filter(pk=pk).exists():
        if request.method == "POST":
            return _too_late(request, pk)
        messages.warning(request, _("This import can no longer be undone."))
        return redirect(address(request, "one", pk))
    is_stale = False
    if request.method == "POST":
        try:
            actions.take_back(run=run, by=request.user, digest=request.POST.get("digest", ""))
            return redirect(address(request, "one", pk))
        except actions.Stale:
            is_stale = True
        except actions.NotAllowed:
            return _too_late(request, pk)
    plan = actions.undo_plan(run=run, by=request.user)
    view = showing.UndoView(plan, work.importer_for(run, request.user), request.GET.get("page"))
    context = {**frame(request), "run": run, "view": view, "is_stale": is_stale}
    return render(request, "imports/undo.html", context, status=409 if is_stale else 200)


@require_POST
def abandon(request: ImportRequest, pk: int) -> HttpResponse:
    """Go no further with an import."""
    run = find(request, pk)
    try:
        actions.abandon(run=run, by=request.user)
    except actions.NotAllowed:
        return _too_late(request, pk)
    messages.success(request, _("The import is abandoned. Nothing of it was written."))
    return redirect(address(request, "list"))


def _too_late(request: ImportRequest, pk: int) -> HttpResponse:
    """Someone was first, or it was asked twice: say so beside where the import stands now."""
    run = find(request, pk)
    sentence = _("That can no longer be done. This import is now: %(state)s.") % {"state": run.get_state_display()}
    messages.error(request, sentence)
    if run.is_working or run.state == State.UPLOADED:
        context = {**frame(request), "run": run}
        return render(request, "imports/too_late.html", context, status=409)
    return _standing(request, run, status=409)
