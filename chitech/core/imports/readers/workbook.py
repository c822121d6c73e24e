"""Excel workbooks (.xlsx), read cell by cell with openpyxl and never further than the limits."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.read_only import EMPTY_CELL

from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.readers.delimited import formula_refused, too_many_columns, too_many_rows
from chitech.core.imports.readers.headers import check_headers, is_blank
from chitech.core.imports.readers.table import Cell, Limits, Row, Table, column_letter

# Text packs to a tenth. Past this size, a hundredth is no text but a bomb.
_SUSPECT_BYTES = 32 * 1024 * 1024
_SUSPECT_RATIO = 100
_MAX_PARTS = 5_000
# A header stands near the top; no sheet has more rows than Excel's.
_HEADER_WITHIN = 50
_LAST_ROW = 1_048_576


def read_workbook(
    data: bytes, *, name: str, sha256: str, limits: Limits, sheet: str = "", first: int | None = None
) -> Table:
    """Read one sheet. Without `sheet` the workbook must have a single one with rows. Raises ImportRefused."""
    with _opened(data, limits) as book:
        worksheet = _chosen(book, sheet)
        # Bounds are given explicitly: a sheet may claim any size, and openpyxl would pad rows up to it.
        start, headers = _header(worksheet, limits)
        table = Table(name=name, sha256=sha256, sheet=worksheet.title, headers=headers)
        rows = worksheet.iter_rows(min_row=start + 1, max_row=_LAST_ROW, max_col=len(headers) + 1)
        for number, row in enumerate(rows, start=start + 1):
            if len(table.rows) == first:
                break
            if all(cell is EMPTY_CELL for cell in row):
                continue
            values = _values(number, row, headers)
            if is_blank(values):
                continue
            if len(table.rows) >= limits.max_rows:
                raise too_many_rows(limits)
            table.rows.append(Row(number, tuple(values) + (None,) * (len(headers) - len(values))))
        return table


def _header(worksheet: Any, limits: Limits) -> tuple[int, tuple[str, ...]]:
    """The first row that holds something, and its number."""
    rows = worksheet.iter_rows(max_row=_HEADER_WITHIN, max_col=limits.max_columns + 1)
    for number, row in enumerate(rows, start=1):
        values = _values(number, row, ())
        if len(values) > limits.max_columns:
            raise too_many_columns(len(values), limits)
        if not is_blank(values):
            return number, check_headers(values)
    raise ImportRefused("empty", _("The sheet “%(sheet)s” has no rows.") % {"sheet": worksheet.title})


def sheet_names(data: bytes, *, limits: Limits) -> list[str]:
    """The sheets that have rows, in order, hidden ones too."""
    with _opened(data, limits) as book:
        return [sheet.title for sheet in book.worksheets if _has_rows(sheet)]


@contextmanager
def _opened(data: bytes, limits: Limits) -> Iterator[Any]:
    """The workbook, after a look at the archive's own list of contents and before anything is unpacked."""
    _refuse_bombs(data, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on slicers and other parts that we do not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except (ImportRefused, MemoryError):
        raise
    except Exception as error:
        # openpyxl lets out whatever it stumbles over: KeyError, ValueError, BadZipFile, errors of the XML parser.
        raise ImportRefused(
            "damaged",
            _("The workbook is damaged and cannot be read. Open it in a spreadsheet program, save it again as .xlsx, "
              "and import that."),
        ) from error  # fmt: skip


def _refuse_bombs(data: bytes, limits: Limits) -> None:
    """Refuse what is no workbook, and what would unpack to more than the limit.

    The sizes stand in the archive's directory. A directory that lies is caught too: zipfile never unpacks a part
    beyond the size that stands there, and a part that is longer fails its checksum.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OSError) as error:
        raise ImportRefused(
            "damaged", _("The workbook is damaged or cut short. Save it again as .xlsx and import that.")
        ) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise ImportRefused(
            "other_type",
            _("This is a zip archive, but not an Excel workbook. Save the table as CSV or as .xlsx and import that."),
        )
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked / max(len(data), 1)
    if (
        unpacked > limits.max_unpacked_bytes
        or len(parts) > _MAX_PARTS
        or (unpacked > _SUSPECT_BYTES and ratio > _SUSPECT_RATIO)
    ):
        raise ImportRefused(
            "zip_bomb",
            _("The workbook would unpack to %(size)d MB, far more than its table can need, so it was not opened. "
              "Copy the table alone into a new workbook, or save it as CSV.") % {"size": unpacked // (1024 * 1024)},
        )  # fmt: skip


def _chosen(book: Any, wanted: str) -> Any:
    """The sheet by its name (case and spaces aside), or the only one with rows."""
    key = wanted.strip().casefold()
    with_rows = [sheet for sheet in book.worksheets if _has_rows(sheet)]
    listed = ", ".join(f"“{sheet.title}”" for sheet in with_rows) or _("none has rows")
    if key:
        for sheet in book.worksheets:
            if sheet.title.strip().casefold() == key:
                return sheet
        raise ImportRefused(
            "no_such_sheet",
            _("The workbook has no sheet “%(sheet)s”. Its sheets with rows: %(found)s.")
            % {"sheet": wanted, "found": listed},
        )
    if not with_rows:
        raise ImportRefused("empty", _("No sheet of the workbook has rows. Check that it is the right file."))
    if len(with_rows) > 1:
        raise ImportRefused(
            "which_sheet",
            _("The workbook has %(count)d sheets with rows. Say which one to import: %(found)s.")
            % {"count": len(with_rows), "found": listed},
        )
    return with_rows[0]


def _has_rows(sheet: Any) -> bool:
    """Whether any of the first rows holds something. A chart sheet has no rows at all."""
    if not hasattr(sheet, "iter_rows"):
        return False
    return any(not is_blank(row) for row in sheet.iter_rows(max_row=_HEADER_WITHIN, max_col=50, values_only=True))


def _values(number: int, row: Sequence[Any], headers: tuple[str, ...]) -> list[Cell]:
    """The cells of a row without the empty ones at its end. Raises ImportRefused at a formula."""
    values: list[Cell] = []
    for index, cell in enumerate(row):
        if cell.data_type == "f":
            header = headers[index] if index < len(headers) else ""
            raise formula_refused(number, f"“{header}” ({column_letter(index)})" if header else column_letter(index))
        values.append(cell.value)
    while values and (values[-1] is None or values[-1] == ""):
        values.pop()
    return values
