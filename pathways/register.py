"""The register of degrees and experience: every demand with its reason, who answers for it, and its review day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from pathways import completeness, emails
from pathways.models import Revision


@dataclass(frozen=True)
class Entry:
    """A title in force that asks for something. `missing`: the proofs that it lacks."""

    revision: Revision
    is_overdue: bool
    missing: list[str]


def demands(day: date) -> "QuerySet[Revision]":
    """What titles in force require, overdue first; what nobody has dated stands before what is due later."""
    rows = Revision.objects.in_force_on(day).with_demands()
    return rows.select_related("title__family", "demands_owner").order_by(
        F("demands_review_on").asc(nulls_first=True), "name"
    )


def entries(rows: Sequence[Revision], day: date) -> list[Entry]:
    """Rows with what is wrong with each."""
    return [
        Entry(
            each,
            is_overdue=each.demands_review_on is None or each.demands_review_on < day,
            missing=completeness.missing_to_approve(each),
        )
        for each in rows
    ]


def remind(day: date) -> int:
    """Write to who answers for what is due by a day. Each review day is said once. Returns how many are new."""
    return emails.demands_due(list(demands(day).filter(demands_review_on__lte=day)))
