"""What an app says about its rows, so that the machine can import them."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from chitech.core.accounts.models import User
from chitech.core.imports.mapping import Field, HeaderMapping
from chitech.core.imports.plan import Parsed, Plan, Planned, Values
from chitech.core.imports.report import Conflict
from chitech.core.imports.rows import RowReader


class Importer(ABC):
    """How one kind of record is read, matched, compared and written. One instance serves one import."""

    kind: ClassVar[str]  # such as "jobs.posting": part of what is remembered
    fields: ClassVar[tuple[Field, ...]]
    needs: ClassVar[tuple[tuple[str, ...], ...]]  # groups of fields, of each of which a file must have one
    starts_with: ClassVar[Values] = {}  # what a new record holds where nothing was said

    def __init__(self, *, source: str, mapping: HeaderMapping, by: User) -> None:
        self.source = source
        self.mapping = mapping
        self.by = by

    @abstractmethod
    def parse(self, row: RowReader) -> Parsed:
        """What a row says. Problems go into `row.errors`; the answer is then not used."""

    @abstractmethod
    def load(self, keys: Collection[str], *, lock: bool) -> dict[str, Any]:
        """The records that are here already, by key, in a fixed number of queries; locked for writing if asked."""

    @abstractmethod
    def values_of(self, instance: Any) -> Values:
        """What a record holds, in the same plain form as `Parsed.values`."""

    @abstractmethod
    def prepare(self, records: Sequence[Planned]) -> None:
        """Make what the records refer to and what is not here yet, once, before the first of them is written."""

    @abstractmethod
    def write(self, records: Sequence[Planned]) -> None:
        """Write new and changed records, a few hundred at a time. Raises what the database raises."""

    @abstractmethod
    def show(self, name: str, value: Any) -> str:
        """A value as people read it in previews and reports."""

    def fold(self, rows: list[Parsed]) -> tuple[Values, dict[str, tuple[Any, Any]]]:
        """Several rows for one record into one: the values, and per field what was kept and what was dropped.

        `rows` come with the leading one first. Where they differ, the leading one wins.
        """
        leading, *others = rows
        dropped: dict[str, tuple[Any, Any]] = {}
        for other in others:
            for name, value in other.values.items():
                if value != leading.values[name]:
                    dropped.setdefault(name, (leading.values[name], value))
        return dict(leading.values), dropped

    def conflict(self, key: str, name: str, *, kept: Any, dropped: Any) -> Conflict:
        """Two values for one field, in the words of `show`, for the report."""
        return Conflict(key, name, self.show(name, kept), self.show(name, dropped))

    def untouched(self, name: str, value: Any) -> bool:
        """Whether a field holds what nobody typed: nothing, or what a new record starts with."""
        return value in (None, "", []) or value == self.starts_with.get(name)

    def settle(self, plan: Plan, record: Planned) -> None:  # noqa: B027 -- a hook: most importers have no last word
        """The last word on a record: refuse changes that it may not have, add those of state, or reject it."""

    def finish(self, plan: Plan) -> None:  # noqa: B027 -- a hook
        """Add the importer's own figures to `plan.report.more`."""
