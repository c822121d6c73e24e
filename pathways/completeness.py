"""What a revision must say before it is reviewed and before it holds: sentences that say what to do."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from pathways.models import Revision, Title
from pathways.models.titles import DegreeRule

_EARLIEST_START, _LATEST = timedelta(days=366), timedelta(days=3653)


def missing(revision: Revision) -> list[str]:
    """What keeps a draft from being reviewed."""
    found = []
    if not revision.name.strip():
        found.append(_("Give the title a name that says what the person does."))
    if not revision.summary.strip():
        found.append(_("The summary is empty. Say in two or three sentences what the job is."))
    if not revision.duty_list:
        found.append(_("There are no duties. Say what the person does, one duty a line."))
    if not revision.skill_list.exists():
        found.append(_("There are no skills. Name the few that the job can’t be done without."))
    if revision.based_on_id and not revision.change_note.strip():
        found.append(_("Say what changes, and why: people will read it in the history of the title."))
    return [*found, *_pay(revision)]


def _pay(revision: Revision) -> list[str]:
    steps = revision.pay_steps
    if not steps:
        return []
    if steps != sorted(steps):
        return [_("Pay steps rise from the first to the last. Put them in order.")]
    if (steps[0], steps[-1]) != (revision.pay_min_cents, revision.pay_max_cents):
        return [_("The first pay step is where the pay starts, and the last one where it ends. They differ now.")]
    return []


def missing_to_approve(revision: Revision) -> list[str]:
    """The proofs that every demand for a degree or for years needs before it holds."""
    found = []
    if revision.degree_rule == DegreeRule.REQUIRED_BY_LAW and not revision.degree_reason.strip():
        found.append(_("A law requires the degree, but which one? Name the law as the reason."))
    if revision.degree_rule == DegreeRule.REQUIRED:
        if not revision.degree_basis or not revision.degree_reason.strip():
            found.append(_("A degree is required. Say on what that rests, and why."))
        if not revision.degree_equivalent.strip():
            found.append(_("A degree is required. Say what counts instead, such as years of practice."))
    if revision.asks_for_a_degree and not revision.degree_kind:
        found.append(_("A degree is required, but which one? Choose the lowest that will do."))
    if revision.experience_months:
        if not revision.experience_basis or not revision.experience_reason.strip():
            found.append(_("Experience is asked for. Say on what that rests, and why."))
        if not revision.experience_equivalent.strip():
            found.append(_("Experience is asked for. Say what counts instead, such as an apprenticeship."))
    if revision.asks_for_a_degree or revision.experience_months:
        if not revision.demands_owner_id:
            found.append(_("Name who answers for what this title asks: they look at it again."))
        if not revision.demands_review_on:
            found.append(_("Choose the day on which what this title asks is looked at again."))
    return found


def day_faults(title: Title, day: date) -> list[str]:
    """What is wrong with a first day: the past is not rewritten, and two revisions don't start on one day."""
    found, today = [], timezone.localdate()
    approved = title.revisions.approved()
    if day < today and approved.exists():
        found.append(_("That day has passed. Choose today or a later day: what held in the past stays as it was."))
    elif not today - _EARLIEST_START <= day <= today + _LATEST:
        found.append(_("That day is far from today. Is its year right? A new title may start a year back at most."))
    if approved.filter(in_force_from=day).exists():
        found.append(_("Another revision of this title starts on that day. Choose another day."))
    if title.retired_on and day >= title.retired_on:
        found.append(_("The title is retired by then."))
    return found


def is_review_day(day: date) -> bool:
    """Whether what a title asks for can be looked at again on a day: to come, and within ten years."""
    today = timezone.localdate()
    return today < day <= today + _LATEST


def missing_to_retire(title: Title, *, on: date, successor: Title | None, reason: str) -> list[str]:
    """What keeps a title from being retired."""
    found = []
    if successor is None and not reason.strip():
        found.append(_("Choose the title that takes its place, or say why none does."))
    if successor is not None and (successor.pk == title.pk or successor.retired_on):
        found.append(_("Choose another successor: one that is in use, and not the title itself."))
    if on < timezone.localdate():
        found.append(_("That day has passed. Choose today or a later day."))
    if on > timezone.localdate() + _LATEST:
        found.append(_("That day is far from today. Is its year right?"))
    if title.revisions.being_written().exists():
        found.append(_("A new revision of this title is being written. Withdraw it first."))
    if title.revisions.approved().filter(in_force_from__gte=on).exists():
        found.append(_("A revision of this title starts on that day or later. Choose a later day, or withdraw it."))
    return found
