"""How it was: three questions, asked of who was there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chitech.core.accounts.gates import PersonRequest
from training.errors import NotAllowed
from training.models import Enrollment
from training.running import feedback
from training.running.forms import FeedbackForm
from training.views.manage import FORM


@require_http_methods(FORM)
def give(request: PersonRequest, pk: int) -> HttpResponse:
    """The three questions; after that, thanks and what was answered, which can be changed for a while."""
    rows = Enrollment.objects.of(request.user).select_related("course", "session", "feedback")
    enrollment = get_object_or_404(rows, pk=pk)
    given = getattr(enrollment, "feedback", None)
    is_open = feedback.may_give(enrollment) or feedback.may_change(enrollment)
    form = FeedbackForm(request.POST if request.method == "POST" and is_open else None, given=given)
    status = 200
    if request.method == "POST":
        if is_open and form.is_valid():
            return _keep(request, enrollment, form)
        status = 422 if is_open else 409
    context = {
        "enrollment": enrollment,
        "course": enrollment.course,
        "form": form,
        "is_open": is_open,
        "given": given,
        "until": given.given + feedback.CHANGED_FOR if given else None,
        "shown_from": feedback.SHOWN_FROM,
    }
    return render(request, "training/feedback.html", context, status=status)


def _keep(request: PersonRequest, enrollment: Enrollment, form: FeedbackForm) -> HttpResponse:
    try:
        feedback.give(enrollment=enrollment, by=request.user, **form.cleaned_data)
    except NotAllowed:
        messages.error(request, _("You have answered already, and it is too late to change it. This was not kept."))
    else:
        messages.success(request, _("Thank you. Your answer helps whoever comes next."))
    return redirect("training:enrollment-feedback", enrollment.pk)
