"""What an import would do, computed without writing anything: the preview that a person reads before they apply it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from chitech.core.imports.readers.table import Table
from chitech.core.imports.report import Report, RowError

# The plain values of a record by field: text, numbers, lists, None. What a field holds is the importer's affair.
type Values = dict[str, Any]


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(slots=True)
class Parsed:
    """What one row says. Of several rows for one record the one with the highest `rank` has the last word."""

    number: int
    key: str
    values: Values
    rank: int = 0


@dataclass(slots=True)
class Planned:
    """One record: what the source says of it and what would change here.

    `changes` has for each field what is here now and what would be; `rows` are the numbers of the file's rows that
    were folded into it, the one that leads first: none, if the importer added a record that the file does not name.
    `partial` tells that a further row of it was rejected.
    """

    key: str
    rows: list[int]
    said: Values
    verdict: Verdict = Verdict.NEW
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    instance: Any = None
    partial: bool = False

    def change(self, name: str, old: Any, new: Any) -> None:
        """Note a change that is not in the file's columns, such as one of state."""
        self.changes[name] = (old, new)
        if self.verdict is Verdict.UNCHANGED:
            self.verdict = Verdict.CHANGED


@dataclass(slots=True)
class Plan:
    """All of it: what becomes of each record, and the figures."""

    table: Table
    records: list[Planned]
    report: Report
    broken: set[str] = field(default_factory=set)  # keys of records of which a row could not be read
    # What was remembered of the records whose memory this import changes, before it did; None: nothing.
    forgotten: dict[str, dict[str, str] | None] = field(default_factory=dict)

    def count(self) -> None:
        """Count the verdicts into the report. Every row of the file is in exactly one figure."""
        tally = dict.fromkeys(Verdict, 0)
        absent = [one for one in self.records if not one.rows and one.verdict is not Verdict.REJECTED]
        named = [one for one in self.records if one.rows and one.verdict is not Verdict.REJECTED]
        for record in named:
            tally[record.verdict] += 1
        self.report.new, self.report.changed = tally[Verdict.NEW], tally[Verdict.CHANGED]
        self.report.unchanged = tally[Verdict.UNCHANGED]
        self.report.folded = sum(len(one.rows) - 1 for one in named)
        if absent:
            self.report.more["absent"] = len(absent)
            self.report.more["absent_changed"] = sum(one.verdict is Verdict.CHANGED for one in absent)
        self.report.rejected = len({error.row for error in self.report.errors})
        assert self.report.rows_read == len(self.table.rows), "a row was lost or counted twice"

    def reject(self, record: Planned, column: str, code: str, message: str, value: str = "") -> None:
        """Reject a whole record: each of its rows gets the reason."""
        record.verdict = Verdict.REJECTED
        self.report.errors.extend(RowError.of(number, column, code, message, value) for number in record.rows)

    def digest(self) -> str:
        """A hash of what would be written, and over what. Two plans with the same one would do the same."""
        return fingerprint([(one.key, one.verdict, one.changes) for one in self.records])


def fingerprint(value: Any) -> str:
    """A short hash of a plain value, the same for equal values in every run."""
    # A text is its own form, told from what only looks like it: "1" is not 1.
    text = f"s{value}" if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


@dataclass(slots=True)
class Merge:
    """What comes of comparing, field by field. `overruled` are values of people that give way, `kept` ones stay."""

    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    overruled: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    kept: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def merge(now: Values, said: Values, remembered: Mapping[str, str], untouched: Callable[[str, Any], bool]) -> Merge:
    """Compare what is here, what the source says and what it said last time (docs/adr/0031).

    The source has not changed its mind: what is here stays, edited or not. It has, and nobody edited the field here:
    the field follows. It has, and somebody did: the source wins and the lost value is told. A field that the source
    never spoke about before is filled where it is `untouched`, and otherwise stays as people wrote it, which is told.
    Pairs in the outcome are (here, at the source).
    """
    result = Merge()
    for name, new in said.items():
        old = now[name]
        before = remembered.get(name)
        if old == new or before == fingerprint(new):
            continue
        if before is None and not untouched(name, old):
            result.kept[name] = (old, new)
            continue
        result.changes[name] = (old, new)
        if before is not None and before != fingerprint(old):
            result.overruled[name] = (old, new)
    return result
