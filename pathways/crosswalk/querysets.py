"""How old titles and what was decided about them are read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery

from pathways.crosswalk.choices import Outcome

if TYPE_CHECKING:
    from chitech.core.accounts.models import User
    from pathways.models import (  # noqa: F401
        BudgetLine,
        BudgetTitle,
        CrosswalkDecision,
        TitleChangeQuestion,
    )


def _objects(model: str) -> Any:
    return apps.get_model("pathways", model)._default_manager  # noqa: SLF001


class BudgetTitleQuerySet(models.QuerySet["BudgetTitle"]):
    """Old titles, one row for each name that a code has had."""

    def in_scope(self) -> Self:
        """Those of technology, by the rows of `CrosswalkScope`. Without any row nothing is."""
        wanted: Any = Q(pk__in=())
        for kind, value in _objects("CrosswalkScope").values_list("kind", "value"):
            if kind == "code_prefix":
                wanted |= Q(code__startswith=value)
            elif kind == "code":
                wanted |= Q(code=value)
            else:
                lines = _objects("BudgetLine").listed()
                wanted |= Exists(lines.filter(title=OuterRef("pk"), department_codes__contains=[value.lstrip("0")]))
        return self.filter(wanted, Exists(_objects("BudgetLine").listed().filter(title=OuterRef("pk"))))

    def with_last_line(self) -> "BudgetTitleQuerySet":
        """Add `line_id` and `last_year`: the newest budget line of each."""
        lines = _objects("BudgetLine").listed().filter(title=OuterRef("pk")).order_by("-year")
        return self.annotate(line_id=Subquery(lines.values("pk")[:1]), last_year=Subquery(lines.values("year")[:1]))

    def with_positions(self, year: int | None) -> "BudgetTitleQuerySet":
        """Add `positions`: how many the budget of a year has, 0 where it does not name the title."""
        lines = _objects("BudgetLine").listed().filter(title=OuterRef("pk"), year=year)
        zero = models.Value(0)
        return self.annotate(positions=models.functions.Coalesce(Subquery(lines.values("positions")[:1]), zero))


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    """What budgets have, year by year."""

    def listed(self) -> Self:
        """Without those that a later file of their year has taken back."""
        return self.filter(is_listed=True)

    def years(self) -> list[int]:
        """The years of which there is a budget, the newest first."""
        return sorted(self.listed().order_by().values_list("year", flat=True).distinct(), reverse=True)


class DecisionQuerySet(models.QuerySet["CrosswalkDecision"]):
    """The crosswalk itself."""

    def mapped(self) -> Self:
        return self.filter(outcome=Outcome.MAPPED)

    def in_effect(self, on: date) -> Self:
        """Mapped, from that day or before."""
        return self.mapped().filter(effective_on__lte=on)


class QuestionQuerySet(models.QuerySet["TitleChangeQuestion"]):
    """What people ask about the change of their title."""

    def open(self) -> Self:
        return self.filter(answered_at=None)

    def of(self, user: "User") -> Self:
        """A person's own."""
        return self.filter(asked_by=user)


def newest_year() -> int | None:
    """The newest budget year that was imported."""
    years = _objects("BudgetLine").listed().aggregate(newest=Max("year"))
    newest: int | None = years["newest"]
    return newest


def decisions_for_codes(codes: Iterable[str]) -> dict[str, list["CrosswalkDecision"]]:
    """What was decided about title codes of a payroll, those of the newest budget year first. Three queries at most.

    A payroll may have lost the zeros in front of a code.
    """
    written = {code: spelled(code) for code in codes if code and code.strip()}
    if not written:
        return {}
    found = defaultdict(list)
    lines = _objects("BudgetLine").listed().filter(title=OuterRef("budget_title")).order_by("-year")
    decisions = (
        _objects("CrosswalkDecision")
        .filter(budget_title__code__in=set(written.values()))
        .annotate(last_year=Subquery(lines.values("year")[:1]))
        .select_related("budget_title")
        .prefetch_related("targets")
        .order_by(F("last_year").desc(nulls_last=True), "budget_title__name")
    )
    for decision in decisions:
        found[decision.budget_title.code].append(decision)
    return {code: found[key] for code, key in written.items() if key in found}


def titles_for_codes(codes: Collection[str], on: date) -> dict[str, list[int]]:
    """The refreshed titles, by id, that title codes of a payroll stand for on a day; codes without any are left out.

    A code that had several names in the course of the years stands for what its newest name became. Several names of
    one and the same year are all of them meant.
    """
    found: dict[str, list[int]] = {}
    for code, decisions in decisions_for_codes(codes).items():
        holding = [one for one in decisions if one.is_mapped and one.effective_on and one.effective_on <= on]
        if not holding:
            continue
        newest = getattr(holding[0], "last_year", None)
        ids = (
            target.title_id
            for one in holding
            if getattr(one, "last_year", None) == newest
            for target in one.targets.all()
        )
        found[code] = list(dict.fromkeys(ids))
    return found


def spelled(code: str) -> str:
    """A title code as budgets write it: capital letters, and four characters with the zeros that a table lost."""
    return code.strip().upper().zfill(4)
