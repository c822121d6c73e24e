"""What the home page shows: how much is open, by field of work, and what is new."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from chitech.core.accounts.models import User
from jobs.cards import cards
from jobs.models import PostingSearch
from pathways.models import Family

NEWEST = 4


@dataclass(frozen=True)
class FamilyTile:
    """A field of work and how many openings wait in it."""

    family: Family
    count: int


def front_door(user: User | AnonymousUser) -> dict[str, Any]:
    """`total`, `tiles` (fields with openings first, in their own order) and `newest`. Five queries at any size."""
    visible = PostingSearch.objects.open().for_audience(user)
    counts = dict(visible.order_by().values_list("family").annotate(number=Count("pk")))
    tiles = [FamilyTile(family, counts.get(family.pk, 0)) for family in Family.objects.all()]
    newest = visible.order_by("-opens_at", "-posting_id").values_list("pk", flat=True)[:NEWEST]
    return {"total": sum(counts.values()), "tiles": tiles, "newest": cards(list(newest))}
