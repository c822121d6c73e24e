"""What people are told about titles: that a demand is due for another look, and that a draft came back."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.outbox import actions
from chitech.core.outbox.actions import Outgoing
from chitech.core.outbox.kinds import Kind, register
from chitech.core.outbox.models import Message
from pathways.choices import State
from pathways.models import Revision
from pathways.wording import degree_phrase, experience_phrase

DEMAND_DUE, CHANGES_ASKED = "pathways.demand_due", "pathways.changes_asked"


def demands_due(revisions: list[Revision]) -> int:
    """Remind who answers for what titles ask, once for each review day. In the caller's transaction."""
    outgoing = [
        Outgoing(
            to=each.demands_owner_id,
            key=f"{DEMAND_DUE}:{each.title_id}:{each.demands_review_on}",
            context={"revision": each.pk, "due": str(each.demands_review_on)},
        )
        for each in revisions
        if each.demands_owner_id
    ]
    return actions.send_many(DEMAND_DUE, outgoing)


def changes_asked(revision: Revision) -> None:
    """Tell the writer what should change. In the caller's transaction."""
    writer = revision.updated_by_id or revision.created_by_id
    if writer:
        key = f"{CHANGES_ASKED}:{revision.pk}:{revision.version}"
        actions.send(kind=CHANGES_ASKED, to=writer, key=key, context={"revision": revision.pk})


def _revision(message: Message) -> Revision | None:
    return Revision.objects.select_related("title", "asked_by").filter(pk=message.context["revision"]).first()


def due_context(message: Message) -> dict[str, Any] | None:
    """None where it was looked at meanwhile, or the revision holds no more."""
    revision = _revision(message)
    if revision is None or revision.phase != Revision.Phase.IN_FORCE:
        return None
    if str(revision.demands_review_on) != message.context["due"] and message.routed_at is None:
        return None
    return {
        "name": revision.name,
        "due": date.fromisoformat(message.context["due"]),
        "asks": " ".join([experience_phrase(revision.experience_months) + ".", degree_phrase(revision)]),
        "summary": _("Is what the title asks for still needed?"),
        "url": reverse("pathways:register"),
    }


def asked_context(message: Message) -> dict[str, Any] | None:
    """None where the writer has worked on it already."""
    revision = _revision(message)
    if revision is None or (revision.state != State.CHANGES_ASKED and message.routed_at is None):
        return None
    return {
        "name": revision.name,
        "by": str(revision.asked_by),
        "note": revision.review_note,
        "summary": revision.review_note[:200],
        "url": reverse("pathways:draft", args=[revision.pk]),
    }


def register_kinds() -> None:
    """Called when the portal starts."""
    register(
        Kind(
            name=DEMAND_DUE,
            label=gettext_lazy("What a title asks for is due for another look"),
            description=gettext_lazy("On the day on which a degree or years that you answer for are looked at again."),
            group=gettext_lazy("Titles"),
            prepare=due_context,
            sample=lambda: {
                "name": "GIS analyst", "due": date(2026, 11, 30), "asks": "2 years of experience. No degree asked.",
                "summary": "Is what the title asks for still needed?", "url": "/pathways/manage/register/",
            },
        )
    )  # fmt: skip
    register(
        Kind(
            name=CHANGES_ASKED,
            label=gettext_lazy("Changes asked for in a title that you wrote"),
            description=gettext_lazy("When a reviewer gives a draft of a title back to you."),
            group=gettext_lazy("Titles"),
            prepare=asked_context,
            sample=lambda: {
                "name": "GIS analyst", "by": "Parker Publisher", "note": "Say why two years are needed.",
                "summary": "Say why two years are needed.", "url": "/pathways/manage/drafts/1/",
            },
        )
    )  # fmt: skip
