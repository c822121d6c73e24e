"""What people are told about old titles: that somebody asks, and what HR has answered."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import RoleGrant, User
from chitech.core.accounts.roles import Permission, roles_with
from chitech.core.outbox import actions
from chitech.core.outbox.actions import Outgoing
from chitech.core.outbox.kinds import Kind, register
from chitech.core.outbox.models import Message
from pathways.models import TitleChangeQuestion

QUESTION_ASKED, QUESTION_ANSWERED = "pathways.question_asked", "pathways.question_answered"


def question_asked(question: TitleChangeQuestion) -> None:
    """Tell whoever writes titles, but not the person who asks. In the caller's transaction."""
    writers = RoleGrant.objects.live().filter(role__in=roles_with(Permission.WRITE_TITLES)).values("user")
    people = User.objects.filter(is_active=True, pk__in=writers).exclude(pk=question.asked_by_id)
    context = {"question": question.pk}
    actions.send_many(
        QUESTION_ASKED,
        [
            Outgoing(to=pk, key=f"{QUESTION_ASKED}:{question.pk}:{pk}", context=context)
            for pk in people.order_by("pk").values_list("pk", flat=True)
        ],
    )


def question_answered(question: TitleChangeQuestion) -> None:
    """Tell the person who asked. In the caller's transaction."""
    key = f"{QUESTION_ANSWERED}:{question.pk}"
    context = {"question": question.pk}
    actions.send(kind=QUESTION_ANSWERED, to=question.asked_by_id, key=key, context=context)


def _question(message: Message) -> TitleChangeQuestion | None:
    questions = TitleChangeQuestion.objects.select_related("budget_title", "asked_by", "answered_by")
    return questions.filter(pk=message.context["question"]).first()


def asked_context(message: Message) -> dict[str, Any] | None:
    """None where somebody has answered it already."""
    question = _question(message)
    if question is None or (question.answered_at and message.routed_at is None):
        return None
    return {
        "title": question.budget_title.name,
        "by": str(question.asked_by),
        "text": question.text,
        "summary": question.text[:200],
        "url": reverse("pathways:crosswalk:questions"),
    }


def answered_context(message: Message) -> dict[str, Any] | None:
    """None where there is no answer: the question went with the person who asked it."""
    question = _question(message)
    if question is None or question.answered_at is None:
        return None
    return {
        "title": question.budget_title.name,
        "by": str(question.answered_by),
        "text": question.text,
        "answer": question.answer,
        "summary": question.answer[:200],
        "url": reverse("pathways:my-title"),
    }


def register_kinds() -> None:
    """Called when the portal starts."""
    register(
        Kind(
            name=QUESTION_ASKED,
            label=gettext_lazy("A question about the change of a title"),
            description=gettext_lazy("When somebody whose title changes asks HR about it."),
            group=gettext_lazy("Titles"),
            prepare=asked_context,
            sample=lambda: {
                "title": "Programmer/Analyst", "by": "Darnell Whitfield", "text": "Does my seniority date stay?",
                "summary": "Does my seniority date stay?", "url": "/pathways/manage/crosswalk/questions/",
            },
        )
    )  # fmt: skip
    register(
        Kind(
            name=QUESTION_ANSWERED,
            label=gettext_lazy("The answer to your question about your title"),
            description=gettext_lazy("When HR answers what you asked about the change of your title."),
            group=gettext_lazy("Titles"),
            prepare=answered_context,
            sample=lambda: {
                "title": "Programmer/Analyst", "by": "Priya Raman", "text": "Does my seniority date stay?",
                "answer": "Yes, it stays as it is.", "summary": "Yes, it stays as it is.", "url": "/pathways/my-title/",
            },
        )
    )  # fmt: skip
