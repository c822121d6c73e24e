"""The history of one row for people to read: who, what, when, from what to what.

Events come from the database's triggers (`tracked`). All that one transaction changed is one entry.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from chitech.core.design.phrases import date_and_time

Formats = Mapping[str, Callable[[Any], str]]
_LONGEST_VALUE = 160
_WORDS_BEFORE = 40
_DELETED = "delete"


@dataclass(frozen=True)
class Change:
    """One thing that changed. Empty `before` or `after`: it was not set or there, or is not any more."""

    label: str
    before: str
    after: str
    is_part: bool = False


@dataclass(frozen=True)
class Entry:
    """What one person did at one moment."""

    at: datetime
    who: str
    headline: str
    changes: list[Change]


@dataclass(frozen=True)
class Timeline:
    """Entries, the newest first. `has_older`: the oldest changes are not among them."""

    entries: list[Entry]
    has_older: bool


@dataclass(frozen=True)
class Part:
    """Rows that belong to the row whose history is read, such as the skills of a posting.

    `link` is their foreign key to it; `describe` says a row in words, given its columns as words.
    """

    model: type[models.Model]
    link: str
    label: Any  # a lazy translation
    describe: Callable[[Mapping[str, str]], str]


@dataclass(frozen=True)
class Story:
    """How a model's history is told: what to leave out, how to write values, what an entry is called.

    `actor` is the column that says who did it where no request did (a command). `headline` is given the events before
    and after (before is None for the first); an empty answer means that the timeline finds its own words.
    """

    leave_out: Collection[str] = ()
    formats: Formats = field(default_factory=dict)
    parts: Sequence[Part] = ()
    actor: str = ""
    headline: Callable[[Any, Any], str] = lambda _before, _after: ""


def read(row: models.Model, story: Story, *, limit: int = 100) -> Timeline:
    """The latest changes of a row and its parts. A fixed number of queries, however long its history."""
    own = _events(type(row), "pgh_obj", row.pk, limit + 1)
    parts = {part: _events(part.model, part.link, row.pk, 1000) for part in story.parts}
    has_older = len(own) > limit
    base = own.pop(0) if has_older else None
    words = _Words(story, [own if base is None else [base, *own], *parts.values()])
    since = own[0].pgh_created_at if has_older and own else None

    found: dict[Any, list[tuple[Part | None, Any, Any]]] = defaultdict(list)
    previous = base
    for event in own:
        found[_moment(event)].append((None, previous, event))
        previous = event
    for part, events in parts.items():
        for before, event in _in_pairs(events):
            if since is None or event.pgh_created_at >= since:
                found[_moment(event)].append((part, before, event))
    people = User.objects.in_bulk({pk for steps in found.values() for pk in [_actor(steps, story)] if pk})
    newest_first = [steps for _key, steps in sorted(found.items(), key=lambda item: item[0][0])][::-1]
    entries = [_entry(steps, story, words, people) for steps in newest_first]
    return Timeline([entry for entry in entries if entry.headline], has_older)


def _events(model: type[models.Model], link: str, pk: Any, limit: int) -> list[Any]:
    """The latest events of some rows, the oldest first."""
    events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")  # noqa: SLF001
    latest = events._default_manager.filter(**{link: pk}).select_related("pgh_context").order_by("-pgh_id")  # noqa: SLF001
    return list(latest[:limit])[::-1]


def _moment(event: Any) -> tuple[datetime, str]:
    """What tells one transaction from another: triggers write the time at which it began."""
    return (event.pgh_created_at, str(event.pgh_context_id or ""))


def _in_pairs(events: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each event of a part with the one before it of the same row."""
    last: dict[Any, Any] = {}
    pairs = []
    for event in events:
        pairs.append((last.get(event.pgh_obj_id), event))
        last[event.pgh_obj_id] = event
    return pairs


def _actor(steps: Sequence[tuple[Part | None, Any, Any]], story: Story) -> int | None:
    for _part, _before, event in steps:
        if event.pgh_context and (pk := event.pgh_context.metadata.get("user")):
            return int(pk)
    for part, _before, event in steps:
        if part is None and story.actor:
            pk = getattr(event, f"{story.actor}_id")
            return int(pk) if pk else None
    return None


def _entry(
    steps: Sequence[tuple[Part | None, Any, Any]], story: Story, words: "_Words", people: Mapping[int, User]
) -> Entry:
    """An entry; its headline is empty where nothing happened that a person would want to know."""
    own = [(before, after) for part, before, after in steps if part is None]
    changes: list[Change] = []
    headline = ""
    if own:
        before, after = own[0][0], own[-1][1]
        headline = story.headline(before, after)
        if after.pgh_label == _DELETED:
            headline = headline or _("Deleted")
        elif before is None:
            headline = headline or _("Created")
        else:
            changes += _differences(before, after, story, words)
    changes += [_part_change(part, before, after, words) for part, before, after in steps if part]
    who = people.get(_actor(steps, story) or 0)
    return Entry(
        at=steps[-1][2].pgh_created_at,
        who=str(who) if who else _("The portal itself"),
        headline=headline or (_("Edited") if changes else ""),
        changes=changes,
    )


def _differences(before: Any, after: Any, story: Story, words: "_Words") -> list[Change]:
    changes = []
    for column in tracked_columns(type(after)):
        if column.name in story.leave_out or getattr(before, column.attname) == getattr(after, column.attname):
            continue
        old, new = around_the_difference(words.of(before, column), words.of(after, column))
        changes.append(Change(str(column.verbose_name).capitalize(), old, new))
    return changes


def _part_change(part: Part, before: Any, after: Any, words: "_Words") -> Change:
    def described(event: Any) -> str:
        return part.describe({column.name: words.of(event, column) for column in tracked_columns(type(event))})

    if after.pgh_label == _DELETED:
        return Change(part.label, described(after), "", is_part=True)
    return Change(part.label, described(before) if before else "", described(after), is_part=True)


def tracked_columns(event_model: type[models.Model]) -> list[Any]:
    """The columns of the tracked model in its event model, in their order there."""
    columns = event_model._meta.concrete_fields  # noqa: SLF001
    return [column for column in columns if not column.name.startswith("pgh_") and not column.primary_key]


class _Words:
    """Values as people read them. Related rows are fetched once for all events, one query a model."""

    def __init__(self, story: Story, events: Sequence[Sequence[Any]]) -> None:
        self.formats = story.formats
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for group in events:
            for column in tracked_columns(type(group[0])) if group else []:
                if column.related_model and column.name not in story.leave_out:
                    wanted[column.related_model] |= {getattr(event, column.attname) for event in group} - {None}
        self.related = {model: model._default_manager.in_bulk(keys) for model, keys in wanted.items() if keys}  # noqa: SLF001

    def of(self, event: Any, column: Any) -> str:
        value = getattr(event, column.attname)
        if column.related_model and value is not None:
            related = self.related.get(column.related_model, {})
            value = related.get(value, f"#{value}")
        return in_words(column, value, self.formats)


def in_words(column: Any, value: Any, formats: Formats) -> str:
    """A column's value as people read it: a choice's label, a date in the city's time. Empty where it is not set."""
    if value is None or value in ("", []):
        return ""
    if column.name in formats:
        return formats[column.name](value)
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return date_and_time(value)
        case date():
            return date_format(value, "j F Y")
        case list():
            return ", ".join(str(item) for item in value)
    return str(dict(column.flatchoices).get(value, value))


def around_the_difference(before: str, after: str) -> tuple[str, str]:
    """Two texts trimmed so that what differs between them is in sight."""
    if max(len(before), len(after)) <= _LONGEST_VALUE:
        return before, after
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    start = max(0, same - _WORDS_BEFORE)

    def part(text: str) -> str:
        cut = text[start : start + _LONGEST_VALUE]
        return f"{'…' if start and text else ''}{cut}{'…' if len(text) > start + _LONGEST_VALUE else ''}"

    return part(before), part(after)
