"""What every reader makes of a file: headers and numbered rows of cells."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

# A CSV gives text alone; a workbook also numbers, dates and yes/no.
type Cell = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused. The defaults are those of the upload screens."""

    max_bytes: int = 20 * 1024 * 1024
    max_rows: int = 200_000
    max_columns: int = 500
    max_cell_characters: int = 1_000_000

    @property
    def max_unpacked_bytes(self) -> int:
        """What a workbook may grow to when unpacked. Real ones grow five to ten times."""
        return self.max_bytes * 10


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the one that a spreadsheet shows: the header is row 1 in a tidy file."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Table:
    """A sheet, or a CSV file, as read."""

    name: str
    sha256: str
    headers: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    sheet: str = ""
    repaired_cells: int | None = None  # once `repair_table` has been over it

    @property
    def header_names(self) -> str:
        """The headers in one sentence-ready list, the first 40 of them."""
        named = [f"“{header}”" for header in self.headers if header]
        return ", ".join(named[:40]) + (f" and {len(named) - 40} more" if len(named) > 40 else "")


def text_of(cell: Cell) -> str:
    """A cell as text. Whole numbers lose the `.0` that a spreadsheet adds; dates come out in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return str(cell)


def column_letter(index: int) -> str:
    """The letter that a spreadsheet shows above a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
