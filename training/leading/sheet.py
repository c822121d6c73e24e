"""The team's skills to take away: one row for each person and skill, as CSV or as a workbook."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from chitech.core.imports.report import inert
from pathways.models import SkillLevel
from training.leading.matrix import Cell, Matrix

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def headers() -> list[str]:
    return [
        _("Person"), _("Title"), _("Skill"), _("Needed"), _("There"), _("Missing levels"), _("Who says so"),
        _("In a course for it"),
    ]  # fmt: skip


def rows(matrix: Matrix) -> Iterator[list[str | int]]:
    """What the page shows. Levels are numbers from 1 to 4; 0 where nobody said anything."""
    for table in matrix.tables:
        for line in table.lines:
            for cell in line.cells:
                yield [
                    line.post.name, table.revision.name, cell.skill.name, cell.needs, cell.has, cell.gap,
                    who_says(cell), _("yes") if cell.is_learning else _("no"),
                ]  # fmt: skip


def who_says(cell: Cell) -> str:
    if not cell.has:
        return _("nobody")
    return _("the person alone") if cell.is_own_word else _("confirmed")


def _all(matrix: Matrix) -> Iterator[Sequence[str | int]]:
    yield headers()
    yield from rows(matrix)


def as_csv(matrix: Matrix) -> bytes:
    """UTF-8 with the mark by which spreadsheets tell it. No cell is computed by one."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(headers())
    writer.writerows([inert(each) if isinstance(each, str) else each for each in row] for row in rows(matrix))
    return out.getvalue().encode()


def as_xlsx(matrix: Matrix) -> bytes:
    """A workbook. A cell that starts with `=` is text: no spreadsheet computes it."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Skills")
    for number, row in enumerate(_all(matrix), start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
            if number == 1:
                cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGH", (28, 32, 32, 10, 10, 16, 18, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    levels = ", ".join(f"{each.value} {each.label}" for each in SkillLevel)
    sheet["J1"] = levels
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
