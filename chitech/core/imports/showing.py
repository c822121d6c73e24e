"""What the page of an import shows: the figures, one list of rows at a time, what undoing would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.audit.timeline import around_the_difference
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.importer import Importer
from chitech.core.imports.models import Import, ImportItem, SavedMapping
from chitech.core.imports.plan import Verdict
from chitech.core.imports.registry import ImportKind
from chitech.core.imports.undo import Taking, UndoPlan

PAGE_SIZE = 25


@dataclass(frozen=True)
class Tab:
    """One list of rows, with its count."""

    name: str
    label: Any
    count: int
    is_shown: bool


@dataclass(frozen=True)
class View:
    """One state of the page; every one has an address."""

    run: Import
    kind: ImportKind
    shown: str
    tabs: Sequence[Tab]
    page: "Page[Any]"

    @property
    def rows_read(self) -> int:
        return int(self.run.figure("rows_read"))

    @property
    def sentences(self) -> Sequence[str]:
        return self.kind.tell(self.run.figures) if self.run.figures else ()

    @property
    def unused_columns(self) -> Sequence[str]:
        return list(self.run.figures.get("unused_columns", ()))

    @property
    def unknown_words(self) -> list[tuple[str, list[str], int]]:
        """Field, the first words that the portal does not have, how many more there are."""
        labels = {one.name: one.label for one in self.kind.fields}
        words: Mapping[str, list[str]] = self.run.figures.get("unknown_words", {})
        return [(str(labels.get(name, name)), some[:8], max(0, len(some) - 8)) for name, some in words.items()]

    @property
    def writes_something(self) -> bool:
        return any(self.run.figure(name) for name in ("new", "changed", "absent_changed"))


_FIGURES: dict[str, tuple[Any, str]] = {
    "new": (gettext_lazy("New"), "new"),
    "changed": (gettext_lazy("Changed"), "changed"),
    "unchanged": (gettext_lazy("Unchanged"), "unchanged"),
    "folded": (gettext_lazy("Folded"), "folded"),
    "conflicts": (gettext_lazy("Two values"), "in_conflict"),
    "rejected": (gettext_lazy("Rejected"), "rejected"),
    "absent": (gettext_lazy("Not in the file"), "absent"),
}
# Lists that most imports have nothing to do with: only there if they have rows.
_RARE = frozenset({"absent"})


def read(run: Import, kind: ImportKind, asked: Mapping[str, str]) -> View:
    """What an address asks for: the list that it names, else the first that has rows. Never raises."""
    counts = {name: int(run.figure(figure)) for name, (_label, figure) in _FIGURES.items()}
    shown = asked.get("show", "")
    if shown not in counts:
        shown = next((name for name in ("changed", "new", "rejected", "absent", "unchanged") if counts[name]), "new")
    tabs = [
        Tab(name, label, counts[name], name == shown)
        for name, (label, _figure) in _FIGURES.items()
        if counts[name] or name not in _RARE
    ]
    rows: QuerySet[Any] = run.rejects.all() if shown == "rejected" else _items(run, shown)
    return View(run, kind, shown, tabs, Paginator(rows, PAGE_SIZE).get_page(asked.get("page")))


def _items(run: Import, shown: str) -> QuerySet[ImportItem]:
    items = run.items.defer("before", "written", "forgotten")
    match shown:
        case "folded":
            return items.filter(row_count__gt=1).exclude(verdict=Verdict.REJECTED)
        case "conflicts":
            return items.filter(has_conflicts=True)
        case "absent":
            # What would change comes first.
            return items.filter(row_count=0).order_by("verdict", "place")
        case _:
            return items.filter(verdict=shown, row_count__gt=0)


def sources(kind: str) -> set[str]:
    """The names of sources that people have used on these screens."""
    used = Import.objects.filter(kind=kind).order_by().values_list("source", flat=True).distinct()
    return {*used, *SavedMapping.objects.filter(kind=kind).values_list("source", flat=True)}


def in_screen_words(refused: ImportRefused) -> str:
    """Why a file was refused. What a command says of mapping files is said in the words of the screen."""
    if refused.code == "bad_encoding":
        return _(
            "The file is written in other letters. Choose another kind and upload it again, or save it as “CSV UTF-8”."
        )
    return refused.message


@dataclass(frozen=True)
class UndoView:
    """What undoing would do, for people."""

    plan: UndoPlan
    importer: Importer
    asked_page: str | None

    @property
    def deleted(self) -> int:
        return len(self.plan.those(ImportItem.Undo.DELETED))

    @property
    def ended(self) -> int:
        return len(self.plan.those(ImportItem.Undo.ENDED))

    @property
    def restored(self) -> int:
        return len(self.plan.those(ImportItem.Undo.RESTORED, ImportItem.Undo.PARTLY))

    @property
    def fields(self) -> int:
        """How many fields get back what they held."""
        return sum(len(one.changes) for one in self.plan.those(ImportItem.Undo.RESTORED, ImportItem.Undo.PARTLY))

    @property
    def left(self) -> int:
        """How many records keep something that a person has done since."""
        return len(self.plan.those(ImportItem.Undo.LEFT, ImportItem.Undo.PARTLY))

    @property
    def page(self) -> "Page[Taking]":
        """What needs a person's eye comes first: what is left alone, then what is ended, put back, deleted."""
        order = [*ImportItem.Undo][::-1]
        takings = sorted(self.plan.takings, key=lambda one: (order.index(one.outcome), one.item.place))
        return Paginator(takings, PAGE_SIZE).get_page(self.asked_page)

    @property
    def lines(self) -> list[tuple[Taking, list[tuple[str, str, str]], list[str]]]:
        """The records of this page, the fields that they get back (label, now, then), and those that stay."""
        say = self.importer.in_words
        return [
            (
                one,
                [
                    (self.importer.label(name), *around_the_difference(say(name, now), say(name, then)))
                    for name, (now, then) in one.changes.items()
                ],
                [self.importer.label(name) for name in one.left],
            )
            for one in self.page.object_list
        ]
