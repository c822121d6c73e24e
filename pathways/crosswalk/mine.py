"""What an old title becomes, for whoever holds it and for whoever asks: both sides of the change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When

from chitech.core.accounts.models import Employment, User
from chitech.core.search.query import clean
from pathways import hooks
from pathways.crosswalk.choices import Outcome
from pathways.crosswalk.querysets import decisions_for_codes, spelled
from pathways.models import (
    BudgetLine,
    BudgetTitle,
    ChangeRuleKind,
    CrosswalkDecision,
    Revision,
    Title,
    TitleChangeQuestion,
    TitleChangeRule,
)
from pathways.profiles.querysets import levels_of
from pathways.profiles.reading import Against, against

MOST_FOUND = 50


@dataclass
class NewTitle:
    """A refreshed title that somebody's may become, with their skills against what it needs."""

    revision: Revision
    against: Against
    facts: list[hooks.Fact] = field(default_factory=list)


@dataclass
class Changing:
    """A post of a person, and what becomes of its title. `decision` is None where HR has not decided yet."""

    employment: Employment
    budget_title: BudgetTitle | None = None
    line: BudgetLine | None = None
    decision: CrosswalkDecision | None = None
    titles: list[NewTitle] = field(default_factory=list)

    @property
    def is_mapped(self) -> bool:
        return bool(self.decision and self.decision.is_mapped)


@dataclass
class MyTitle:
    """The page "My title is changing"."""

    posts: list[Changing]
    questions: list[TitleChangeQuestion]
    stays: list[TitleChangeRule]
    appeal: list[TitleChangeRule]


def for_person(user: User, today: date) -> MyTitle:
    """All posts of today with what becomes of their titles. The number of queries does not grow with the posts."""
    posts = list(Employment.objects.current(today).filter(user=user).select_related("department"))
    changing = _changing(posts, levels_of([user.pk])[user.pk], today)
    rules = TitleChangeRule.objects.filter(
        Q(in_force_from=None) | Q(in_force_from__lte=today), Q(in_force_to=None) | Q(in_force_to__gte=today)
    )
    by_kind: dict[str, list[TitleChangeRule]] = {kind: [] for kind in ChangeRuleKind.values}
    for rule in rules:
        by_kind[rule.kind].append(rule)
    questions = TitleChangeQuestion.objects.of(user).select_related("budget_title", "answered_by")
    return MyTitle(
        changing, list(questions.order_by("-asked_at")), by_kind[ChangeRuleKind.STAYS], by_kind[ChangeRuleKind.APPEAL]
    )


def _changing(posts: list[Employment], levels: Mapping[int, int], today: date) -> list[Changing]:
    found = decisions_for_codes([post.title_code for post in posts])
    changing = [Changing(post) for post in posts]
    for each in changing:
        each.decision = _for_post(each.employment, found.get(each.employment.title_code, []))
        each.budget_title = each.decision.budget_title if each.decision else None
    _add_undecided(changing)
    ids = {each.budget_title.pk for each in changing if each.budget_title}
    lines = {line.title_id: line for line in BudgetLine.objects.listed().filter(title__in=ids).order_by("year")}
    decisions = [each.decision for each in changing if each.decision and each.decision.is_mapped]
    titles = new_titles([target.title_id for one in decisions for target in one.targets.all()], levels, today)
    for each in changing:
        each.line = lines.get(each.budget_title.pk) if each.budget_title else None
        if each.decision and each.decision.is_mapped:
            ids_in_order = [target.title_id for target in each.decision.targets.all()]
            each.titles = [titles[pk] for pk in ids_in_order if pk in titles]
    return changing


def _for_post(post: Employment, decisions: list[CrosswalkDecision]) -> CrosswalkDecision | None:
    """The decision about the name that the payroll gives; else about the newest name of the code."""
    said = " ".join(post.title_name.casefold().split())
    named = (one for one in decisions if one.budget_title.name.casefold() == said)
    return next(named, decisions[0] if decisions else None)


def _add_undecided(changing: list[Changing]) -> None:
    """Old titles of the budget about which nothing was decided: a person may still ask about theirs."""
    codes = {spelled(each.employment.title_code) for each in changing if each.budget_title is None}
    titles: Any = BudgetTitle.objects.filter(code__in=codes).with_last_line().order_by(F("last_year"))
    known = {title.code: title for title in titles} if codes else {}
    for each in changing:
        if each.budget_title is None:
            each.budget_title = known.get(spelled(each.employment.title_code))


def new_titles(ids: Iterable[int], levels: Mapping[int, int], today: date) -> dict[int, NewTitle]:
    """What refreshed titles say (today, or when they begin to), by title, with openings and courses of the hooks.

    `levels` are those of the person by skill.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    said = Revision.objects.approved().filter(title__in=wanted, in_force__endswith__isnull=True) | (
        Revision.objects.in_force_on(today).filter(title__in=wanted)
    )
    rows = said.select_related("title__family", "title__level").prefetch_related("skill_list__skill")
    found: dict[int, NewTitle] = {}
    for revision in rows.order_by("-in_force_from"):  # today's goes over a later one
        found[revision.title_id] = NewTitle(revision, against(levels, revision))
    facts = hooks.title_facts(wanted)
    for pk, each in found.items():
        each.facts = facts[pk]
    return found


@dataclass
class Found:
    """An old title that somebody looked for, and what it became."""

    title: BudgetTitle
    decision: CrosswalkDecision | None
    titles: list[Any] = field(default_factory=list)  # titles with `name`

    @property
    def is_mapped(self) -> bool:
        return bool(self.decision and self.decision.is_mapped)


def search(q: str, today: date) -> tuple[str, list[Found]]:
    """Old titles whose code or name has all the words, the mapped ones first. At most `MOST_FOUND`; four queries.

    Without words all that are mapped. Returns the words as they were understood, too.
    """
    words = clean(q)[0]
    titles = BudgetTitle.objects.with_last_line()
    for word in words.split():
        by_code = Q(code=spelled(word)) if any(letter.isdigit() for letter in word) else Q(pk__in=())
        titles = titles.filter(by_code | Q(name__icontains=word))
    decisions = CrosswalkDecision.objects.mapped()
    if not words:
        titles = titles.filter(pk__in=decisions.order_by().values("budget_title"))
    mapped_first = Case(
        When(decision__outcome=Outcome.MAPPED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    shown = list(titles.annotate(rank=mapped_first).order_by("rank", "name", "code")[:MOST_FOUND])
    known = {
        each.budget_title_id: each
        for each in CrosswalkDecision.objects.filter(budget_title__in=shown).prefetch_related("targets")
    }
    wanted = {target.title_id for each in known.values() for target in each.targets.all()}
    refreshed: Any = Title.objects.filter(pk__in=wanted).with_revision(today).select_related("family").in_bulk()
    found = []
    for title in shown:
        decision = known.get(title.pk)
        targets = [refreshed[target.title_id] for target in decision.targets.all()] if decision else []
        found.append(Found(title, decision, targets))
    return words, found
