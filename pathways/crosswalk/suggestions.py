"""Which refreshed titles an old one may become: ranked by wording, grade and known words, and always explained.

A suggestion is read by a person and never applied by itself. Its points only order the list; what is shown are the
reasons.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Self

from django.utils.translation import gettext as _

from pathways.models import BudgetLine, BudgetTitle, Family, Revision, TitleAlias
from pathways.pay import annual_cents
from pathways.templatetags.pathways import dollars

# How much each kind of reason weighs. A known word says more than any likeness.
_KNOWN, _CODE, _WORDING, _PAY, _GRADE = 60, 10, 45, 20, 15
_LEAST_WORDING = 0.25  # likenesses below this are noise
_LEAST_POINTS = 18
_MOST = 5
_MONTHS = 12
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "to", "in", "a", "i", "ii", "iii", "iv"})
_MARK = re.compile(r"\s+-\s+(?:per agreement|excluded|[a-z]{2,5})$|\s*\([a-z]{2,5}\)$", re.IGNORECASE)


@dataclass(frozen=True)
class Suggestion:
    """A refreshed title that an old one may become, and why, the strongest reason first."""

    revision: Revision
    points: int
    reasons: list[str]

    @property
    def code(self) -> str:
        return self.revision.title.code


@dataclass
class _Candidate:
    """A refreshed title with all its words."""

    revision: Revision
    low: int  # cents a year
    high: int
    words: list[tuple[str, TitleAlias | None]] = field(default_factory=list)


class Pool:
    """All titles in use with what they are called: read once (three queries), asked about many old titles."""

    def __init__(self, candidates: Sequence[_Candidate]) -> None:
        self._candidates = candidates

    @classmethod
    def read(cls, on: date) -> Self:
        revisions = Revision.objects.in_force_on(on).filter(title__retired_on=None).select_related("title")
        candidates = {}
        families = Family.objects.in_bulk()
        for each in revisions.defer("duties", "summary", "working_conditions"):
            each.title.family = families[each.title.family_id]
            low, high = (annual_cents(cents, each.pay_unit) for cents in (each.pay_min_cents, each.pay_max_cents))
            candidates[each.title_id] = _Candidate(each, low, high, [(each.name, None)])
        for alias in TitleAlias.objects.filter(title__in=candidates):
            candidates[alias.title_id].words.append((alias.name, alias))
        return cls(list(candidates.values()))

    def suggest(self, title: BudgetTitle, line: BudgetLine | None, *, most: int = _MOST) -> list[Suggestion]:
        """The best few, the best first. Nothing where nothing is like it."""
        found = []
        for candidate in self._candidates:
            points, reasons = _wording(title, candidate)
            if not points:
                continue  # equal pay alone says nothing: a nurse may earn what a programmer earns
            if line is not None:
                for more, reason in (_grade(line, candidate), _pay(line, candidate)):
                    points += more
                    reasons += [reason] if reason else []
            if points >= _LEAST_POINTS:
                found.append(Suggestion(candidate.revision, round(points), reasons))
        found.sort(key=lambda each: (-each.points, each.code))
        return found[:most]


def _wording(title: BudgetTitle, candidate: _Candidate) -> tuple[float, list[str]]:
    """Points and reasons of what the two are called."""
    old = bare(title.name)
    best, best_word, best_alias = 0.0, "", None
    for word, alias in candidate.words:
        if bare(word) == old and alias is not None:
            known = _("“%(word)s” is known as a word for it (%(source)s).")
            return _KNOWN, [known % {"word": alias.name, "source": alias.source}]
        alike = likeness(old, bare(word)) * (1 if alias is None else 0.9)
        if alike > best:
            best, best_word, best_alias = alike, word, alias
    if best < _LEAST_WORDING:
        return 0, []
    shared = sorted((set(old.split()) & set(bare(best_word).split())) - _SMALL_WORDS)
    if best_alias is None:
        sentence = (
            _("Its name has the same words: %(words)s.") % {"words": ", ".join(shared)}
            if shared
            else _("Its name reads much the same.")
        )
    else:
        sentence = _("It is also called “%(word)s”, which reads much the same.") % {"word": best_word}
    return _WORDING * best, [sentence]


def _grade(line: BudgetLine, candidate: _Candidate) -> tuple[float, str]:
    grade = line.schedule_grade
    if line.grade and grade == candidate.revision.pay_grade:
        return _GRADE, _("It has the same pay grade, %(grade)s.") % {"grade": grade}
    return 0, ""


def _pay(line: BudgetLine, candidate: _Candidate) -> tuple[float, str]:
    """Points for the share of the budgeted pay that the title's range covers."""
    if line.pay_min_cents is None or line.pay_max_cents is None:
        return 0, ""
    factor = _MONTHS if line.pay_unit == "monthly" else annual_cents(1, line.pay_unit)
    low, high = line.pay_min_cents * factor, line.pay_max_cents * factor
    shared = min(high, candidate.high) - max(low, candidate.low)
    if shared < 0:
        return 0, ""
    share = 1.0 if high == low else shared / (high - low)
    figures = {"low": dollars(candidate.low), "high": dollars(candidate.high)}
    words = (
        _("Its pay, %(low)s to %(high)s a year, covers what the budget pays.")
        if share > 0.99
        else _("Its pay, %(low)s to %(high)s a year, covers a part of what the budget pays.")
    )
    return _PAY * share, words % figures


def best_of(suggestions: Iterable[Suggestion]) -> Suggestion | None:
    """The first one."""
    return next(iter(suggestions), None)


@lru_cache(maxsize=8192)
def bare(name: str) -> str:
    """A name in small letters without signs, and without the mark of a department or an agreement behind a dash."""
    name = _MARK.sub("", name.strip())
    return " ".join(re.sub(r"[^\w]+", " ", name.casefold()).replace("data base", "database").split())


@lru_cache(maxsize=65536)
def likeness(a: str, b: str) -> float:
    """How alike two bare names are, 0 to 1: the share of common runs of three letters, as Postgres' pg_trgm counts.

    Counted here and not in the database: a page asks about 25 old titles and 100 new ones at once.
    """
    first, second = _runs(a), _runs(b)
    union = len(first | second)
    return len(first & second) / union if union else 0.0


@lru_cache(maxsize=8192)
def _runs(text: str) -> frozenset[str]:
    return frozenset(
        padded[start : start + 3]
        for word in text.split()
        for padded in [f"  {word} "]
        for start in range(len(padded) - 2)
    )
