"""What a card of a course shows, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, F, Q, Value, When, Window
from django.urls import reverse

from chitech.core.accounts.models import User
from chitech.core.search.marks import has_match, marked_snippet, marked_whole, plain_line
from chitech.core.search.query import TextQuery
from pathways.models import Family
from training.catalogue.criteria import coming
from training.choices import Format, Language
from training.models import Course, CourseSkill, Session


@dataclass(slots=True)
class Taught:
    """A skill of a course: from level (0: nothing is needed) to level."""

    name: str
    from_level: int
    to_level: int


@dataclass(slots=True)
class Card:
    """A course in a list. `hours` are whole or half hours; `next_session` is the first that the person may come to,
    and `sessions` how many there are.
    """

    pk: int
    slug: str
    name: str
    summary: str
    provider: str
    hours: Decimal
    format: str
    language: str
    needs_approval: bool
    family: Family | None
    skills: list[Taught] = field(default_factory=list)
    next_session: Session | None = None
    sessions: int = 0
    name_marked: str = ""
    snippet: str = ""

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.slug])

    def get_format_display(self) -> str:
        return str(Format(self.format).label)

    def get_language_display(self) -> str:
        return str(Language(self.language).label)

    @property
    def is_on_demand(self) -> bool:
        return self.format == Format.ON_DEMAND


_COLUMNS = ("pk", "slug", "name", "summary", "provider", "hours", "format", "language", "needs_approval", "family_id")


def cards(
    ids: Sequence[int],
    *,
    user: User | AnonymousUser,
    now: datetime,
    families: Sequence[Family],
    query: TextQuery | None = None,
    asked: Q | None = None,
) -> list[Card]:
    """The cards of these courses, in the order given; each names the first session that is `asked` for, or else the
    first. Three queries.
    """
    if not ids:
        return []
    rows = Course.objects.filter(pk__in=ids).order_by()
    columns = [*_COLUMNS]
    if query is not None:
        rows = rows.annotate(
            name_marked=marked_whole(F("name"), query), snippet=marked_snippet(F("search_row__body"), query)
        )
        columns += ["name_marked", "snippet"]
    by_pk = {family.pk: family for family in families}
    skills, sessions = _skills(ids), _sessions(ids, user=user, now=now, asked=asked)
    found = {}
    for row in rows.values(*columns):
        if "snippet" in row:
            row["snippet"] = plain_line(row["snippet"], lines_are_items=True) if has_match(row["snippet"]) else ""
        family = by_pk.get(row.pop("family_id") or 0)
        first, number = sessions.get(row["pk"], (None, 0))
        found[row["pk"]] = Card(family=family, skills=skills[row["pk"]], next_session=first, sessions=number, **row)
    return [found[pk] for pk in ids if pk in found]


def _skills(ids: Sequence[int]) -> defaultdict[int, list[Taught]]:
    found: defaultdict[int, list[Taught]] = defaultdict(list)
    rows = CourseSkill.objects.filter(course__in=ids).values_list("course", "skill__name", "from_level", "to_level")
    for pk, name, from_level, to_level in rows:
        found[pk].append(Taught(name, from_level, to_level))
    return found


def _sessions(
    ids: Sequence[int], *, user: User | AnonymousUser, now: datetime, asked: Q | None
) -> dict[int, tuple[Session, int]]:
    """The first session to come of each course that the person may come to, and how many there are."""
    fits = Case(When(asked, then=0), default=1) if asked else Value(0)
    rows = (
        coming(now, user)
        .filter(course__in=ids)
        .annotate(of_course=Window(Count("pk"), partition_by="course_id"))
        .order_by("course_id", fits, F("starts").asc(nulls_last=True), "pk")
        .distinct("course_id")
    )
    return {session.course_id: (session, session.of_course) for session in rows}
