"""What a posting must say before people see it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.models import Posting
from pathways.models.titles import DegreeRule


def missing_to_publish(posting: Posting, *, at: datetime | None = None) -> list[str]:
    """What keeps a posting from being published at a moment (now if not given): sentences that say what to do.

    Reads only the posting's own columns, so that an import can ask it for each row. Empty: it can be published.
    """
    return [*_pay_and_benefits(posting), *_words(posting), *_degree(posting), *_dates(posting, at or timezone.now())]


def _pay_and_benefits(posting: Posting) -> list[str]:
    """Illinois Equal Pay Act, 820 ILCS 112/10(b-25): pay scale and benefits in every posting."""
    missing = []
    if not posting.is_pay_stated:
        missing.append(
            _("The pay range is missing. Fill in pay from, pay to and unit: the Illinois Equal Pay Act requires it.")
        )
    if not posting.benefits.strip():
        missing.append(
            _("The benefits are missing. Describe them under “Benefits”: the Illinois Equal Pay Act requires it.")
        )
    return missing


def _words(posting: Posting) -> list[str]:
    missing = []
    if not posting.what_you_will_do.strip():
        missing.append(_("“What you will do” is empty. Say in a few lines what the person does in this job."))
    if not posting.how_to_apply.strip():
        missing.append(_("“How to apply” is empty. Say where and how to apply."))
    return missing


def _degree(posting: Posting) -> list[str]:
    """A required degree says which one and why; one that no law asks for always has something that counts instead."""
    missing = []
    if posting.degree_rule in {DegreeRule.REQUIRED, DegreeRule.REQUIRED_BY_LAW} and not posting.degree_kind:
        missing.append(_("A degree is required, but which one? Choose it under “Which degree”."))
    if posting.degree_rule == DegreeRule.REQUIRED:
        if not posting.degree_reason.strip():
            missing.append(_("A degree is required, but not why. Give the reason, or choose another degree rule."))
        if not posting.degree_equivalent.strip():
            missing.append(_("A degree is required. Say what counts instead, such as years of practice."))
    elif posting.degree_rule == DegreeRule.REQUIRED_BY_LAW and not posting.degree_reason.strip():
        missing.append(_("A law requires the degree, but which one? Name the law as the reason."))
    return missing


def _dates(posting: Posting, moment: datetime) -> list[str]:
    missing = []
    if posting.closes_at is not None:
        if posting.closes_at <= moment:
            missing.append(_("The closing date has passed. Choose a later one, or leave it empty: open until filled."))
        elif posting.opens_at is not None and posting.closes_at <= posting.opens_at:
            missing.append(_("The posting would close before it opens. Choose a closing date after the opening date."))
    return missing
