"""Changes to many titles that are reviewed as one: their pay, or the name of a skill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways import actions, completeness, hooks
from pathways.choices import ChangeSetKind, State
from pathways.errors import AlreadyDrafted, Incomplete, NotAllowed, StaleEdit
from pathways.models import ChangeSet, Revision, Skill
from pathways.steps import Step, state_after, states_for


@dataclass(frozen=True)
class Touched:
    """What a change set touches: `impacts` by draft, and `titles` (revisions in force) that ask for a renamed skill."""

    impacts: Mapping[int, list[hooks.Impact]]
    titles: Sequence[Revision]

    @property
    def seen(self) -> str:
        """What is on the page, short: if it is another when the publisher confirms, they look again."""
        counts = [f"{pk}:{each.key}:{each.count}" for pk, some in sorted(self.impacts.items()) for each in some]
        text = ",".join([*counts, *(str(each.pk) for each in self.titles)])
        return sha256(text.encode()).hexdigest()[:16]

    def as_kept(self) -> dict[str, Any]:
        """What was confirmed, as it is kept with the approval."""
        kept: dict[str, Any] = {str(pk): hooks.as_kept(each) for pk, each in self.impacts.items()}
        return kept | ({"titles": [each.name for each in self.titles]} if self.titles else {})


def touched(change_set: ChangeSet) -> Touched:
    """All of it, read in a fixed number of queries."""
    impacts = hooks.revision_impact.many(list(change_set.revisions.select_related("title__family", "based_on")))
    if not change_set.skill_id:
        return Touched(impacts, [])
    asking = Revision.objects.in_force_now().filter(skill_list__skill=change_set.skill_id)
    return Touched(impacts, list(asking.order_by("name", "pk")))


def raised(cents: int, percent: Decimal, unit: str) -> int:
    """Pay after a change: whole dollars a month for yearly pay, whole cents for a rate."""
    step = Decimal(1200 if unit == "annual" else 1)
    amount = Decimal(cents) * (100 + percent) / 100
    return int((amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step)


@transaction.atomic
def of_grades(*, by: User, name: str, reason: str, grades: Sequence[str], percent: Decimal) -> ChangeSet:
    """A draft for every title in one of the grades, with its pay and steps moved by a percentage.

    Raises NotAllowed; Incomplete where no title has such a grade, or someone works on one of them.
    """
    _need(by, Permission.WRITE_TITLES)
    change_set = ChangeSet.objects.create(name=name, kind=ChangeSetKind.GRADES, reason=reason, created_by=by)
    now = Revision.objects.in_force_on(timezone.localdate()).filter(pay_grade__in=grades, title__retired_on=None)
    busy = []
    for each in now.select_related("title"):
        values = {
            "pay_min_cents": raised(each.pay_min_cents, percent, each.pay_unit),
            "pay_max_cents": raised(each.pay_max_cents, percent, each.pay_unit),
            "pay_steps": [raised(cents, percent, each.pay_unit) for cents in each.pay_steps],
            "change_note": reason,
        }
        try:
            actions.start_draft(title=each.title, by=by, change_set=change_set, values=values)
        except AlreadyDrafted as refusal:
            busy.append(refusal.draft.name)
    if busy:
        sentence = _("Someone is working on: %(names)s. Finish or withdraw these drafts first.")
        raise Incomplete([sentence % {"names": ", ".join(sorted(busy))}])
    if not now:
        raise Incomplete([_("No title in use has one of these grades.")])
    return change_set


@transaction.atomic
def of_skill_name(*, by: User, skill: Skill, new_name: str, reason: str) -> ChangeSet:
    """Another name for a skill, everywhere at once when it is approved. Raises NotAllowed."""
    _need(by, Permission.WRITE_TITLES)
    return ChangeSet.objects.create(
        name=_("%(old)s becomes %(new)s") % {"old": skill.name, "new": new_name},
        kind=ChangeSetKind.SKILL_NAME, reason=reason, skill=skill, new_name=new_name, created_by=by,
    )  # fmt: skip


def _need(by: User, permission: Permission) -> None:
    if not may(by, permission):
        raise NotAllowed(None, str(permission))


@transaction.atomic
def submit(*, change_set: ChangeSet, by: User) -> ChangeSet:
    """Ask for a review of all of it. Raises NotAllowed; Incomplete with what drafts lack."""
    drafts = list(change_set.revisions.being_written().select_related("title"))
    missing = [f"{each.name}: {sentence}" for each in drafts for sentence in completeness.missing(each)]
    if missing:
        raise Incomplete(missing)
    for each in drafts:
        actions.submit(revision=each, by=by)
    return _step(change_set, Step.SUBMIT, by, state=State.IN_REVIEW, submitted_at=timezone.now(), submitted_by=by)


@transaction.atomic
def approve(
    *, change_set: ChangeSet, by: User, in_force_from: date, version: int | None = None, confirmed: Any = None
) -> ChangeSet:
    """Put all of it in force from one day on, or none of it. A skill has its new name at once, whatever the day.

    Raises NotAllowed, StaleEdit and Incomplete: also while one of its drafts is back with its writer.
    """
    if change_set.created_by_id == by.pk:
        raise NotAllowed(change_set, Step.APPROVE)
    current = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
    if version is not None and version != current.version:
        raise StaleEdit(current)
    # In the order of titles, so that two approvals at once never wait for each other in a circle.
    drafts = list(current.revisions.being_written().order_by("title").select_related("title"))
    back = _("%(name)s: its writer still works on it. It must be in review again.")
    missing = [back % {"name": each.name} for each in drafts if each.state != State.IN_REVIEW]
    if missing:
        raise Incomplete(missing)
    for each in drafts:
        try:
            actions.approve(revision=each, by=by, in_force_from=in_force_from, confirmed=confirmed, as_part=True)
        except Incomplete as refusal:
            raise Incomplete([f"{each.name}: {sentence}" for sentence in refusal.missing]) from refusal
    is_name = current.kind == ChangeSetKind.SKILL_NAME
    done = _step(
        current, Step.APPROVE, by, state=State.APPROVED, approved_at=timezone.now(), approved_by=by,
        in_force_from=timezone.localdate() if is_name else in_force_from, confirmed_impact=confirmed,
    )  # fmt: skip
    if is_name and current.skill is not None:
        _rename(current.skill, current.new_name)
    return done


def _rename(skill: Skill, name: str) -> None:
    """Raises Incomplete where another skill got the name after the set was begun."""
    skill.name = name
    try:
        with transaction.atomic():
            skill.save(update_fields=["name"])
    except IntegrityError:
        sentence = _("Another skill is called “%(name)s” by now. Withdraw this change and choose another name.")
        raise Incomplete([sentence % {"name": name}]) from None


@transaction.atomic
def withdraw(*, change_set: ChangeSet, by: User) -> ChangeSet:
    """Give up all of it. Raises NotAllowed."""
    for each in change_set.revisions.being_written():
        if each.state == State.IN_REVIEW:
            actions.take_back(revision=each, by=by)
        actions.withdraw(revision=each, by=by)
    values = {"state": State.WITHDRAWN, "withdrawn_at": timezone.now(), "withdrawn_by": by}
    if change_set.state == State.IN_REVIEW:
        _step(change_set, Step.TAKE_BACK, by, state=State.DRAFT)
    return _step(change_set, Step.WITHDRAW, by, **values)


def _step(change_set: ChangeSet, step: Step, by: User, **values: Any) -> ChangeSet:
    states = [state for state in states_for(step, by) if state_after(state, step, by)]
    wanted = ChangeSet.objects.filter(pk=change_set.pk, state__in=states)
    if not wanted.update(**values, version=F("version") + 1):
        raise NotAllowed(change_set, step)
    change_set.refresh_from_db()
    return change_set
