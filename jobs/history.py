"""How the history of a posting is told to people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from chitech.core.audit import timeline
from chitech.core.audit.timeline import Part, Story, Timeline
from jobs.choices import State
from jobs.models import Posting, PostingSkill


def dollars(cents: int) -> str:
    return f"${cents / 100:,.2f}".removesuffix(".00")


# How a column's value is written where the column alone does not say.
FORMATS = {"pay_min_cents": dollars, "pay_max_cents": dollars}


def describe_skill(row: Mapping[str, str]) -> str:
    """ "SQL, practitioner, essential"."""
    kind = _("essential") if row["is_essential"] == _("Yes") else _("helpful")
    return f"{row['skill']}, {row['level']}, {kind}"


def _headline(before: Any, after: Any) -> str:
    """The decision that a person took, where there was one."""
    if before is None or before.state == after.state:
        return ""
    return {
        State.DRAFT: pgettext("what happened to a posting", "Made a draft again"),
        State.PUBLISHED: pgettext("what happened to a posting", "Published"),
        State.CLOSED: pgettext("what happened to a posting", "Closed early"),
        State.CANCELLED: pgettext("what happened to a posting", "Cancelled"),
    }[State(after.state)]


STORY = Story(
    # Who and when stand above each entry, and the headline tells the state.
    leave_out={
        "state", "version", "created_at", "created_by", "updated_at", "updated_by",
        "published_at", "published_by", "closed_at", "closed_by", "cancelled_at", "cancelled_by",
    },
    formats=FORMATS,
    parts=[Part(PostingSkill, "posting", gettext_lazy("Skill"), describe_skill)],
    actor="updated_by",
    headline=_headline,
)  # fmt: skip


def of(posting: Posting) -> Timeline:
    """Who did what to a posting and its skills, the newest first."""
    return timeline.read(posting, STORY)
