"""What a card of an opening shows, read in a fixed number of queries.

A card is no `Posting`: a list of twenty would make some two hundred model instances to show a line of each.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from chitech.core.search.marks import has_match, marked_snippet, marked_whole, plain_line
from chitech.core.search.query import CONFIG, TextQuery
from jobs.choices import WorkMode
from jobs.models import Posting, PostingSkill
from jobs.models.posting import slug_of
from jobs.wording import degree_phrase
from pathways.models import TitleAlias

_COLUMNS = (
    "pk", "business_title", "pay_min_cents", "pay_max_cents", "pay_unit", "annual_min_cents", "annual_max_cents",
    "openings", "work_mode", "experience_months", "degree_rule", "degree_kind", "degree_reason", "degree_equivalent",
    "opens_at", "closes_at",
)  # fmt: skip
# What a card shows of other tables: its own name -> where it is.
_ELSEWHERE = {
    "department_name": F("department__name"),
    "level_number": F("level__number"),
    "level_name": F("level__name"),
    # The title's field of work, else the posting's own.
    "family_name": Coalesce("title__family__name", "family__name"),
    "family_letter": Coalesce("title__family__letter", "family__letter"),
    "family_color": Coalesce("title__family__color", "family__color"),
}
_WORK_MODES = dict(WorkMode.choices)


@lru_cache(maxsize=1)
def _around_the_name() -> tuple[str, str]:
    """What stands before and after number and name in an address: working that out takes longer than all else in it."""
    before, after = reverse("jobs:detail", args=[0, "posting"]).split("0-posting")
    return before, after


@dataclass(slots=True)
class Named:
    """A department, as a card shows it."""

    name: str


@dataclass(slots=True)
class CardFamily:
    """A field of work, as a card shows it."""

    name: str
    letter: str
    color: str


@dataclass(slots=True)
class CardLevel:
    """A level, as a card shows it."""

    number: int
    name: str


@dataclass(slots=True)
class Card:
    """An opening in a list. Named as in `Posting`; money in cents; `skills` are names with levels, in their order.

    After a search also `name_marked`, `snippet` (both for the filter `marked`) and `also_called`: the old or everyday
    word that it was found by.
    """

    pk: int
    business_title: str
    pay_min_cents: int | None
    pay_max_cents: int | None
    pay_unit: str
    annual_min_cents: int | None
    annual_max_cents: int | None
    openings: int
    work_mode: str
    experience_months: int | None
    degree_rule: str
    degree_kind: str
    degree_reason: str
    degree_equivalent: str
    opens_at: datetime | None
    closes_at: datetime | None
    department: Named
    level: CardLevel | None
    effective_family: CardFamily | None
    skills: list[tuple[str, int]] = field(default_factory=list)
    name_marked: str = ""
    snippet: str = ""
    also_called: str | None = None
    # What its star shows: see `jobs.saved.stars.mark`.
    star: str = ""

    def get_absolute_url(self) -> str:
        """The address of its page."""
        before, after = _around_the_name()
        return f"{before}{self.pk}-{slug_of(self.business_title)}{after}"

    def get_work_mode_display(self) -> str:
        """Where one works, in words; empty where the source does not say."""
        return str(_WORK_MODES.get(self.work_mode, ""))

    @property
    def degree_phrase(self) -> str:
        """What it says about degrees."""
        return degree_phrase(self)

    @property
    def is_new(self) -> bool:
        """Opened today, by Chicago's calendar."""
        return self.opens_at is not None and timezone.localdate(self.opens_at) == timezone.localdate()


def cards(ids: list[int], query: TextQuery | None = None) -> list[Card]:
    """The cards of these postings, in the order given. Two queries."""
    if not ids:
        return []
    rows: QuerySet[Posting, Any] = Posting.objects.filter(pk__in=ids).order_by().annotate(**_ELSEWHERE)
    columns = [*_COLUMNS, *_ELSEWHERE]
    if query is not None:
        rows = rows.annotate(
            name_marked=marked_whole(F("business_title"), query),
            snippet=marked_snippet(F("search_row__body"), query),
            also_called=Subquery(_aliases_found(query)),
        )
        columns += ["name_marked", "snippet", "also_called"]
    skills = _skills(ids)
    found = {row["pk"]: _card(row, skills[row["pk"]]) for row in rows.values(*columns)}
    return [found[pk] for pk in ids if pk in found]


def _card(row: dict[str, Any], skills: list[tuple[str, int]]) -> Card:
    number, level_name = row.pop("level_number"), row.pop("level_name")
    name, letter, color = row.pop("family_name"), row.pop("family_letter"), row.pop("family_color")
    if "snippet" in row:
        row["snippet"] = plain_line(row["snippet"]) if has_match(row["snippet"]) else ""
    return Card(
        department=Named(row.pop("department_name")),
        level=CardLevel(number, level_name) if number is not None else None,
        effective_family=CardFamily(name, letter, color) if name is not None else None,
        skills=skills,
        **row,
    )


def _skills(ids: list[int]) -> defaultdict[int, list[tuple[str, int]]]:
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for pk, name, level in PostingSkill.objects.filter(posting__in=ids).values_list(
        "posting_id", "skill__name", "level"
    ):
        found[pk].append((name, level))
    return found


def _aliases_found(query: TextQuery) -> QuerySet[TitleAlias, Any]:
    """The first alias of a posting's title that the query matches, as one column."""
    searched = Func(F("name"), function="chitech_search_text", output_field=TextField())
    aliases = TitleAlias.objects.filter(title=OuterRef("title_id"))
    aliases = aliases.annotate(document=SearchVector(searched, config=CONFIG)).filter(document=query)
    return aliases.order_by("name").values("name")[:1]
