"""Files into tables. `read_file` for a path, `read_table` for bytes that a screen received."""

import hashlib
from pathlib import Path

from django.utils.translation import gettext as _

from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.readers.delimited import read_delimited
from chitech.core.imports.readers.sniffing import Kind, kind_of
from chitech.core.imports.readers.table import Cell, Limits, Row, Table, column_letter, text_of
from chitech.core.imports.readers.workbook import read_workbook, sheet_names

__all__ = ["Cell", "Limits", "Row", "Table", "check_size", "column_letter", "load", "read_table", "sheets", "text_of"]


def load(path: Path, *, limits: Limits) -> bytes:
    """A file's bytes. Raises ImportRefused if it cannot be read or is larger than the limit."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    except FileNotFoundError as error:
        raise ImportRefused("no_file", _("There is no file “%(path)s”.") % {"path": path}) from error
    except OSError as error:
        raise ImportRefused(
            "no_file", _("“%(path)s” cannot be read: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error
    check_size(len(data), limits)
    return data


def check_size(size: int, limits: Limits) -> None:
    """Raise ImportRefused if a file of this many bytes is over the limit."""
    if size > limits.max_bytes:
        raise ImportRefused(
            "too_large",
            _("The file is larger than %(limit)d MB. Split it, or take away what is not the table.")
            % {"limit": limits.max_bytes // (1024 * 1024)},
        )


def read_table(
    data: bytes,
    *,
    name: str,
    limits: Limits,
    sheet: str = "",
    encoding: str = "",
    delimiter: str = "",
    first: int | None = None,
) -> Table:
    """Read a CSV file or one sheet of a workbook. Raises ImportRefused with the reason and the way out.

    With `first`, only so many rows are read: enough to show somebody what the columns hold.
    """
    check_size(len(data), limits)
    sha256 = hashlib.sha256(data).hexdigest()
    if kind_of(name, data) is Kind.WORKBOOK:
        return read_workbook(data, name=name, sha256=sha256, limits=limits, sheet=sheet, first=first)
    return read_delimited(
        data, name=name, sha256=sha256, limits=limits, encoding=encoding, delimiter=delimiter, first=first
    )


def sheets(data: bytes, *, name: str, limits: Limits) -> list[str]:
    """The sheets to choose from; none for a CSV file. Raises ImportRefused as `read_table` does."""
    check_size(len(data), limits)
    return sheet_names(data, limits=limits) if kind_of(name, data) is Kind.WORKBOOK else []
