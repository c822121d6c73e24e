"""Tables to take along, as CSV or as a workbook. No cell of them is ever computed by a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from chitech.core.imports.report import inert

CSV, XLSX = "csv", "xlsx"
ENDINGS = (CSV, XLSX)
_TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
# A width in letters that suits most columns, and one for those whose header or first rows are long.
_NARROW, _WIDE, _LONG = 14, 40, 24

type Cell = str | int | float | Decimal | date | datetime | None


def table_response(name: str, ending: str, headers: Sequence[Any], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A table as a file. `name` is what it is called, in any words; `ending` is one of `ENDINGS`.

    Texts stay texts: what a spreadsheet would take for a formula is marked as text. Moments are the portal's clock.
    """
    plain = [[_plain(cell) for cell in row] for row in rows]
    titles = [str(each) for each in headers]
    content = _csv(titles, plain) if ending == CSV else _workbook(name, titles, plain)
    file = f"{slugify(name) or 'table'}.{ending}"
    return HttpResponse(
        content,
        content_type=_TYPES[ending],
        headers={
            "Content-Disposition": f'attachment; filename="{file}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if cell is not None and not isinstance(cell, int | float | Decimal) else cell


def _csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = StringIO(newline="")
    out.write("\ufeff")  # a spreadsheet tells UTF-8 by this mark
    writer = csv.writer(out)
    writer.writerow([inert(each) for each in headers])
    writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def _workbook(name: str, headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = slugify(name)[:31] or "table"
    for number, row in enumerate([headers, *rows], start=1):
        for place, value in enumerate(row, start=1):
            _put(sheet.cell(number, place), value, is_head=number == 1)
    for place, header in enumerate(headers, start=1):
        longest = max([len(header), *(len(str(row[place - 1] or "")) for row in rows[:200])])
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE if longest > _LONG else max(_NARROW, longest)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, value: Cell, *, is_head: bool) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > _WIDE)
    else:
        cell.value = value
    if is_head:
        cell.font = Font(bold=True)
