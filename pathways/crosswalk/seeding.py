"""Put the demo's crosswalk (`pathways/seed/crosswalk.toml`) into the database."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways import seed as texts
from pathways.crosswalk import actions
from pathways.crosswalk.choices import Outcome
from pathways.models import (
    BudgetLine,
    BudgetTitle,
    CrosswalkDecision,
    CrosswalkScope,
    CrosswalkTarget,
    Title,
    TitleChangeQuestion,
    TitleChangeRule,
)

_SOURCE = "Chicago’s budget, Positions and Salaries, 2011 to 2018"
_RULE_SOURCE = "An example for the demo; the city’s counsel puts the rule here"
_SCOPE = (("code_prefix", "06"), ("department", "6"))


def seed(*, today: date, writer: User) -> None:
    """Two budget years, decisions about most of their titles, and the rules. Adds nothing where there is a budget."""
    seed_scope()
    if BudgetTitle.objects.exists():
        return
    written = texts.read("crosswalk.toml")
    titles = _budgets(written)
    _decisions(written, titles, today=today, writer=writer)
    TitleChangeRule.objects.bulk_create(
        TitleChangeRule(**rule, order=place, source=_RULE_SOURCE) for place, rule in enumerate(written["rule"])
    )


def seed_scope() -> None:
    """Chicago's rule of what is technology, where there is none (docs/adr/0064)."""
    if not CrosswalkScope.objects.exists():
        CrosswalkScope.objects.bulk_create(CrosswalkScope(kind=k, value=v, source=_SOURCE) for k, v in _SCOPE)


def _budgets(written: Mapping[str, Any]) -> list[BudgetTitle]:
    duties, departments = written["duties"], written["departments"]
    rows = written["titles"]
    titles = BudgetTitle.objects.bulk_create(
        BudgetTitle(code=code, name=name, duties="\n".join(duties.get(code, ()))) for code, name, *_rest in rows
    )
    lines = []
    for title, (_code, _name, schedule, grade, unit, low, high, by_year, places) in zip(titles, rows, strict=True):
        pay = {"pay_min_cents": low * 100 or None, "pay_max_cents": high * 100 or None}
        common = {"grade": f"{schedule} {grade}", "unit": unit, "pay_unit": "annual", **pay}
        posts = [
            {"code": code, "department": departments[code], "positions": count, **common}
            for code, count in places.items()
        ]
        lines += [
            BudgetLine(
                title=title, year=int(year), schedule=schedule, grade=grade, bargaining_unit=unit,
                positions=positions, department_codes=sorted(places), posts=posts, **pay,
            )
            for year, positions in by_year.items()
        ]  # fmt: skip
    BudgetLine.objects.bulk_create(lines)
    return titles


def _decisions(written: Mapping[str, Any], titles: list[BudgetTitle], *, today: date, writer: User) -> None:
    """As HR would have taken them, of which one may have all in a single statement."""
    refreshed = Title.objects.in_bulk(field_name="code")
    days = {
        "year": today.replace(month=1, day=1),
        "soon": today + timedelta(days=60),
        "next": today.replace(year=today.year + 1, month=1, day=1),
    }
    wanted: dict[str, dict[str, Any]] = {}
    for each in written["mapped"]:
        wanted |= dict.fromkeys(each["codes"], written["usual"] | each)
    for each in written["set_aside"]:
        wanted |= dict.fromkeys(each["codes"], each)
    made: list[tuple[CrosswalkDecision, list[str]]] = []
    for title in titles:
        said = wanted.get(title.code)
        if said is None or not set(said.get("titles", ())) <= refreshed.keys():
            continue
        title.decided_version = 1
        decision = CrosswalkDecision(
            budget_title=title, outcome=Outcome.SET_ASIDE, reason=said["reason"], changed_by=writer,
            changed_at=timezone.now(),
        )  # fmt: skip
        if "titles" in said:
            decision.outcome, decision.effective_on = Outcome.MAPPED, days[said["from"]]
            for name in ("union_notice", "action_kind", "action_reference", "incumbents", "incumbents_note"):
                setattr(decision, name, said[name])
            if decision.union_notice == "given":
                decision.union_notified_on = days["year"] - timedelta(days=90)
        made.append((decision, said.get("titles", [])))
    CrosswalkDecision.objects.bulk_create(decision for decision, _codes in made)
    CrosswalkTarget.objects.bulk_create(
        CrosswalkTarget(decision=decision, title=refreshed[code], order=place)
        for decision, codes in made
        for place, code in enumerate(codes)
    )
    BudgetTitle.objects.bulk_update(titles, ["decided_version"])


def seed_questions(*, asked_by: User, answered_by: User) -> None:
    """One question that HR has answered and one that waits. Needs roles."""
    title = BudgetTitle.objects.filter(code="0638").first()
    if title is None or not may(answered_by, Permission.WRITE_TITLES) or TitleChangeQuestion.objects.exists():
        return
    words = texts.read("crosswalk.toml")["questions"]
    first = actions.ask(budget_title=title, by=asked_by, text=words["answered"])
    actions.answer(question=first, by=answered_by, text=words["answer"])
    actions.ask(budget_title=title, by=asked_by, text=words["asked"])
