"""What a person asks of `/jobs/`: read from the address, kept as values, written back to an address.

Contract of the names and values: DESIGN.md section 6. An unknown value is left out and named in a notice; nothing a
person can type is an error.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from chitech.core.accounts.models import Department
from chitech.core.search.asking import (
    MAX_NOTICES,
    all_of,
    doubled,
    matches_words,
    one_of,
    page_of,
    several,
    words_of,
)
from chitech.core.search.query import clean
from jobs.choices import WorkMode
from pathways.models import Family, Level
from pathways.models.titles import DegreeRule

SORTS = ("best", "newest", "closing", "pay")
POSTED_DAYS = ("1", "7", "30")
MULTIPLE = ("family", "department", "level", "work", "degree")
SINGLE = ("q", "pay_min", "experience", "posted", "sort", "page")
# What narrows the list; the order and the page do not.
FILTERS = ("q", *MULTIPLE, "pay_min", "experience", "posted")

__all__ = ["Criteria", "Vocabulary", "all_of", "posted_within"]


@dataclass(frozen=True)
class Vocabulary:
    """The families, departments and levels there are: three small lists, read once a request."""

    families: Sequence[Family]
    departments: Sequence[Department]
    levels: Sequence[Level]

    @classmethod
    def load(cls) -> Self:
        return cls(list(Family.objects.all()), list(Department.objects.all()), list(Level.objects.all()))

    @cached_property
    def known(self) -> dict[str, frozenset[str]]:
        """The values that each repeatable filter can have."""
        return {
            "family": frozenset(f.slug for f in self.families),
            "department": frozenset(d.slug for d in self.departments),
            "level": frozenset(str(level.number) for level in self.levels),
            "work": frozenset(WorkMode.values),
            "degree": frozenset(DegreeRule.values),
        }


@dataclass(frozen=True)
class Criteria:
    """One state of the list. Two addresses that mean the same give equal criteria."""

    q: str = ""
    family: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    degree: tuple[str, ...] = ()
    pay_min: int | None = None
    experience: str = ""
    posted: str = ""
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
        for name, allowed in (("experience", ("none",)), ("posted", POSTED_DAYS), ("sort", SORTS)):
            values[name] = one_of(data, name, allowed, notices)
        values["pay_min"] = _whole_dollars(data.get("pay_min", ""), notices)
        values["page"] = page_of(data, notices)
        return cls(**values, notices=tuple(notices[:MAX_NOTICES]))

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """What `values` gave. A slug that no longer exists stays: it matches nothing, rather than everything."""
        known: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in values.items() if name in FILTERS
        }
        return cls(**known)

    def values(self) -> dict[str, Any]:
        """The filters in use as JSON holds them: what is asked for, without the order and the page."""
        found = {name: getattr(self, name) for name in FILTERS}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in found.items() if v}

    @property
    def fingerprint(self) -> str:
        """The same for all criteria that ask for the same."""
        return hashlib.sha256(json.dumps(self.values(), sort_keys=True).encode()).hexdigest()

    @property
    def effective_sort(self) -> str:
        """Best match needs words to match; without them the newest come first."""
        if self.sort in {"", "best"}:
            return "best" if self.q else "newest"
        return self.sort

    def without(self, name: str, value: str | None = None) -> Self:
        """The same list with one filter value, or a whole filter, taken away; from its first page."""
        current = getattr(self, name)
        left: Any = None if name == "pay_min" else ""
        if isinstance(current, tuple):
            left = tuple(v for v in current if value is not None and v != value)
        return replace(self, page=1, **{name: left})

    def query_string(self, **changes: Any) -> str:
        """The address of this list, `?` included; empty for the plain list. Values in a fixed order."""
        state = replace(self, **changes) if changes else self
        pairs: list[tuple[str, str]] = []
        for name in (*FILTERS, "sort"):
            value = getattr(state, name)
            pairs += [(name, v) for v in value] if isinstance(value, tuple) else [(name, str(value))] if value else []
        if state.page > 1:
            pairs.append(("page", str(state.page)))
        return f"?{urlencode(pairs)}" if pairs else ""

    def conditions(self, vocabulary: Vocabulary, now: datetime) -> dict[str, Q]:
        """Each filter in use as a condition on `PostingSearch`, by the filter's name."""
        found: dict[str, Q] = {}
        if (words := matches_words(self.q)) is not None:
            found["q"] = words
        if self.family:
            found["family"] = Q(family_id__in=[f.pk for f in vocabulary.families if f.slug in self.family])
        if self.department:
            found["department"] = Q(
                department_id__in=[d.pk for d in vocabulary.departments if d.slug in self.department]
            )
        if self.level:
            found["level"] = Q(level_id__in=[int(n) for n in self.level])
        if self.work:
            found["work"] = Q(work_mode__in=self.work)
        if self.degree:
            found["degree"] = Q(degree_rule__in=self.degree)
        if self.pay_min:
            found["pay_min"] = Q(annual_max_cents__gte=self.pay_min * 100)
        if self.experience:
            found["experience"] = Q(experience_months=0)
        if self.posted:
            found["posted"] = posted_within(int(self.posted), now)
        return found


def posted_within(days: int, now: datetime) -> Q:
    """Opened in the last so many times 24 hours."""
    return Q(opens_at__gt=now - timedelta(days=days))


def _whole_dollars(text: str, notices: list[str]) -> int | None:
    """`85000`, `85,000` and `$85,000` are the same; nothing is asked with an empty field or zero."""
    plain = clean(text)[0].removeprefix("$").replace(",", "").strip()
    plain = plain.partition(".")[0] if plain.replace(".", "", 1).isdigit() else plain
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 9:
        notices.append(
            _("We could not read “%(value)s” as yearly pay. Type whole dollars, such as 85000.")
            % {"value": clean(text)[0][:40]}
        )
        return None
    return int(plain) or None
