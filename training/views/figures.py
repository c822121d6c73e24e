"""The figures of training, on a page and as files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chitech.core.accounts.gates import PersonRequest
from chitech.core.exports import table_response
from training.running import figures
from training.running.figure_tables import TABLES, month_phrase
from training.running.forms import RangeForm
from training.views.manage import only_readers

SHOWN = 25  # rows of a table on the page; the file has all


@require_safe
@only_readers
def index(request: PersonRequest) -> HttpResponse:
    """How full sessions were and who did not come, over a range of days; who waits for what now."""
    form = RangeForm(request.GET)
    since, until = form.days
    courses, months = figures.filled(since, until)
    pressure, demand = figures.pressure(), figures.demand()
    context = {
        "form": form,
        "query": f"?since={since}&until={until}",
        "since": since,
        "until": until,
        "total": figures.total(courses, _("All courses")),
        "courses": courses[:SHOWN],
        "months": [(month_phrase(month), row) for month, row in months],
        "pressure": pressure[:SHOWN],
        "most_wanted": max((max(row.people, row.free) for row in pressure[:SHOWN]), default=0),
        "demand": demand[:SHOWN],
        "most_demanded": max((max(row.demand, row.seats or 0) for row in demand[:SHOWN]), default=0),
        "counts": {"courses": len(courses), "skills": len(pressure), "demand": len(demand)},
        "shown": SHOWN,
    }
    return render(request, "training/running/figures.html", context, status=200 if form.is_valid() else 422)


@require_safe
@only_readers
def export(request: PersonRequest, table: str, ending: str) -> HttpResponse:
    """One of the tables as a file, whole."""
    since, until = RangeForm(request.GET).days
    headers, rows = TABLES[table](since, until)
    return table_response(f"training {table} {since} {until}", ending, headers, rows)
