"""One row of a file as an importer reads it: by the names of its fields, with every problem noted and none fatal."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from chitech.core.imports.cells import as_cents, as_day, as_whole
from chitech.core.imports.errors import BadCell
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.readers.table import Cell, Row, text_of
from chitech.core.imports.report import RowError
from chitech.core.imports.text import to_line, to_markdown

# What a spreadsheet writes where its own formula failed.
_SPREADSHEET_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_LONGEST_TEXT = 100_000  # characters; a long job description has 14,000
_LONGEST_LIST = 1_000  # characters; real lists of categories stay under 400


class Sheet:
    """What holds for all rows of one import: headers, mapping, and the texts that have been cleaned already.

    Feeds repeat themselves: the same text stands in the rows for staff and for the public, and in many more.
    """

    def __init__(
        self, headers: tuple[str, ...], mapping: HeaderMapping, columns: Mapping[str, tuple[int, ...]]
    ) -> None:
        self.headers = headers
        self.mapping = mapping
        self.columns = columns
        self.empty = {word.casefold() for word in mapping.empty}
        self._lines: dict[str, str] = {}
        self._markdown: dict[str, str] = {}

    def line(self, text: str) -> str:
        cleaned = self._lines.get(text)
        if cleaned is None:
            cleaned = self._lines[text] = to_line(text)
        return cleaned

    def markdown(self, text: str) -> str:
        cleaned = self._markdown.get(text)
        if cleaned is None:
            cleaned = self._markdown[text] = to_markdown(text)
        return cleaned


class RowReader:
    """Reads the cells of one row through a mapping. What cannot be read is noted in `errors` and comes back empty."""

    def __init__(self, row: Row, sheet: Sheet) -> None:
        self.number = row.number
        self.errors: list[RowError] = []
        self.unknown: dict[str, str] = {}  # field -> a word for which the portal has nothing; told, not an error
        self._cells = row.cells
        self._sheet = sheet
        self._mapping = sheet.mapping

    def provides(self, name: str) -> bool:
        """Whether this import says anything about a field: a column is read for it, or it has a default."""
        return self._mapping.provides(name)

    def cells_without(self, name: str) -> tuple[Cell, ...]:
        """Every cell but those of one field: what rows that differ in nothing else have in common."""
        left_out = set(self._sheet.columns.get(name, ()))
        return tuple(cell for index, cell in enumerate(self._cells) if index not in left_out)

    def fail(self, name: str, code: str, message: str, value: Cell = None) -> None:
        """Note what is wrong with a field of this row. A row with an error is rejected."""
        self.errors.append(RowError.of(self.number, self._header(name), code, message, text_of(value)))

    def cell(self, name: str) -> Cell:
        """The first of a field's cells that is not empty, in the words of the mapping; else the default."""
        for _index, cell in self._filled(name):
            return cell
        return self._mapping.defaults.get(name)

    def line(self, name: str, *, most: int) -> str:
        """One line of text; an error if it is longer than `most` characters, since cutting it would lose words."""
        text = self._sheet.line(text_of(self.cell(name)))
        if len(text) > most:
            self.fail(
                name, "too_long", _("This is longer than %(most)d characters. Shorten it.") % {"most": most}, text
            )
            return ""
        return text

    def markdown(self, name: str) -> str:
        """The text of all of a field's columns, as clean markdown; from the second on under the column's name."""
        parts: list[str] = []
        for index, cell in self._filled(name):
            if len(text_of(cell)) > _LONGEST_TEXT:
                self.fail(
                    name,
                    "too_long",
                    _("This is longer than %(most)d characters. Shorten it.") % {"most": _LONGEST_TEXT},
                )
                continue
            part = self._sheet.markdown(text_of(cell))
            if part:
                headed = f"**{to_markdown(self._sheet.headers[index])}**\n\n{part}" if parts else part
                parts.append(headed)
        return "\n\n".join(parts) or self._mapping.defaults.get(name, "").strip()

    def day(self, name: str) -> date | None:
        cell = self.cell(name)
        if _is_empty(cell):
            return None
        try:
            return as_day(cell, self._mapping.date_formats)
        except BadCell as problem:
            self.fail(name, problem.code, problem.message, cell)
            return None

    def cents(self, name: str) -> int | None:
        cell = self.cell(name)
        if _is_empty(cell):
            return None
        try:
            return as_cents(cell)
        except BadCell as problem:
            self.fail(name, problem.code, problem.message, cell)
            return None

    def whole(self, name: str, *, least: int, most: int) -> int | None:
        cell = self.cell(name)
        if _is_empty(cell):
            return None
        try:
            return as_whole(cell, least=least, most=most)
        except BadCell as problem:
            self.fail(name, problem.code, problem.message, cell)
            return None

    def choice(self, name: str, known: Mapping[str, str]) -> str:
        """One of a closed list; `known` has words, in small letters, and the value that each means."""
        cell = self.cell(name)
        word = self._sheet.line(text_of(cell)).casefold()
        if not word:
            return ""
        if word not in known:
            values = sorted(set(known.values()))
            listed = ", ".join(values[:12]) + (", …" if len(values) > 12 else "")
            message = _("This value is not known. Known are: %(known)s. A mapping can say what it means.")
            self.fail(name, "unknown_value", message % {"known": listed or _("none")}, cell)
            return ""
        return known[word]

    def term(self, name: str, known: Mapping[str, str]) -> str | None:
        """What a word of the portal's own, growing vocabulary stands for; None, and noted, if it has no such word."""
        word = self._sheet.line(text_of(self.cell(name)))
        if not word:
            return None
        if word.casefold() not in known:
            self.unknown[name] = word
        return known.get(word.casefold())

    def items(self, name: str, known: Iterable[str]) -> list[str]:
        """A cell of several items, run together or separated. See `split_items`."""
        return split_items(self._sheet.line(text_of(self.cell(name))), known)

    def _filled(self, name: str) -> Iterable[tuple[int, Cell]]:
        for index in self._sheet.columns.get(name, ()):
            cell = self._cells[index] if index < len(self._cells) else None
            word = text_of(cell).strip()
            if not word or word.casefold() in self._sheet.empty:
                continue
            if word in _SPREADSHEET_ERRORS:
                self.fail(name, "cell_error", _("The spreadsheet shows an error here. Put the value itself."), word)
                continue
            meanings = self._mapping.values.get(name)
            if meanings is not None:
                meaning = meanings.get(" ".join(word.split()).casefold(), meanings.get("*"))
                if meaning == "":
                    continue
                cell = cell if meaning is None else meaning
            yield index, cell

    def _header(self, name: str) -> str:
        columns = self._sheet.columns.get(name, ())
        return self._sheet.headers[columns[0]] if columns else name


def split_items(text: str, known: Iterable[str]) -> list[str]:
    """`A B C` into `A`, `B C` if those are known items; longest items first, with a step back where that fails.

    A text that the known items do not explain to its last letter is split at semicolons and bars only: anything else
    would be guessing. Each item comes once, in the order of the text.
    """
    by_length = sorted({item for item in known if item}, key=len, reverse=True)
    failed: set[int] = set()

    def rest(start: int) -> list[str] | None:
        while start < len(text) and text[start] in " ,;|":
            start += 1
        if start == len(text):
            return []
        if start in failed:
            return None
        for item in by_length:
            end = start + len(item)
            if text.startswith(item, start) and (end == len(text) or not text[end].isalnum()):
                following = rest(end)
                if following is not None:
                    return [item, *following]
        failed.add(start)
        return None

    items = rest(0) if len(text) <= _LONGEST_LIST else None
    if items is None:
        items = [item.strip() for item in re.split(r"[;|]", text) if item.strip()]
    return list(dict.fromkeys(items))


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
