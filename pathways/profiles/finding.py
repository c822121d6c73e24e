"""Which refreshed title a post on the payroll stands for. The crosswalk says it; where that is silent yet, the name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Lower

from chitech.core.accounts.models import Employment
from pathways.crosswalk.querysets import decisions_for_codes, titles_for_codes
from pathways.models import Revision, Title, TitleAlias


@dataclass(frozen=True)
class Found:
    """The titles that a post may stand for, the usual one first, and the day since which it does."""

    titles: Sequence[int]
    since: date

    @property
    def only(self) -> int | None:
        """The one that is meant, where there is no choice."""
        return self.titles[0] if len(self.titles) == 1 else None


def titles_of(posts: Sequence[Employment], on: date) -> dict[int, Found]:
    """What each post stands for on a day, by its number; posts that nothing is known of are left out.

    A fixed number of queries. A person holds the new title from the day on which the crosswalk took effect, and not
    before their first day.
    """
    codes = {post.title_code for post in posts if post.title_code}
    by_code = titles_for_codes(codes, on)
    began = {
        code: min(each.effective_on for each in decisions if each.effective_on and each.effective_on <= on)
        for code, decisions in decisions_for_codes(by_code).items()
        if any(each.effective_on and each.effective_on <= on for each in decisions)
    }
    by_name = _by_name({post.title_name for post in posts if post.title_code not in by_code})
    every = {pk for ids in (*by_code.values(), *by_name.values()) for pk in ids}
    alive = set(Title.objects.in_use(on).filter(pk__in=every).values_list("pk", flat=True))
    found = {}
    for post in posts:
        ids = by_code.get(post.title_code) or by_name.get(post.title_name.strip().lower(), [])
        living = [pk for pk in ids if pk in alive]
        if living:
            found[post.pk] = Found(living, max(post.starts_on, began.get(post.title_code, post.starts_on)))
    return found


def _by_name(names: set[str]) -> dict[str, list[int]]:
    """Titles by the names of the city's budget that they replace (in lower case)."""
    wanted = {name.strip().lower() for name in names if name.strip()}
    found: dict[str, list[int]] = {}
    if wanted:
        words = TitleAlias.objects.filter(source__icontains="budget").annotate(low=Lower("name"))
        for low, title in words.filter(low__in=wanted).order_by("title__code").values_list("low", "title"):
            found.setdefault(low, []).append(title)
    return found


class Pins:
    """What titles say and said, to be pinned by those who hold them. One query."""

    def __init__(self, titles: Iterable[int]) -> None:
        self._by_title: dict[int, list[Revision]] = {}
        rows = Revision.objects.approved().filter(title__in=set(titles)).order_by("in_force_from")
        for each in rows.only("pk", "title_id", "in_force_from"):
            self._by_title.setdefault(each.title_id, []).append(each)

    def of(self, title: int, since: date) -> Revision | None:
        """What a title said on a day; where it said nothing yet, the first thing that it said."""
        said = self._by_title.get(title, [])
        by_then = [each for each in said if each.in_force_from is not None and each.in_force_from <= since]
        return (by_then[-1] if by_then else said[0]) if said else None
