"""What Jobs tells Pathways: which openings a title has, and which postings a new revision touches."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.design.phrases import pay_range
from jobs import catalogue
from jobs.models import Posting
from jobs.querysets import PostingQuerySet
from pathways import hooks
from pathways.models import Revision

FIRST_FEW = 5
_SOME_MOMENT = datetime.min.replace(tzinfo=UTC)


def openings_now(title_ids: Sequence[int], with_links: bool) -> Mapping[int, list[hooks.Fact]]:  # noqa: FBT001 - the hook's shape
    """Open postings for everyone, by title: counted, and the first to close. One query."""
    links: dict[int, list[hooks.Link]] = {}
    if with_links:
        counts = {}
        place = Window(RowNumber(), partition_by="title", order_by=[F("closes_at").asc(nulls_last=True), "pk"])
        of_these = _open(timezone.now()).filter(title__in=title_ids)
        placed = of_these.annotate(place=place, n=Window(Count("pk"), partition_by="title"))
        first = placed.select_related("department").filter(place__lte=FIRST_FEW)
        for each in first.order_by("title", "place"):
            link = hooks.Link(text=each.business_title, url=each.get_absolute_url(), note=each.department.name)
            links.setdefault(each.title_id or 0, []).append(link)
            counts[each.title_id or 0] = each.n
    else:
        counts = _counted(set(title_ids))
    # Put into words once for each number, not for each title.
    labels = {n: ngettext("%(n)s opening now", "%(n)s openings now", n) % {"n": n} for n in set(counts.values())}
    return {
        pk: [hooks.Fact(key="openings", label=labels[n], count=n, links=links.get(pk, []))] for pk, n in counts.items()
    }


def _open(moment: datetime) -> PostingQuerySet:
    return Posting.objects.open(moment).exclude(audience=Posting.Audience.STAFF)


def _counted(title_ids: set[int]) -> dict[int, int]:
    """How many are open by title. Nearly all titles are asked for: to count all costs less than to name each."""
    sql, params = _count()
    with connection.cursor() as cursor:
        now = timezone.now()
        cursor.execute(sql, [now if each == _SOME_MOMENT else each for each in params])
        return {title: n for title, n in cursor.fetchall() if title in title_ids}


@cache
def _count() -> tuple[str, tuple[Any, ...]]:
    """What `_counted` asks, with a stand-in for the moment: put into words once a process."""
    by_title = _open(_SOME_MOMENT).order_by().values("title").annotate(n=Count("pk"))
    return by_title.values_list("title", "n").query.sql_with_params()


def open_postings(revisions: Sequence[Revision]) -> Mapping[int, list[hooks.Impact]]:
    """Open and scheduled postings of the titles: they keep what they pinned until someone repins them. Two queries."""
    by_title = {revision.title_id: revision for revision in revisions}
    now = timezone.now()
    lives_on = Q(closes_at__isnull=True) | Q(closes_at__gt=now)
    touched = Posting.objects.filter(lives_on, title__in=by_title, state=Posting.State.PUBLISHED)
    counts = dict(touched.order_by().values("title").annotate(n=Count("pk")).values_list("title", "n"))
    if not counts:
        return {}
    place = Window(RowNumber(), partition_by="title", order_by="pk")
    items: dict[int, list[hooks.Link]] = {}
    for each in touched.select_related("department").annotate(place=place).filter(place__lte=20).order_by("pk"):
        link = hooks.Link(
            text=each.business_title,
            url=reverse("jobs:manage-detail", args=[each.pk]),
            note=f"{each.department.name}, {pay_range(each)}",
        )
        items.setdefault(each.title_id or 0, []).append(link)
    return {
        by_title[pk].pk: [
            hooks.Impact(
                key="open_postings",
                label=ngettext("%(n)s open posting", "%(n)s open postings", n) % {"n": n},
                count=n,
                items=items[pk],
                more=n - len(items[pk]),
                explanation=_("They keep what they were published with, until someone pins them to the new revision."),
            )
        ]
        for pk, n in counts.items()
    }


def register() -> None:
    """Called when the portal starts."""
    hooks.title_facts.register("openings", openings_now)
    hooks.freshness.register(catalogue.read)
    hooks.revision_impact.register(open_postings)
