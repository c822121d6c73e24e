"""What can be imported by screen. An app registers a kind in `AppConfig.ready`; nothing here changes for it.

    register(ImportKind(name="jobs.posting", plural=_("postings"), fields=FIELDS, needs=NEEDS, ...))

and mounts the screens at an address of its own: `path("manage/imports/", include(screens("jobs.posting")))`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser

from chitech.core.accounts.models import User
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

    `may_read` is who sees the imports and what became of them, `may_import` who brings files in and undoes. `fills` names
    the fields whose value can be typed once for all rows. `record_url` is the page of one record. `tell` says the
    importer's own figures in sentences. `undo_ends` says what undoing does with records that it may not delete.
    """

    name: str
    plural: Any  # translatable: "postings"
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    may_import: Callable[[User | AnonymousUser], bool]
    may_read: Callable[[User | AnonymousUser], bool]
    make: Callable[[Setup], Importer]
    known_mappings: Callable[[], Iterable[HeaderMapping]] = tuple
    sources: Callable[[], Iterable[str]] = tuple
    options_form: type[forms.Form] = OptionsForm
    fills: tuple[str, ...] = ()
    record_url: Callable[[int], str] = lambda _pk: ""
    home: str = ""  # name of the address above the list of imports
    home_label: Any = ""
    tell: Callable[[Mapping[str, Any]], Sequence[str]] = _nothing
    undo_ends: Any = ""


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
