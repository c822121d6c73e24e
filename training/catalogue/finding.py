"""The list of courses: which match, in what order, and what stands around them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page
from django.db.models import Count, F, Value
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import User
from chitech.core.search.asking import Chip, CountedPaginator, Facet, all_of
from chitech.core.search.query import text_query
from chitech.core.search.spelling import suggest
from training.catalogue.cards import Card, cards
from training.catalogue.criteria import Criteria, Vocabulary
from training.catalogue.facets import FACET_LABELS, count_facets_and_page, published
from training.catalogue.words import CORPUS

PAGE_SIZE = 20
SORT_LABELS = {
    "best": gettext_lazy("Best match"),
    "soon": gettext_lazy("Begins soonest"),
    "name": gettext_lazy("Name"),
    "short": gettext_lazy("Shortest"),
}
_ORDERS: dict[str, tuple[Any, ...]] = {"name": ("name", "course_id"), "short": ("hours", "name", "course_id")}


@dataclass(frozen=True)
class Results:
    """A page of courses with all that stands around it."""

    criteria: Criteria
    page: "Page[Card]"
    count: int
    facets: list[Facet]
    chips: list[Chip]

    @property
    def kept(self) -> QueryDict:
        """What the links to other pages keep: the criteria as they were understood."""
        return QueryDict(self.criteria.query_string()[1:])

    @property
    def courses(self) -> list[Card]:
        return list(self.page.object_list)


def find(criteria: Criteria, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime) -> Results:
    """Everything that `/training/` shows for some criteria, in a fixed number of queries.

    Reads: one query for all counts, three for the page's cards. Those that begin soonest come with the counts; any
    other order, and a page beyond the last, take one more.
    """
    is_matched = criteria.effective_sort == "best" and text_query(criteria.q) is not None
    is_soonest = not is_matched and criteria.effective_sort not in _ORDERS
    count, facets, ids = count_facets_and_page(criteria, vocabulary, now, user, size=PAGE_SIZE if is_soonest else 0)
    paginator = CountedPaginator(count, PAGE_SIZE)
    number = min(criteria.page, paginator.num_pages)
    if is_soonest and number != criteria.page and count:
        ids = count_facets_and_page(replace(criteria, page=number), vocabulary, now, user, size=PAGE_SIZE)[2]
    criteria = replace(criteria, page=number)
    if not is_soonest and count:
        ids = page_of(criteria, vocabulary, now, user)
    shown = cards(
        ids,
        user=user,
        now=now,
        families=vocabulary.families,
        query=text_query(criteria.q),
        asked=criteria.of_session(now),
    )
    return Results(
        criteria=criteria,
        page=Page(shown, number, paginator),
        count=count,
        facets=facets,
        chips=chips(criteria, facets),
    )


def matching(criteria: Criteria, vocabulary: Vocabulary, now: datetime, user: User | AnonymousUser) -> Any:
    """The search rows of courses that the criteria ask for: of the page, the calendar and the feeds."""
    return published().filter(all_of(criteria.conditions(vocabulary, now, user).values()))


def page_of(criteria: Criteria, vocabulary: Vocabulary, now: datetime, user: User | AnonymousUser) -> list[int]:
    """The numbers of the courses on one page, by match, name or length. One query."""
    found = matching(criteria, vocabulary, now, user)
    start = (criteria.page - 1) * PAGE_SIZE
    sort, query = criteria.effective_sort, text_query(criteria.q)
    if sort == "best" and query is not None:
        # "data" finds "database" too, but what has the very word comes first.
        whole = text_query(criteria.q, whole_words=True) or query
        rank = SearchRank(F("document"), whole) * Value(2.0) + SearchRank(F("document"), query)
        found = found.order_by(rank.desc(), "name", "course_id")
    else:
        found = found.order_by(*_ORDERS[sort])
    return list(found.values_list("pk", flat=True)[start : start + PAGE_SIZE])


def chips(criteria: Criteria, facets: list[Facet]) -> list[Chip]:
    """The filters in use, each with the way to take it off."""
    made = []
    if criteria.q:
        made.append(Chip(f"“{criteria.q}”", criteria.without("q").query_string() or "?"))
    for facet in facets:
        made += [
            Chip(choice.label, criteria.without(facet.name, choice.value).query_string() or "?")
            for choice in facet.selected
        ]
    return made


@dataclass(frozen=True)
class Loosening:
    """What to take away when nothing matches: the words for it, how many would then show, and the address."""

    label: str
    count: int
    url: str


def loosenings(
    criteria: Criteria, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime
) -> list[Loosening]:
    """For an empty list: each filter in use that would show something if it alone went, the most first. One query."""
    conditions = criteria.conditions(vocabulary, now, user)
    if not conditions:
        return []
    labels: dict[str, Callable[[], str]] = {"q": lambda: _("the words “%(words)s”") % {"words": criteria.q}}
    labels["session"] = lambda: _("the choice of dates and seats")
    labels["skill"] = lambda: _("the choice of skills and levels")
    # Not under the filters' own names: a count called "format" would stand where the next one asks for the column.
    counts = published().aggregate(
        **{
            f"without_{name}": Count("pk", filter=all_of(c for other, c in conditions.items() if other != name))
            for name in conditions
        }
    )
    without = {"session": ("when", "seats"), "skill": ("skill", "level")}
    found = []
    for name in conditions:
        if not (count := counts[f"without_{name}"]):
            continue
        loose = criteria
        for each in without.get(name, (name,)):
            loose = loose.without(each)
        label = (
            labels[name]() if name in labels else _("the choice under “%(filter)s”") % {"filter": FACET_LABELS[name]}
        )
        found.append(Loosening(label, count, loose.query_string() or "?"))
    return sorted(found, key=lambda each: -each.count)


def spelling(
    criteria: Criteria, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime
) -> Loosening | None:
    """For an empty list: the same search with misspelt words put right, if that finds something. Two queries."""
    better = suggest(CORPUS, criteria.q)
    if better is None:
        return None
    corrected = replace(criteria, q=better, page=1)
    count = matching(corrected, vocabulary, now, user).count()
    return Loosening(better, count, corrected.query_string()) if count else None
