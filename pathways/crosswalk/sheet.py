"""The worksheet as a workbook: out to XLSX for those who like to work there, and what its columns mean."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from chitech.core.imports.mapping import Field
from pathways.crosswalk.choices import ActionKind, Effect, Outcome, UnionNotice
from pathways.crosswalk.worksheet import Row

# Columns that come back, with their headers. The first three find the row and tell what it was made from.
FIELDS = (
    Field("code", gettext_lazy("title code"), ("Code",)),
    Field("name", gettext_lazy("old title"), ("Old title",)),
    Field(
        "version",
        gettext_lazy("version"),
        ("Version",),
        help=gettext_lazy("Leave it as it is: by it we see whether somebody decided meanwhile."),
    ),
    Field("outcome", gettext_lazy("what becomes of it"), ("Outcome",)),
    Field("titles", gettext_lazy("refreshed titles"), ("Refreshed titles",)),
    Field("reason", gettext_lazy("reason"), ("Reason",)),
    Field("effective_on", gettext_lazy("takes effect on"), ("Takes effect on",)),
    Field("union_notice", gettext_lazy("notice to the union"), ("Union notice",)),
    Field("union_notified_on", gettext_lazy("union notified on"), ("Union notified on",)),
    Field("action_kind", gettext_lazy("council or budget action"), ("Council or budget action",)),
    Field("action_reference", gettext_lazy("which action"), ("Which action",)),
    Field("incumbents", gettext_lazy("effect on those who hold it"), ("Effect on holders",)),
    Field("incumbents_note", gettext_lazy("what that means"), ("What that means",)),
)
NEEDS = (("code",), ("name",), ("version",), ("outcome",), ("titles",), ("reason",))
# Columns only to look at.
_SEEN = ("Last year", "Positions", "Schedule and grade", "Departments", "People who hold it")
_WORDS = {"outcome": Outcome, "union_notice": UnionNotice, "action_kind": ActionKind, "incumbents": Effect}
_WIDTHS = {"Old title": 40, "Reason": 50, "What that means": 50, "Departments": 40, "Refreshed titles": 24}


def headers() -> list[str]:
    """The first row: what is only to look at stands behind the name."""
    own = [one.synonyms[0] for one in FIELDS]
    return [*own[:3], *_SEEN, *own[3:]]


def workbook(rows: Sequence[Row]) -> bytes:
    """The rows as a workbook. A cell that starts with `=` is text: no spreadsheet computes it."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Crosswalk"
    names = headers()
    for place, name in enumerate(names, start=1):
        cell = sheet.cell(1, place, name)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 16)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(cells(row), start=1):
            _put(sheet.cell(number, place), value)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    for name, words in _WORDS.items():
        header = next(one.synonyms[0] for one in FIELDS if one.name == name)
        letter = get_column_letter(names.index(header) + 1)
        rule = DataValidation(type="list", formula1=f'"{",".join(words.values)}"', allow_blank=True)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{max(2, len(rows) + 1)}")  # where there is no row, the first one to come
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, value: Any) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
        cell.number_format = "@"  # codes keep their zeros when somebody types in them
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > 30)


def cells(row: Row) -> list[Any]:
    """One row of the workbook."""
    line, decision = row.line, row.decision
    departments = ", ".join(str(one["name"]) for one in line.departments) if line else ""
    seen = [
        line.year if line else None,
        row.positions,
        line.schedule_grade if line else "",
        departments,
        row.held_by,
    ]
    said = values(row)
    own = [said[one.name] for one in FIELDS[3:]] if decision else [""] * len(FIELDS[3:])
    return [row.title.code, row.title.name, row.title.decided_version, *seen, *own]


def values(row: Row) -> dict[str, Any]:
    """What was decided about a row, as the import compares it: words of the lists, codes of titles, ISO days."""
    decision = row.decision
    if decision is None:
        return {}
    return {
        "outcome": decision.outcome,
        "titles": "; ".join(title.code for title in row.targets),
        "reason": decision.reason,
        "effective_on": decision.effective_on.isoformat() if decision.effective_on else "",
        "union_notice": decision.union_notice,
        "union_notified_on": decision.union_notified_on.isoformat() if decision.union_notified_on else "",
        "action_kind": decision.action_kind,
        "action_reference": decision.action_reference,
        "incumbents": decision.incumbents,
        "incumbents_note": decision.incumbents_note,
    }


def in_words(name: str, value: Any) -> str:
    """A value of the workbook as people read it."""
    if value in (None, ""):
        return "–"
    words = _WORDS.get(name)
    return str(words(value).label) if words else str(value)
