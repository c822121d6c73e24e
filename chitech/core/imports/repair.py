"""Mend text that was decoded wrongly on its way: “â€™” back into “’”."""

import re

import ftfy
from ftfy.badness import is_bad

from chitech.core.imports.readers.table import Cell, Row, Table

# What the first byte of a wrongly decoded letter looks like. Where none is left, there is nothing more to mend.
_MAYBE_WRONG = re.compile("[\u00c2-\u00f4]")


def mended(text: str) -> str:
    """The text as it was before a wrong decoding; the same text where nothing shows that there was one.

    ftfy knows more than one round trip through cp1252 (bytes that cp1252 lacks, text decoded wrongly twice, good and
    bad parts in one cell), and leaves well-formed foreign words alone.
    """
    if text.isascii() or not is_bad(text):
        return text
    try:
        # The common case at a tenth of the time, and a test holds the outcome against ftfy's own.
        better = _as_cp1252(text).decode("utf-8")
    except UnicodeError:
        return ftfy.fix_encoding(text)
    return ftfy.fix_encoding(text) if _MAYBE_WRONG.search(better) else better


def _as_cp1252(text: str) -> bytes:
    """The bytes that were read as cp1252; also those that cp1252 lacks and some programs let through (ftfy's codec)."""
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return text.encode("sloppy-windows-1252")


def repair_table(table: Table) -> int:
    """Mend every cell of a table in place, the first time it is asked. Returns how many cells were changed."""
    if table.repaired_cells is not None:
        return table.repaired_cells
    known: dict[str, str] = {}
    repaired = 0

    def mend(cell: Cell) -> Cell:
        nonlocal repaired
        if not isinstance(cell, str) or cell.isascii():
            return cell
        better = known.get(cell)
        if better is None:
            better = known[cell] = mended(cell)
        repaired += better != cell
        return better

    for index, row in enumerate(table.rows):
        cells = tuple(mend(cell) for cell in row.cells)
        if cells != row.cells:
            table.rows[index] = Row(row.number, cells)
    table.repaired_cells = repaired
    return repaired
