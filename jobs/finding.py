"""The list of openings: which match, in what order, and what stands around them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page
from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import User
from chitech.core.search.asking import Chip, CountedPaginator, Facet
from chitech.core.search.query import text_query
from jobs.cards import Card, cards
from jobs.criteria import Criteria, Vocabulary, all_of
from jobs.facets import count_facets
from jobs.models import Posting, PostingSearch
from jobs.querysets import PostingSearchQuerySet

PAGE_SIZE = 20
NEIGHBOURS = 5
# All that is found is ranked by its words, up to so many. Of more (the words say little then) only the newest are
# ranked: a whole number of pages.
RANKED = 500
RANKED_OF_MORE = 200
_ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": ("-opens_at", "-posting_id"),
    "closing": (F("closes_at").asc(nulls_last=True), "posting_id"),
    "pay": (F("annual_max_cents").desc(nulls_last=True), "-posting_id"),
}
SORT_LABELS = {
    "best": gettext_lazy("Best match"),
    "newest": gettext_lazy("Newest"),
    "closing": gettext_lazy("Closing soon"),
    "pay": gettext_lazy("Highest pay"),
}


@dataclass(frozen=True)
class Results:
    """A page of openings with all that stands around it."""

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
    def postings(self) -> list[Card]:
        return list(self.page.object_list)


def find(criteria: Criteria, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime) -> Results:
    """Everything that `/jobs/` shows for some criteria, in a fixed number of queries.

    Reads: one query for all counts, one for the page's numbers in order, two for its cards.
    """
    visible = PostingSearch.objects.open(now).for_audience(user)
    found = matching(visible, criteria, vocabulary, now)
    count, facets = count_facets(visible, criteria, vocabulary, now)
    paginator = CountedPaginator(count, PAGE_SIZE)
    number = min(criteria.page, paginator.num_pages)
    criteria = replace(criteria, page=number)
    ids, asks_for_words = _page_of(found, criteria, count) if count else ([], True)
    if not asks_for_words:
        criteria = replace(criteria, notices=(*criteria.notices, _no_words(criteria.q)))
    return Results(
        criteria=criteria,
        page=Page(cards(ids, text_query(criteria.q)), number, paginator),
        count=count,
        facets=facets,
        chips=_chips(criteria, facets),
    )


def matching(
    visible: PostingSearchQuerySet, criteria: Criteria, vocabulary: Vocabulary, now: datetime
) -> PostingSearchQuerySet:
    """Those openings that the criteria ask for: of the page, of the feed, and of a saved search's alert."""
    return visible.filter(all_of(criteria.conditions(vocabulary, now).values()))


def _no_words(q: str) -> str:
    return _("“%(words)s” has no word in it that tells openings apart, so we left it out.") % {"words": q}


def _page_of(found: PostingSearchQuerySet, criteria: Criteria, count: int) -> tuple[list[int], bool]:
    """The numbers of the postings on one page, in order; and whether the words asked for something. One query.

    Words that every text has ("the") ask for nothing, and so do signs alone. What those words are Postgres knows.
    """
    start = (criteria.page - 1) * PAGE_SIZE
    query = text_query(criteria.q)
    terms: Any = Value(int(not criteria.q)) if query is None else Func(query, function="numnode")
    ordered = in_order(found, criteria, count).values_list("pk", Cast(terms, IntegerField()))
    rows = list(ordered[start : start + PAGE_SIZE])
    return [pk for pk, _terms in rows], any(terms for _pk, terms in rows)


def in_order(found: PostingSearchQuerySet, criteria: Criteria, count: int) -> PostingSearchQuerySet:
    """Those openings in the order of the page. `count`: how many there are."""
    start = (criteria.page - 1) * PAGE_SIZE
    query = text_query(criteria.q)
    if criteria.effective_sort == "best" and query is not None and (count <= RANKED or start < RANKED_OF_MORE):
        if count > RANKED:
            # The others follow by age.
            newest = found.order_by(*_ORDERS["newest"]).values("pk")[:RANKED_OF_MORE]
            found = PostingSearch.objects.filter(pk__in=newest)
        # "data" finds "database" too, but what has the very word comes first.
        whole = text_query(criteria.q, whole_words=True) or query
        rank = SearchRank(F("document"), whole) * Value(2.0) + SearchRank(F("document"), query)
        return found.order_by(rank.desc(), *_ORDERS["newest"])
    return found.order_by(*_ORDERS.get(criteria.effective_sort, _ORDERS["newest"]))


def _chips(criteria: Criteria, facets: list[Facet]) -> list[Chip]:
    """The filters in use, each with the way to take it off."""
    made = []
    if criteria.q:
        made.append(Chip(f"“{criteria.q}”", _url(criteria.without("q"))))
    for facet in facets:
        made += [Chip(choice.label, _url(criteria.without(facet.name, choice.value))) for choice in facet.selected]
    if criteria.pay_min:
        made.append(Chip(_pay_label(criteria.pay_min), _url(criteria.without("pay_min"))))
    return made


def _pay_label(dollars: int) -> str:
    return _("Pays at least $%(dollars)s a year") % {"dollars": f"{dollars:,}"}


def _url(criteria: Criteria) -> str:
    return criteria.query_string() or "?"


@dataclass(frozen=True)
class Neighbours:
    """What else is open, beside one posting."""

    same_title: list[Card]
    similar: list[Card]


def neighbours_of(posting: Posting, *, user: User | AnonymousUser, same: int = 5, similar: int = 4) -> Neighbours:
    """Other openings under its title, and others in its field of work, the nearest level first. Four queries."""
    others = PostingSearch.objects.open().for_audience(user).exclude(pk=posting.pk)
    same_ids = _of_title(others, posting)[:same]
    similar_ids = _of_family(others, posting)[:similar]
    found = {each.pk: each for each in cards([*same_ids, *similar_ids])}
    return Neighbours([found[pk] for pk in same_ids if pk in found], [found[pk] for pk in similar_ids if pk in found])


def _of_title(others: PostingSearchQuerySet, posting: Posting) -> list[int]:
    if posting.title_id is None:
        return []
    rows = others.filter(title_id=posting.title_id).order_by(*_ORDERS["newest"])
    return list(rows.values_list("pk", flat=True)[:NEIGHBOURS])


def _of_family(others: PostingSearchQuerySet, posting: Posting) -> list[int]:
    family = posting.effective_family
    if family is None:
        return []
    rows = others.filter(family=family)
    if posting.title_id is not None:
        rows = rows.filter(~Q(title_id=posting.title_id) | Q(title_id__isnull=True))
    level = posting.level_id or 3

    def newest(number: int | None) -> Any:
        """The newest at one level: from the index `posting_search_similar`, in which they stand in this order."""
        away = Value(9 if number is None else abs(number - level), output_field=IntegerField())
        at_level = rows.filter(level_id=number) if number else rows.filter(level__isnull=True)
        there = at_level.annotate(away=away).order_by(*_ORDERS["newest"])
        return there.values_list("posting_id", "away", "opens_at")[:NEIGHBOURS]

    # Ordering all of the field by how far their level is would read all of them.
    first, *more = [newest(number) for number in (*range(1, 8), None)]
    found = first.union(*more, all=True).order_by("away", *_ORDERS["newest"])[:NEIGHBOURS]
    return [pk for pk, _away, _opens_at in found]
