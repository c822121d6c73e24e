"""What one's people ask for: to be approved or declined, with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest
from training.actions import deciding
from training.choices import State
from training.errors import Overlaps, RefusedError
from training.forms import DeclineForm
from training.leading.budgets import Standing, covering
from training.models import Enrollment
from training.wording import moment_phrase, refusal, seats_phrase


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """All requests that wait for this person, the most urgent first."""
    return _page(request)


def _page(
    request: PersonRequest, *, form: DeclineForm | None = None, status: int = 200, refused: str = ""
) -> HttpResponse:
    found = Enrollment.objects.requests_led_by(request.user).select_related("user", "course", "session")
    waiting = list(found.order_by("approval_due", "pk"))
    budgets = covering(request.user, waiting)
    rows = [_row(each, form, budgets.by_place.get(each.pk)) for each in waiting]
    context = {"rows": rows, "refused": refused, "budgets": budgets.mine}
    return render(request, "training/team.html", context, status=status)


def _row(each: Enrollment, form: DeclineForm | None, budget: Standing | None) -> dict[str, Any]:
    own = form if form is not None and form.prefix == f"request-{each.pk}" else DeclineForm(request=each)
    return {
        "enrollment": each,
        "until": moment_phrase(each.approval_due) if each.approval_due else "",
        "starts": moment_phrase(each.session.starts) if each.session and each.session.starts else "",
        "seats": seats_phrase(each.session) if each.session else "",
        "form": own,
        "cost": each.course.cost_cents,
        "budget": budget,
        # A warning, and no more: who leads people may know of money that the portal does not.
        "over": budget.over_with(each.course.cost_cents) if budget and each.course.cost_cents else 0,
    }


def _asked(request: PersonRequest, pk: int) -> Enrollment:
    """A request that this person decides on, or has just been decided: then they are told, not turned away."""
    return get_object_or_404(Enrollment.objects.decided_by(request.user), pk=pk)


@require_POST
def approve(request: PersonRequest, pk: int) -> HttpResponse:
    """Yes: a seat if there is one, else a place in line."""
    enrollment = _asked(request, pk)
    try:
        enrollment = deciding.approve(enrollment=enrollment, by=request.user)
    except Overlaps:
        words = _("They have got another session at that time since they asked. Ask them which one they want.")
        return _page(request, status=409, refused=words)
    except RefusedError as error:
        return _page(request, status=409, refused=refusal(error))
    got = {
        State.ENROLLED: _("Approved: %(person)s has a seat."),
        State.WAITLISTED: _("Approved: %(person)s is in line."),
    }
    messages.success(request, got[State(enrollment.state)] % {"person": enrollment.user})
    return redirect("training:team")


@require_POST
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    """No, with a reason that the person reads."""
    enrollment = _asked(request, pk)
    form = DeclineForm(request.POST, request=enrollment)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        deciding.decline(enrollment=enrollment, by=request.user, reason=form.cleaned_data["reason"])
    except RefusedError as error:
        return _page(request, status=409, refused=refusal(error))
    messages.success(request, _("Declined. %(person)s is told why.") % {"person": enrollment.user})
    return redirect("training:team")
