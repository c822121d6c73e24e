"""What people ask HR about the change of their title: HR's list with answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from pathways.crosswalk import actions
from pathways.crosswalk.forms import AnswerForm
from pathways.errors import NotAllowed
from pathways.models import TitleChangeQuestion

MOST_ANSWERED = 50

only_writers = only_with(Permission.WRITE_TITLES)


@require_safe
@only_writers
def index(request: PersonRequest) -> HttpResponse:
    """Questions that wait, the oldest first, and those that were answered lately."""
    return _page(request)


def _page(
    request: PersonRequest, *, failed: AnswerForm | None = None, failed_pk: int = 0, status: int = 200
) -> HttpResponse:
    questions = TitleChangeQuestion.objects.select_related("budget_title", "asked_by", "answered_by")
    waiting = [
        (each, failed if failed and each.pk == failed_pk else AnswerForm(auto_id=f"answer-{each.pk}-%s"))
        for each in questions.open().order_by("asked_at")
    ]
    answered = questions.exclude(answered_at=None).order_by("-answered_at")[:MOST_ANSWERED]
    context: dict[str, Any] = {"waiting": waiting, "answered": answered, "failed": failed}
    context["may_write"] = may(request.user, Permission.WRITE_TITLES)
    return render(request, "pathways/crosswalk/questions.html", context, status=status)


@require_POST
@only_writers
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer a question."""
    question = get_object_or_404(TitleChangeQuestion, pk=pk)
    form = AnswerForm(request.POST, auto_id=f"answer-{pk}-%s")
    if not form.is_valid():
        return _page(request, failed=form, failed_pk=pk, status=422)
    try:
        actions.answer(question=question, by=request.user, text=form.cleaned_data["text"])
    except NotAllowed:
        messages.info(request, _("Somebody has answered it already. Their answer is below."))
    else:
        messages.success(request, _("Answered. The person gets a message."))
    return redirect("pathways:crosswalk:questions")
