"""HR's worksheet from old titles to new ones: the list, one old title, two budget years side by side, the workbook."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from pathways.crosswalk import actions, sheet, suggestions, worksheet
from pathways.crosswalk import years as budget_years
from pathways.crosswalk.forms import DecisionForm, usable_titles
from pathways.errors import Incomplete
from pathways.models import BudgetLine, BudgetTitle, TitleChangeQuestion

PAGE_SIZE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

only_readers = only_with(Permission.READ_TITLES)
only_writers = only_with(Permission.WRITE_TITLES)


@require_safe
@only_readers
def index(request: PersonRequest) -> HttpResponse:
    """The worksheet: progress, and old titles by state, 25 a page."""
    today = timezone.localdate()
    rows = worksheet.read(today)
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "")
    q = request.GET.get("q", "").replace("\0", "")[:200]
    state = state if state in worksheet.STATES else ""
    sort = sort if sort in worksheet.SORTS else "positions"
    chosen = worksheet.chosen(rows, state=state, q=q, sort=sort)
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"progress": worksheet.progress(rows), "page": page, "state": state, "q": q, "sort": sort}
    context["best"] = _best(list(page.object_list), today) if may(request.user, Permission.WRITE_TITLES) else {}
    context["years"] = BudgetLine.objects.years()
    context["may_write"] = may(request.user, Permission.WRITE_TITLES)
    context["open_questions"] = TitleChangeQuestion.objects.open().count()
    return render(request, "pathways/crosswalk/index.html", context)


def _best(rows: Sequence[worksheet.Row], today: Any) -> dict[int, suggestions.Suggestion]:
    """The first suggestion for each open row, by old title."""
    undecided = [row for row in rows if row.decision is None]
    pool = suggestions.Pool.read(today) if undecided else None
    found = {row.title.pk: pool.suggest(row.title, row.line, most=1) for row in undecided} if pool else {}
    return {pk: some[0] for pk, some in found.items() if some}


@require_http_methods(["GET", "HEAD", "POST"])
@only_readers
def one(request: PersonRequest, pk: int) -> HttpResponse:
    """One old title: what the budgets have, suggestions with their reasons, and the decision."""
    row = _row(pk)
    if request.method == "POST":
        return _decide(request, row)
    asked = request.GET.get("title", "")[:9]
    form = DecisionForm(budget_title=row.title, decision=row.decision, titles=usable_titles(), asked=asked)
    return _page(request, row, form)


def _row(pk: int) -> worksheet.Row:
    get_object_or_404(BudgetTitle, pk=pk)
    rows = worksheet.read(timezone.localdate(), pk=pk)
    row = next(row for row in rows if row.title.pk == pk)
    row.siblings = [other for other in rows if other is not row]
    return row


@only_writers
def _decide(request: PersonRequest, row: worksheet.Row) -> HttpResponse:
    form = DecisionForm(request.POST, budget_title=row.title, decision=row.decision, titles=usable_titles())
    if not form.is_valid():
        return _page(request, row, form, version=_version(request), status=422)
    try:
        actions.decide(budget_title=row.title, by=request.user, seen=_version(request), decided=form.decided())
    except Incomplete as refusal:
        return _page(request, row, form, version=_version(request), missing=refusal.missing, status=422)
    except actions.StaleDecision:
        return _page(request, _row(row.title.pk), form, is_stale=True, status=409)
    messages.success(request, _("Kept: %(title)s.") % {"title": row.title})
    return redirect("pathways:crosswalk:index")


def _page(
    request: PersonRequest, row: worksheet.Row, form: DecisionForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """`version` is the one that the form began with; where somebody else decided, it is the one that they see now."""
    context: dict[str, Any] = {"row": row, "form": form, "version": row.title.decided_version, **more}
    context["lines"] = BudgetLine.objects.listed().filter(title=row.title).order_by("-year")
    context["suggestions"] = suggestions.Pool.read(timezone.localdate()).suggest(row.title, row.line)
    context["may_write"] = may(request.user, Permission.WRITE_TITLES)
    return render(request, "pathways/crosswalk/one.html", context, status=status)


def _version(request: PersonRequest) -> int:
    """The version that the person looked at; one that nothing has where the form did not say."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 2**31 - 1


@require_POST
@only_writers
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    title = get_object_or_404(BudgetTitle, pk=pk)
    try:
        actions.reopen(budget_title=title, by=request.user, seen=_version(request))
    except actions.StaleDecision:
        messages.error(request, _("Somebody else has decided about it meanwhile. Look at it again."))
    else:
        messages.success(request, _("It is open again."))
    return redirect("pathways:crosswalk:one", pk)


@require_safe
@only_readers
def years(request: PersonRequest) -> HttpResponse:
    """What came, went and was renamed between two budget years."""
    known = BudgetLine.objects.years()
    newest = [*known, 0, 0][:2]
    earlier, later = (_year(request.GET.get(name, ""), known) for name in ("from", "to"))
    later = later or newest[0]
    earlier = earlier or newest[1] or later
    only_scope = request.GET.get("all") != "yes"
    report = budget_years.between(earlier, later, only_scope=only_scope) if earlier != later else None
    context = {"report": report, "years": known, "earlier": earlier, "later": later, "only_scope": only_scope}
    return render(request, "pathways/crosswalk/years.html", context)


def _year(text: str, known: list[int]) -> int:
    """A year of which there is a budget; 0 for anything else."""
    return next((year for year in known if str(year) == text), 0)


@require_safe
@only_readers
def workbook(request: PersonRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """The worksheet as a workbook, to work in and to bring back."""
    rows = worksheet.chosen(worksheet.read(timezone.localdate()), sort="code")
    name = f"crosswalk-{timezone.localdate().isoformat()}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(sheet.workbook(rows), content_type=XLSX, headers=disposition)
