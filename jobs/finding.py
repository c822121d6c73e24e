"""The list of openings: which match, in what order, what surrounds them, and what to loosen when none does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, ExpressionWrapper, F, IntegerField, Q, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import User
from chitech.core.search.query import text_query
from jobs.criteria import Criteria, Vocabulary, all_of
from jobs.facets import FACET_LABELS, Facet, count_facets
from jobs.models import Posting, PostingSearch
from jobs.querysets import PostingSearchQuerySet

PAGE_SIZE = 20
NEAREST = 3
SORT_LABELS = {
    "best": gettext_lazy("Best match"),
    "newest": gettext_lazy("Newest"),
    "closing": gettext_lazy("Closing soon"),
    "pay": gettext_lazy("Highest pay"),
}


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Loosening:
    """What to take away when nothing matches: the words for it, how many would then show, and the address."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Results:
    """A page of openings with all that stands around it."""

    criteria: Criteria
    page: "Page[Posting]"
    count: int
    facets: list[Facet]
    chips: list[Chip]

    @property
    def kept(self) -> QueryDict:
        """What the links to other pages keep: the criteria as they were understood."""
        return QueryDict(self.criteria.query_string()[1:])

    @property
    def postings(self) -> list[Posting]:
        return list(self.page.object_list)


class CountedPaginator(Paginator):
    """Pages of a list that has been counted already."""

    def __init__(self, count: int) -> None:
        super().__init__([], PAGE_SIZE)
        self._count = count

    @property
    def count(self) -> int:
        return self._count


def find(criteria: Criteria, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime) -> Results:
    """Everything that `/jobs/` shows for some criteria, in a fixed number of queries.

    Reads: one query for all counts, one for the page's numbers in order, two for its cards.
    """
    conditions = criteria.conditions(vocabulary, now)
    visible = PostingSearch.objects.open(now).for_audience(user)
    count, facets = count_facets(visible, criteria, vocabulary, now)
    paginator = CountedPaginator(count)
    number = min(criteria.page, paginator.num_pages)
    criteria = replace(criteria, page=number)
    ids: list[int] = []
    if count:
        ordered = _ordered(visible.filter(all_of(conditions.values())), criteria)
        start = (number - 1) * PAGE_SIZE
        ids = list(ordered.values_list("pk", flat=True)[start : start + PAGE_SIZE])
    return Results(
        criteria=criteria,
        page=Page(cards(ids), number, paginator),
        count=count,
        facets=facets,
        chips=_chips(criteria, facets),
    )


def cards(ids: list[int]) -> list[Posting]:
    """Postings with all that their cards show, in the order given. Two queries."""
    found = Posting.objects.for_cards().in_bulk(ids) if ids else {}
    return [found[pk] for pk in ids if pk in found]


def _ordered(rows: PostingSearchQuerySet, criteria: Criteria) -> PostingSearchQuerySet:
    order = criteria.effective_sort
    if order == "best" and (query := text_query(criteria.q)) is not None:
        return rows.annotate(rank=SearchRank(F("document"), query)).order_by("-rank", "-opens_at", "-posting_id")
    if order == "closing":
        return rows.order_by(F("closes_at").asc(nulls_last=True), "posting_id")
    if order == "pay":
        return rows.order_by(F("annual_max_cents").desc(nulls_last=True), "-posting_id")
    return rows.order_by("-opens_at", "-posting_id")


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


def loosenings(
    criteria: Criteria, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime
) -> list[Loosening]:
    """For an empty list: each filter in use that would show something if it alone went, the most first. One query."""
    conditions = criteria.conditions(vocabulary, now)
    if not conditions:
        return []
    labels: dict[str, Callable[[], str]] = {
        "q": lambda: _("the words “%(words)s”") % {"words": criteria.q},
        "pay_min": lambda: _("the least pay of $%(dollars)s a year") % {"dollars": f"{criteria.pay_min:,}"},
    }
    counts = (
        PostingSearch.objects.open(now)
        .for_audience(user)
        .aggregate(
            **{
                name: Count("pk", filter=all_of(c for other, c in conditions.items() if other != name))
                for name in conditions
            }
        )
    )
    found = [
        Loosening(
            label=labels[name]()
            if name in labels
            else _("the choice under “%(filter)s”") % {"filter": FACET_LABELS[name]},
            count=counts[name],
            url=_url(criteria.without(name)),
        )
        for name in conditions
        if counts[name]
    ]
    return sorted(found, key=lambda each: -each.count)


def nearest(criteria: Criteria, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime) -> list[Posting]:
    """For an empty list: what meets most of what was asked, the newest first among equals. Three queries."""
    conditions = criteria.conditions(vocabulary, now)
    if not conditions:
        return []  # nothing was asked for, and so there is nothing at all
    score = sum(
        (
            Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
            for condition in conditions.values()
        ),
        start=Value(0, output_field=IntegerField()),
    )
    ids = (
        PostingSearch.objects.open(now)
        .for_audience(user)
        .annotate(met=ExpressionWrapper(score, output_field=IntegerField()))
        .order_by("-met", "-opens_at", "-posting_id")
        .values_list("pk", flat=True)[:NEAREST]
    )
    return cards(list(ids))


def similar_to(posting: Posting, *, user: User | AnonymousUser, limit: int = 4) -> list[Posting]:
    """Other openings in the same field of work, the nearest level first; never of the same title. Three queries."""
    family = posting.effective_family
    if family is None:
        return []
    rows = PostingSearch.objects.open().for_audience(user).filter(family=family).exclude(pk=posting.pk)
    if posting.title_id is not None:
        rows = rows.filter(~Q(title_id=posting.title_id) | Q(title_id__isnull=True))
    level = posting.level_id or 3
    distance = Case(
        *(When(level_id=n, then=Value(abs(n - level))) for n in range(1, 8)),
        default=Value(9),
        output_field=IntegerField(),
    )
    return cards(list(rows.order_by(distance, "-opens_at", "-posting_id").values_list("pk", flat=True)[:limit]))


def same_title(posting: Posting, *, user: User | AnonymousUser, limit: int = 5) -> list[Posting]:
    """Other openings under the same refreshed title. Three queries."""
    if posting.title_id is None:
        return []
    rows = PostingSearch.objects.open().for_audience(user).filter(title_id=posting.title_id).exclude(pk=posting.pk)
    return cards(list(rows.order_by("-opens_at", "-posting_id").values_list("pk", flat=True)[:limit]))
