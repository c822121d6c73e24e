"""What an app says about its rows, so that the machine can import them."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from enum import Enum, auto
from typing import Any, ClassVar

from chitech.core.accounts.models import User
from chitech.core.imports.mapping import Field, HeaderMapping
from chitech.core.imports.plan import Parsed, Plan, Planned, Values, fingerprint
from chitech.core.imports.report import Conflict
from chitech.core.imports.rows import RowReader


class TakeBack(Enum):
    """How undoing treats a record that an import wrote and nobody has touched since."""

    DELETE = auto()  # it came with the import, and nobody outside has seen it
    RESTORE = auto()  # its changed fields get back what they held
    END = auto()  # it was made public: it is ended as a person would end it, and its number is free again
    LEAVE = auto()  # people have ended it: it stays as they left it


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

    def complete(self, plan: Plan) -> None:  # noqa: B027 -- a hook
        """What the file means as a whole, once each of its records is planned: reject, reorder, or add `Planned`.

        A record that no row of the file names has no `rows`. It is counted apart, shown apart, and undone like any.
        """

    def finish(self, plan: Plan) -> None:  # noqa: B027 -- a hook
        """Add the importer's own figures to `plan.report.more`."""

    # For the screens: words, and taking an import back (docs/adr/0033)

    def label(self, name: str) -> str:
        """What people call a field."""
        return next((str(one.label) for one in self.fields if one.name == name), name)

    def in_words(self, name: str, value: Any) -> str:
        """A value as the screens show it; `show` where that says enough."""
        return self.show(name, value)

    def name_of(self, record: Planned) -> str:
        """What people call a record."""
        return record.key

    def stamp(self, instance: Any) -> str:
        """A text that is another one after every edit of a record, by whomever."""
        return fingerprint(self.values_of(instance))

    def take_back(self, instance: Any, *, is_new: bool, written: Values) -> TakeBack:  # noqa: ARG002 -- a hook
        """What undoing does with an untouched record; `written` are the fields that the import changed."""
        return TakeBack.DELETE if is_new else TakeBack.RESTORE

    def delete(self, instances: Sequence[Any]) -> None:
        """Delete records that an import made. Raises what the database raises where something refers to them."""
        for instance in instances:
            instance.delete()

    def end(self, records: Sequence[Planned]) -> None:
        """End records that were made public. `changes` has the fields that one had before (none: it is new)."""
        raise NotImplementedError(f"{type(self).__name__} never answers TakeBack.END")

    def restore(self, records: Sequence[Planned]) -> None:
        """Write back what fields held: each change is (what it holds now, what it held before the import)."""
        self.write(records)
