"""When no opening matches: what to loosen, how else to spell it, and what comes nearest."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, ExpressionWrapper, IntegerField, Value, When
from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from chitech.core.search.spelling import suggest
from jobs.cards import Card, cards
from jobs.criteria import Criteria, Vocabulary, all_of
from jobs.facets import FACET_LABELS
from jobs.models import PostingSearch
from jobs.words import CORPUS

NEAREST = 3


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
            url=criteria.without(name).query_string() or "?",
        )
        for name in conditions
        if counts[name]
    ]
    return sorted(found, key=lambda each: -each.count)


def nearest(criteria: Criteria, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime) -> list[Card]:
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
        .filter(met__gt=0)  # what meets nothing of it is not near
        .order_by("-met", "-opens_at", "-posting_id")
        .values_list("pk", flat=True)[:NEAREST]
    )
    return cards(list(ids))


def spelling(
    criteria: Criteria, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime
) -> Loosening | None:
    """For an empty list: the same search with misspelt words put right, if that finds something. Two queries."""
    better = suggest(CORPUS, criteria.q)
    if better is None:
        return None
    corrected = replace(criteria, q=better, page=1)
    visible = PostingSearch.objects.open(now).for_audience(user)
    count = visible.filter(all_of(corrected.conditions(vocabulary, now).values())).count()
    return Loosening(better, count, corrected.query_string()) if count else None
