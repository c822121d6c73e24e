"""What a person asks of `/training/`: read from the address, kept as values, written back to an address.

As in `jobs.criteria`: an unknown value is left out and named in a notice; nothing a person can type is an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.http import QueryDict

from chitech.core.accounts.models import User
from chitech.core.search.asking import MAX_NOTICES, doubled, matches_words, one_of, page_of, several, words_of
from pathways.models import Family, Skill, SkillLevel
from training.choices import Format, Language
from training.models import CourseSkill, Session
from training.querysets import SessionQuerySet, open_at

SORTS = ("best", "soon", "name", "short")
# Within so many days from now.
WHEN_DAYS = ("7", "30", "90")
# Hours of a course: more than the first number, up to the second.
HOURS: dict[str, tuple[int, int]] = {"half-day": (0, 4), "day": (4, 8), "week": (8, 40), "more": (40, 100_000)}
MULTIPLE = ("skill", "level", "family", "format", "hours", "language")
SINGLE = ("q", "when", "seats", "sort", "page")
# What narrows the list; the order and the page do not.
FILTERS = ("q", *MULTIPLE, "when", "seats")


@dataclass(frozen=True)
class Vocabulary:
    """The fields of work and the skills there are: two small lists, read once a request."""

    families: Sequence[Family]
    skills: Sequence[Skill]

    @classmethod
    def load(cls) -> Self:
        return cls(list(Family.objects.all()), list(Skill.objects.all()))

    @cached_property
    def known(self) -> dict[str, frozenset[str]]:
        """The values that each repeatable filter can have."""
        return {
            "family": frozenset(f.slug for f in self.families),
            "skill": frozenset(s.slug for s in self.skills),
            "level": frozenset(str(number) for number in SkillLevel.values),
            "format": frozenset(Format.values),
            "hours": frozenset(HOURS),
            "language": frozenset(Language.values),
        }


@dataclass(frozen=True)
class Criteria:
    """One state of the list. Two addresses that mean the same give equal criteria.

    `skill` and `level` go together: a course that teaches one of these skills up to one of these levels. So do `when`
    and `seats`: a session within so many days that has a seat.
    """

    q: str = ""
    skill: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    when: str = ""
    seats: str = ""
    sort: str = ""
    page: int = 1
    notices: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, data: QueryDict, vocabulary: Vocabulary) -> Self:
        """Read an address. Never raises."""
        notices = doubled(data, SINGLE)
        values: dict[str, Any] = {"q": words_of(data, notices)}
        for name in MULTIPLE:
            values[name] = several(data, name, vocabulary.known[name], notices)
        for name, allowed in (("when", WHEN_DAYS), ("seats", ("free",)), ("sort", SORTS)):
            values[name] = one_of(data, name, allowed, notices)
        values["page"] = page_of(data, notices)
        return cls(**values, notices=tuple(notices[:MAX_NOTICES]))

    @property
    def effective_sort(self) -> str:
        """Best match needs words to match; without them what begins soonest comes first."""
        if self.sort in {"", "best"}:
            return "best" if self.q else "soon"
        return self.sort

    @property
    def in_use(self) -> int:
        """How many choices narrow the list."""
        return sum(len(v) if isinstance(v := getattr(self, name), tuple) else bool(v) for name in FILTERS)

    def without(self, name: str, value: str | None = None) -> Self:
        """The same list with one filter value, or a whole filter, taken away; from its first page."""
        current = getattr(self, name)
        left: Any = ""
        if isinstance(current, tuple):
            left = tuple(v for v in current if value is not None and v != value)
        return replace(self, page=1, **{name: left})

    def plain(self) -> Self:
        """What is asked for, without the order and the page."""
        return replace(self, sort="", page=1)

    def query_string(self, **changes: Any) -> str:
        """The address of this list, `?` included; empty for the plain list. Values in a fixed order."""
        state = replace(self, **changes) if changes else self
        pairs: list[tuple[str, str]] = []
        for name in (*FILTERS, "sort"):
            value = getattr(state, name)
            pairs += [(name, v) for v in value] if isinstance(value, tuple) else [(name, value)] if value else []
        if state.page > 1:
            pairs.append(("page", str(state.page)))
        return f"?{urlencode(pairs)}" if pairs else ""

    def conditions(self, vocabulary: Vocabulary, now: datetime, user: User | AnonymousUser) -> dict[str, Q]:
        """Each filter in use as a condition on `CourseSearch`, by the filter's name. Which sessions count depends on
        who asks: "skill" holds the level too, "session" is when and seats.
        """
        found: dict[str, Q] = {}
        if (words := matches_words(self.q)) is not None:
            found["q"] = words
        if self.family:
            found["family"] = Q(family_id__in=[f.pk for f in vocabulary.families if f.slug in self.family])
        if self.format:
            found["format"] = Q(format__in=self.format)
        if self.language:
            found["language"] = Q(language__in=self.language)
        if self.hours:
            found["hours"] = any_of(HOURS[name] for name in self.hours)
        if self.skill or self.level:
            found["skill"] = Q(pk__in=self.taught(vocabulary).order_by().values("course"))
        if self.when or self.seats:
            found["session"] = self.given(now, user)
        return found

    def skill_ids(self, vocabulary: Vocabulary) -> list[int]:
        return [skill.pk for skill in vocabulary.skills if skill.slug in self.skill]

    def taught(self, vocabulary: Vocabulary) -> Any:
        """The skills of courses that are asked for."""
        rows = CourseSkill.objects.all()
        rows = rows.filter(skill__in=self.skill_ids(vocabulary)) if self.skill else rows
        return rows.filter(to_level__in=[int(n) for n in self.level]) if self.level else rows

    def given(self, now: datetime, user: User | AnonymousUser) -> Q:
        """Courses with a session as asked for. On demand there is always a seat."""
        sessions = self.sessions(now, user)
        holds = Q(pk__in=sessions.order_by().values("course"))
        return holds | Q(format=Format.ON_DEMAND) if self.seats and not self.when else holds

    def of_session(self, now: datetime) -> Q:
        """What `when` and `seats` ask of a session; empty without them."""
        asked = begins_within(int(self.when), now) if self.when else Q()
        return asked & has_seat(now) if self.seats else asked

    def sessions(self, now: datetime, user: User | AnonymousUser) -> SessionQuerySet:
        """The sessions that `when` and `seats` ask for; all to come without them."""
        return coming(now, user).filter(self.of_session(now))


def coming(now: datetime, user: User | AnonymousUser) -> SessionQuerySet:
    """Sessions to come that a person may come to."""
    return Session.objects.upcoming(now).for_audience(user)


def begins_within(days: int, now: datetime) -> Q:
    """Begins in the next so many times 24 hours."""
    return Q(starts__gt=now, starts__lt=now + timedelta(days=days))


def has_seat(now: datetime) -> Q:
    """Who asks now gets a seat at once."""
    return open_at(now) & (Q(seats=None) | Q(seats__gt=F("seats_taken"))) & Q(waiting=0)


def any_of(spans: Any) -> Q:
    """Hours in one of these spans."""
    found = Q()
    for above, up_to in spans:
        found |= Q(hours__gt=above, hours__lte=up_to)
    return found
