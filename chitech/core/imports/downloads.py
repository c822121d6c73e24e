"""What can be taken home: the rejected rows, to mend and upload again, and the whole report."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chitech.core.imports.guard import ImportRequest, find
from chitech.core.imports.models import Import
from chitech.core.imports.report import inert
from chitech.core.imports.states import State


@require_safe
def rejected(request: ImportRequest, pk: int) -> HttpResponse:
    """The rejected rows as they came, with the reasons in front. No cell of it is computed by a spreadsheet."""
    run = find(request, pk)
    out = io.StringIO(newline="")
    # A spreadsheet tells UTF-8 by this mark.
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([_("Row"), _("What is wrong"), *map(inert, run.headers)])
    for reject in run.rejects.iterator():
        reasons = [f"{column}: {message}" if column else message for column, _code, message, _value in reject.errors]
        writer.writerow([reject.row, inert(" ".join(reasons)), *map(inert, reject.cells)])
    return _file(run, out.getvalue(), "text/csv; charset=utf-8", _("rejected"), "csv")


@require_safe
def report(request: ImportRequest, pk: int) -> HttpResponse:
    """The report, in the form that the command writes."""
    run = find(request, pk)
    text = json.dumps(report_of(run), indent=2, ensure_ascii=False) + "\n"
    return _file(run, text, "application/json", _("report"), "json")


def report_of(run: Import) -> dict[str, Any]:
    """The report of an import as `Report.as_dict` has it, put together from its rows."""
    figures = {name: value for name, value in run.figures.items() if name not in {"conflicts", "in_conflict"}}
    return {
        **figures,
        "dry_run": run.state not in {State.APPLIED, State.UNDOING, State.UNDONE},
        "conflicts": list(_conflicts(run)),
        "errors": [
            {"row": reject.row, "column": column, "code": code, "message": message, "value": value}
            for reject in run.rejects.defer("cells").iterator()
            for column, code, message, value in reject.errors
        ],
    }


def _conflicts(run: Import) -> Iterator[dict[str, str]]:
    for item in run.items.filter(has_conflicts=True).only("external_id", "conflicts").iterator():
        for name, _label, kept, dropped in item.conflicts:
            yield {"external_id": item.external_id, "field": name, "kept": kept, "dropped": dropped}


def _file(run: Import, text: str, content_type: str, what: str, ending: str) -> HttpResponse:
    name = f"{slugify(run.source) or 'import'}-{run.pk}-{slugify(what) or 'file'}.{ending}"
    return HttpResponse(
        text,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
