"""What an import did, or would do: for people, for programs, and row by row for what was rejected."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import tablib
from django.utils.translation import gettext as _

_LONGEST_VALUE = 200
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row was rejected. `row` is the number that a spreadsheet shows, `column` the file's own header."""

    row: int
    column: str
    code: str
    message: str
    value: str

    @classmethod
    def of(cls, row: int, column: str, code: str, message: str, value: str = "") -> "RowError":
        """An error whose value is cut to what a person needs to find it."""
        return cls(row, column, code, message, value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values for one field of one record. The one in `dropped` is written nowhere else but here."""

    external_id: str
    field: str
    kept: str
    dropped: str


@dataclass(slots=True)
class Report:
    """The figures of an import. Each row of the file is counted once, whatever became of it."""

    source: str = ""
    file_sha256: str = ""
    dry_run: bool = False
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    folded: int = 0
    duplicates: int = 0
    rejected: int = 0
    repaired_cells: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    # What an importer counts beyond that, such as how many postings were published.
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        return self.new + self.changed + self.unchanged + self.folded + self.duplicates + self.rejected

    @property
    def exit_code(self) -> int:
        """0 applied or nothing to do, 1 applied with rejects. (2, nothing written, is a refusal and has no report.)"""
        return 1 if self.rejected else 0

    def as_dict(self) -> dict[str, Any]:
        """The report as other programs read it; the keys are a contract."""
        return {
            "source": self.source,
            "file_sha256": self.file_sha256,
            "dry_run": self.dry_run,
            "rows_read": self.rows_read,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "folded": self.folded,
            "duplicates": self.duplicates,
            "rejected": self.rejected,
            "repaired_cells": self.repaired_cells,
            "conflicts": [asdict(conflict) for conflict in self.conflicts],
            "errors": [asdict(error) for error in self.errors],
            **self.more,
        }

    def as_json(self) -> str:
        return json.dumps(self.as_dict(), indent=2, ensure_ascii=False) + "\n"


def errors_table(errors: Sequence[RowError]) -> tablib.Dataset:
    """The rejected rows as a table to mend from: `.export("csv")`, `.export("xlsx")`."""
    headers = [_("Row"), _("Column"), _("What is wrong"), _("Value"), _("Code")]
    rows = ((str(e.row), inert(e.column), e.message, inert(e.value), e.code) for e in errors)
    return tablib.Dataset(*rows, headers=headers)


def inert(text: str) -> str:
    """A text that no spreadsheet computes: what starts like a formula gets the apostrophe that marks it as text.

    A number with a sign is only a number. Reading a file takes such an apostrophe away again.
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.fullmatch(text) else text
