"""What can be imported by screen. An app registers a kind in `AppConfig.ready`; nothing here changes for it.

    register(ImportKind(name="jobs.posting", plural=_("postings"), fields=FIELDS, needs=NEEDS, ...))

and mounts the screens at an address of its own: `path("manage/imports/", include(screens("jobs.posting")))`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import Field, HeaderMapping


class OptionsForm(forms.Form):
    """What a kind asks for besides the columns. Every clean value is text, kept with the import."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What an importer is made for: one file of one source, read one way, on behalf of one person."""

    source: str
    mapping: HeaderMapping
    by: User
    options: Mapping[str, str] = field(default_factory=dict)


def _nothing(_figures: Mapping[str, Any]) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Everything that the screens ask about one kind of record.

    `to_read` is the permission to see the imports and what became of them, `to_import` that to bring files in and to
    undo. `fills` names the fields whose value can be typed once for all rows. `record_url` is the page of one record.
    `facts` names those that stand beside the name of a new record. `tell` says the importer's own figures in sentences.
    `undo_ends` says what undoing does with records that it may not delete.
    """

    name: str
    plural: Any  # translatable: "postings"
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    to_import: Permission
    to_read: Permission
    make: Callable[[Setup], Importer]
    known_mappings: Callable[[], Iterable[HeaderMapping]] = tuple
    sources: Callable[[], Iterable[str]] = tuple
    options_form: type[forms.Form] = OptionsForm
    fills: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    record_url: Callable[[int], str] = lambda _pk: ""
    home: str = ""  # name of the address above the list of imports
    home_label: Any = ""
    tell: Callable[[Mapping[str, Any]], Sequence[str]] = _nothing
    undo_ends: Any = ""
    panel: str = ""  # a template of the kind's own on the page of an import, below the figures

    def may_import(self, person: User | AnonymousUser) -> bool:
        """Whether somebody may bring files of this kind in, and undo that."""
        return may(person, self.to_import)

    def may_read(self, person: User | AnonymousUser) -> bool:
        """Whether somebody may see what was imported."""
        return may(person, self.to_read)


_KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Let a kind be imported. A second one of the same name is a mistake of the program."""
    if kind.name in _KINDS and _KINDS[kind.name] != kind:
        raise ValueError(f"There is already an import kind “{kind.name}”.")
    _KINDS[kind.name] = kind


def forget(name: str) -> None:
    """Take a kind out again. For tests."""
    _KINDS.pop(name, None)


def named(name: str) -> ImportKind:
    """A kind by its name. Raises KeyError."""
    return _KINDS[name]


def every() -> list[ImportKind]:
    return list(_KINDS.values())


__all__ = ["ImportKind", "OptionsForm", "Setup", "every", "forget", "named", "register"]
