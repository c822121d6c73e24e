"""Who is missing from a list of everyone: looked at, chosen from, confirmed. Only applying the import ends a post."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.models import Employment
from chitech.core.accounts.roles import Permission
from chitech.core.accounts.staff_forms import MissingForm
from chitech.core.accounts.staff_import import absence
from chitech.core.accounts.staff_import.screens import STAFF
from chitech.core.imports import actions
from chitech.core.imports.guard import find
from chitech.core.imports.models import Import
from chitech.core.imports.states import State

PAGE_SIZE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.IMPORT_STAFF)
def missing(request: PersonRequest, pk: int) -> HttpResponse:
    """The list. What was ticked on one page goes along to the next in its address."""
    request.kind = STAFF  # type: ignore[attr-defined]
    run = find(request, pk)  # type: ignore[arg-type]
    if run.state != State.READY or not run.figure("missing"):
        return redirect("people:imports:one", pk)
    if request.method == "POST":
        return _posted(request, run)
    before = absence.Choice.read(run.options)
    stay = (
        _numbers(request.GET.getlist("stays")) if "stays" in request.GET or "page" in request.GET else before.left_out
    )
    day = request.GET.get("last_day") or before.last_day or absence.proposed_last_day()
    return _page(request, run, stay, MissingForm(initial={"last_day": day}, **_measure(run)))


def _posted(request: PersonRequest, run: Import) -> HttpResponse:
    """Go to another page of the list, confirm it, or take back what was confirmed."""
    stay, go = _numbers(request.POST.getlist("stays")), request.POST.get("go", "")
    if go.isdecimal():
        along = {"page": go, "last_day": request.POST.get("last_day", ""), "stays": sorted(stay)}
        return redirect(f"{reverse('people:staff-missing', args=[run.pk])}?{urlencode(along, doseq=True)}")
    if request.POST.get("digest") != run.figure("missing_digest"):
        form = MissingForm(initial={"last_day": absence.proposed_last_day()}, **_measure(run))
        return _page(request, run, stay, form, status=409, is_stale=True)
    form = MissingForm(request.POST, **_measure(run))
    if go == "nobody":
        choice = absence.Choice()
    elif form.is_valid():
        choice = absence.Choice(run.figure("missing_digest"), stay, form.cleaned_data["last_day"])
    else:
        return _page(request, run, stay, form, status=422)
    return _confirm(request, run, choice)


def _confirm(request: PersonRequest, run: Import, choice: absence.Choice) -> HttpResponse:
    """Keep what was chosen with the import; a worker makes the preview anew, with it."""
    options = {**run.options, **choice.as_options()}
    try:
        actions.match(run=run, by=request.user, mapping=run.header_mapping, options=options)
    except actions.NotAllowed:
        return redirect("people:imports:one", run.pk)
    return redirect("people:imports:one", run.pk)


def _page(
    request: PersonRequest, run: Import, stay: frozenset[int], form: MissingForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    numbers = [number for number, _employee_id, _name in run.figure("missing_posts")]
    posts = Employment.objects.filter(pk__in=numbers).select_related("department").order_by("name", "pk")
    page = Paginator(posts, PAGE_SIZE).get_page(request.GET.get("page") or request.POST.get("here"))
    shown = {post.pk for post in page.object_list}
    context = {
        "run": run,
        "page": page,
        "form": form,
        "stay": stay,
        "stay_elsewhere": sorted(stay - shown),
        "of": run.figure("missing_of"),
        "is_stern": "sure" in form.fields,
        "is_confirmed": bool(run.figure("missing_ended")),
        "kind": STAFF,
        "list_url": reverse("people:imports:list"),
    }
    return render(request, "people/staff/missing.html", context | more, status=status)


def _measure(run: Import) -> dict[str, Any]:
    number, of = run.figure("missing"), run.figure("missing_of")
    return {"missing": number, "of": of, "is_stern": absence.is_stern(number, of)}


def _numbers(written: list[str]) -> frozenset[int]:
    return frozenset(int(one) for one in written if one.isascii() and one.isdigit() and len(one) < 19)
