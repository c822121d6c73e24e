"""What came, changed and went between two editions of a framework. Items are told apart by their codes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pathways.choices import ItemKind
from pathways.frameworks.pages import plural
from pathways.models import ReferenceEdition, ReferenceItem, ReferenceLink, SkillLevel

# What the pages tell of; an order and an occupation's number are no news.
TOLD = (ItemKind.CATEGORY, ItemKind.ROLE, ItemKind.SKILL, ItemKind.KNOWLEDGE, ItemKind.TASK, ItemKind.AREA)


@dataclass(frozen=True)
class Changed:
    """An item that both editions have, and what of it is another: words for people."""

    item: ReferenceItem
    what: Sequence[str]


@dataclass
class Difference:
    """What lies between two editions, of one kind of item."""

    kind: ItemKind
    added: list[ReferenceItem] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    retired: list[ReferenceItem] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return plural(self.kind)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.retired)


def between(before: ReferenceEdition, after: ReferenceEdition) -> list[Difference]:
    """Added, changed and retired by kind; kinds without any are left out. Four queries."""
    old, new = (_items(edition) for edition in (before, after))
    old_needs, new_needs = (_needs(edition) for edition in (before, after))
    found = {kind: Difference(kind) for kind in TOLD}
    for place, item in new.items():
        difference = found.get(ItemKind(item.kind))
        if difference is None:
            continue
        if place not in old:
            difference.added.append(item)
            continue
        what = [*_words(old[place], item), *_other_needs(old_needs.get(place, {}), new_needs.get(place, {}))]
        if what:
            difference.changed.append(Changed(item, what))
    for place, item in old.items():
        if place not in new and ItemKind(item.kind) in found:
            found[ItemKind(item.kind)].retired.append(item)
    for each in found.values():
        each.added.sort(key=_by_title)
        each.retired.sort(key=_by_title)
        each.changed.sort(key=lambda changed: _by_title(changed.item))
    return [each for each in found.values() if not each.is_empty]


def _by_title(item: ReferenceItem) -> str:
    return item.title.casefold()


def _items(edition: ReferenceEdition) -> Mapping[tuple[str, str], ReferenceItem]:
    return {
        (item.kind, item.code): item
        for item in ReferenceItem.objects.filter(edition=edition).select_related("category")
    }


def _needs(edition: ReferenceEdition) -> Mapping[tuple[str, str], dict[str, tuple[str, int | None, str]]]:
    found: dict[tuple[str, str], dict[str, tuple[str, int | None, str]]] = {}
    links = ReferenceLink.objects.filter(source__edition=edition, target__kind__in=TOLD)
    columns = ("source__kind", "source__code", "target__code", "target__name", "target__text", "level", "text")
    for kind, code, target, name, words, level, text in links.order_by("target__code").values_list(*columns):
        found.setdefault((kind, code), {})[target] = (name or words or target, level, text)
    return found


def _words(before: ReferenceItem, after: ReferenceItem) -> Iterable[str]:
    if before.title != after.title:
        yield _("was called “%(name)s”") % {"name": before.title}
    if (before.text, before.group_text) != (after.text, after.group_text) and before.title == after.title:
        yield _("says it in other words")
    if before.levels != after.levels:
        yield _("means something else at its levels")
    if _name(before.category) != _name(after.category):
        yield _("moved from %(before)s to %(after)s") % {
            "before": _name(before.category) or _("no category"), "after": _name(after.category) or _("no category"),
        }  # fmt: skip


def _name(item: Any) -> str:
    return item.title if item else ""


def _other_needs(
    before: Mapping[str, tuple[str, int | None, str]], after: Mapping[str, tuple[str, int | None, str]]
) -> Iterable[str]:
    for code, (name, level, text) in after.items():
        if code not in before:
            yield _("now has “%(name)s”") % {"name": name}
        elif before[code][1] != level:
            yield _("“%(name)s”: %(before)s became %(after)s") % {
                "name": name, "before": _level(before[code][1]), "after": _level(level),
            }  # fmt: skip
        elif before[code][2] != text:
            yield _("says in other words what “%(name)s” means") % {"name": name}
    for code, (name, _level_then, _text) in before.items():
        if code not in after:
            yield _("no longer has “%(name)s”") % {"name": name}


def _level(number: int | None) -> str:
    return str(SkillLevel(number).label) if number else _("no level")
