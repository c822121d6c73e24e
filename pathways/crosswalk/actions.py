"""The write vocabulary of the crosswalk: decide about an old title, open it again; ask HR about it, and answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways.crosswalk import emails
from pathways.crosswalk.choices import Outcome, UnionNotice
from pathways.errors import Incomplete, NotAllowed, RefusedError
from pathways.models import BudgetTitle, CrosswalkDecision, CrosswalkTarget, Revision, Title, TitleChangeQuestion

MOST_OPEN_QUESTIONS = 10


class StaleDecision(RefusedError):  # noqa: N818 -- named for what happened, as it reads at a raise
    """Someone decided about the old title meanwhile. `budget_title` is as the database holds it now."""

    def __init__(self, budget_title: BudgetTitle) -> None:
        super().__init__(f"budget title {budget_title.pk} is at version {budget_title.decided_version}")
        self.budget_title = budget_title


@dataclass(frozen=True, kw_only=True)
class Decided:
    """All that is decided about one old title. `titles` come with the usual one first; they and what follows the
    reason are only for one that is mapped.
    """

    outcome: str
    reason: str
    titles: Sequence[Title] = field(default_factory=tuple)
    effective_on: date | None = None
    union_notice: str = ""
    union_notified_on: date | None = None
    action_kind: str = ""
    action_reference: str = ""
    incumbents: str = ""
    incumbents_note: str = ""
    duties: str | None = None  # of the old title, one a line; None: they stay as they are


PLAIN = (
    "outcome", "reason", "effective_on", "union_notice", "union_notified_on", "action_kind", "action_reference",
    "incumbents", "incumbents_note",
)  # fmt: skip


# Nobody's title changed before the first budget, and nobody decides further ahead than ten years.
_EARLIEST, _LATEST = date(2000, 1, 1), timedelta(days=3653)


def missing(decided: Decided) -> list[str]:
    """What keeps this from being decided, in sentences."""
    found = []
    if not decided.reason.strip():
        found.append(_("Say why: it is kept, and people may ask."))
    if decided.outcome == Outcome.SET_ASIDE:
        return found
    if not decided.titles:
        found.append(_("Choose at least one refreshed title, or set it aside."))
    if decided.effective_on is None:
        found.append(_("Say on which day it takes effect."))
    elif not _EARLIEST <= decided.effective_on <= timezone.localdate() + _LATEST:
        found.append(_("The day on which it takes effect is far from today. Is its year right?"))
    if not decided.union_notice:
        found.append(_("Say whether the union must be notified, and was."))
    elif (decided.union_notice == UnionNotice.GIVEN) != (decided.union_notified_on is not None):
        found.append(_("Say on which day the union was notified, and only if it was."))
    elif decided.union_notified_on and not _EARLIEST <= decided.union_notified_on <= timezone.localdate():
        found.append(_("The union was not notified on that day. Is its year right?"))
    if not decided.action_kind:
        found.append(_("Say whether the council or the budget must act first."))
    if not decided.incumbents:
        found.append(_("Say what it means for those who hold the title."))
    if decided.effective_on is not None:
        found += _unusable(decided.titles, decided.effective_on)
    return found


def _unusable(titles: Sequence[Title], day: date) -> list[str]:
    """Titles that say nothing from the day on, not even later."""
    said = Revision.objects.approved().filter(title__in=titles, in_force__endswith__isnull=True)
    living = set(said.values_list("title", flat=True))
    return [
        _("%(code)s is not in use any more. Choose the title that took its place.") % {"code": title.code}
        for title in titles
        if title.pk not in living or (title.retired_on and title.retired_on <= day)
    ]


@transaction.atomic
def decide(*, budget_title: BudgetTitle, by: User, seen: int, decided: Decided) -> CrosswalkDecision:
    """Map an old title, or set it aside; what was decided before is replaced and stays in the history.

    `seen` is the version that the person looked at. Raises NotAllowed, Incomplete, and StaleDecision where somebody
    else decided in between.
    """
    if not may(by, Permission.WRITE_TITLES):
        raise NotAllowed(budget_title, "decide")
    sentences = missing(decided)
    if sentences:
        raise Incomplete(sentences)
    _claim(budget_title, seen, **({} if decided.duties is None else {"duties": decided.duties.strip()}))
    is_mapped = decided.outcome == Outcome.MAPPED
    values = {name: getattr(decided, name) for name in PLAIN}
    if not is_mapped:
        nothing = CrosswalkDecision(budget_title=budget_title, outcome=Outcome.SET_ASIDE)
        values = {name: getattr(nothing, name) for name in PLAIN} | {"reason": decided.reason}
    values |= {"reason": decided.reason.strip(), "changed_at": timezone.now(), "changed_by": by}
    decision, _made = CrosswalkDecision.objects.update_or_create(budget_title=budget_title, defaults=values)
    _target(decision, list(dict.fromkeys(decided.titles)) if is_mapped else [])
    return decision


def _target(decision: CrosswalkDecision, titles: Sequence[Title]) -> None:
    """Let a decision name these titles in this order; rows that are right already stay as they are."""
    wanted = {title.pk: place for place, title in enumerate(titles)}
    here = {target.title_id: target for target in decision.targets.all()}
    decision.targets.exclude(title__in=wanted).delete()
    CrosswalkTarget.objects.bulk_create(
        CrosswalkTarget(decision=decision, title_id=pk, order=place) for pk, place in wanted.items() if pk not in here
    )
    for pk, target in here.items():
        if pk in wanted and target.order != wanted[pk]:
            CrosswalkTarget.objects.filter(pk=target.pk).update(order=wanted[pk])


def _claim(budget_title: BudgetTitle, seen: int, **values: str) -> None:
    """Count one decision more, if nobody has since. Raises StaleDecision."""
    here = BudgetTitle.objects.filter(pk=budget_title.pk)
    if not here.filter(decided_version=seen).update(decided_version=F("decided_version") + 1, **values):
        raise StaleDecision(here.get())
    budget_title.decided_version = seen + 1


@transaction.atomic
def reopen(*, budget_title: BudgetTitle, by: User, seen: int) -> None:
    """Take the decision about an old title back: it is open again. Raises NotAllowed and StaleDecision."""
    if not may(by, Permission.WRITE_TITLES):
        raise NotAllowed(budget_title, "reopen")
    _claim(budget_title, seen)
    CrosswalkDecision.objects.filter(budget_title=budget_title).delete()


@transaction.atomic
def ask(*, budget_title: BudgetTitle, by: User, text: str) -> TitleChangeQuestion:
    """Ask HR about the change of one's title. Whoever writes titles is told.

    Raises NotAllowed for someone with too many questions that wait for an answer.
    """
    User.objects.select_for_update().get(pk=by.pk)  # two at once are counted one after the other
    if TitleChangeQuestion.objects.of(by).open().count() >= MOST_OPEN_QUESTIONS:
        raise NotAllowed(budget_title, "ask")
    question = TitleChangeQuestion.objects.create(budget_title=budget_title, asked_by=by, text=text.strip())
    emails.question_asked(question)
    return question


@transaction.atomic
def answer(*, question: TitleChangeQuestion, by: User, text: str) -> TitleChangeQuestion:
    """Answer a question; the person is told. Raises NotAllowed where somebody has answered it already."""
    if not may(by, Permission.WRITE_TITLES):
        raise NotAllowed(question, "answer")
    if not text.strip():
        raise Incomplete([_("Write the answer.")])
    moved = (
        TitleChangeQuestion.objects.open()
        .filter(pk=question.pk)
        .update(answer=text.strip(), answered_at=timezone.now(), answered_by=by)
    )
    if not moved:
        raise NotAllowed(question, "answer")
    question.refresh_from_db()
    emails.question_answered(question)
    return question
