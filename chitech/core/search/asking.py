"""What every searchable list shares: reading filters from an address, and what stands around the results.

An unknown value is left out and named in a notice; nothing that a person can type is an error.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.db.models import BooleanField, Func, IntegerField, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from chitech.core.search.query import MAX_LENGTH, clean, text_query

MAX_NOTICES = 8


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class FacetChoice:
    """One choice of a filter, with how many results it would show given all other filters. `family`: has a line."""

    value: str
    label: str
    count: int
    is_selected: bool
    family: Any = None


@dataclass(frozen=True)
class Facet:
    """A filter as a group of choices. `is_multiple`: several at once (check boxes), else one (radio buttons)."""

    name: str
    label: str
    choices: list[FacetChoice]
    is_multiple: bool = True

    @property
    def selected(self) -> list[FacetChoice]:
        return [choice for choice in self.choices if choice.is_selected]


class CountedPaginator(Paginator):
    """Pages of a list that has been counted already."""

    def __init__(self, count: int, per_page: int) -> None:
        super().__init__([], per_page)
        self._count = count

    @property
    def count(self) -> int:
        return self._count


def words_of(data: QueryDict, notices: list[str]) -> str:
    """The search words; a notice where they were too many."""
    words, was_cut = clean(data.get("q", ""))
    if was_cut:
        notices.append(_("Your search was long, so we used its first %(count)d characters.") % {"count": MAX_LENGTH})
    return words


def several(data: QueryDict, name: str, known: frozenset[str], notices: list[str]) -> tuple[str, ...]:
    """The known values of a filter that takes several, in a fixed order; a notice for each other one."""
    given = [value for value in dict.fromkeys(data.getlist(name)) if value]
    notices += [ignored(name, v) for v in islice((v for v in given if v not in known), MAX_NOTICES)]
    return tuple(sorted(v for v in given if v in known))


def one_of(data: QueryDict, name: str, allowed: Sequence[str], notices: list[str]) -> str:
    """The value of a filter that takes one, or empty with a notice."""
    value = data.get(name, "")
    if value and value not in allowed:
        notices.append(ignored(name, value))
    return value if value in allowed else ""


def page_of(data: QueryDict, notices: list[str]) -> int:
    """The page that is asked for, from 1."""
    page = data.get("page") or "1"
    is_number = page.isascii() and page.isdigit()
    if not is_number:
        notices.append(ignored("page", page))
    return int(page) if is_number and int(page[:9]) > 0 else 1


def ignored(name: str, value: str) -> str:
    """What is said of a value that we do not know."""
    shown = clean(value)[0][:40] or "?"
    return _("We do not know “%(value)s” as a choice for “%(filter)s”, so we left it out.") % {
        "value": shown,
        "filter": name,
    }


def doubled(data: QueryDict, names: Iterable[str]) -> list[str]:
    """What is said of filters that take one value and were given several: the last one counts, as in any form."""
    said = []
    for name in names:
        used = data.get(name, "")
        others = [value for value in dict.fromkeys(data.getlist(name)) if value and value != used]
        for value in islice(others, MAX_NOTICES):
            words = {"filter": name, "value": clean(value)[0][:40] or "?"}
            said.append(_("“%(filter)s” takes one value, so we left “%(value)s” out.") % words)
    return said


def matches_words(words: str) -> Q | None:
    """Rows whose `document` has the words; None where nothing is asked. Stop words alone ("the") leave nothing out."""
    query = text_query(words)
    if query is None:
        return None
    nodes: Func = Func(query, function="numnode", output_field=IntegerField())
    return Q(document=query) | Q(_ExactZero(nodes))


class _ExactZero(Func):
    """`numnode(query) = 0` as a condition."""

    template = "%(expressions)s = 0"
    conditional = True

    def __init__(self, expression: Func) -> None:
        super().__init__(expression, output_field=BooleanField())


def all_of(conditions: Iterable[Q]) -> Q:
    """Every one of them; no condition at all holds for every row."""
    combined = Q()
    for condition in conditions:
        combined &= condition
    return combined
