"""What a person wants to be told, how and when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chitech.core.accounts.gates import PersonRequest
from chitech.core.outbox import actions, schedule, wishes
from chitech.core.outbox.forms import ContactForm, FrequenciesForm, forms_of


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    """Each kind of message by each channel; quiet hours; the addresses that get no mail."""
    if request.method != "POST":
        return _page(request, *forms_of(request.user))
    frequencies, contact = forms_of(request.user, request.POST)
    if not (frequencies.is_valid() & contact.is_valid()):
        return _page(request, frequencies, contact, status=422)
    wishes.choose(user=request.user, wanted=frequencies.wanted(), contact=contact.save(commit=False))
    messages.success(request, _("Saved. This holds for all messages from now on."))
    return redirect("inbox:settings")


@require_POST
def lift(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a person's own address get mail again."""
    suppression = get_object_or_404(wishes.suppressions(request.user), pk=pk)
    actions.lift(suppression=suppression, by=request.user)
    messages.success(request, _("We email you again at %(address)s.") % {"address": suppression.address})
    return redirect("inbox:settings")


def _page(
    request: PersonRequest, frequencies: FrequenciesForm, contact: ContactForm, *, status: int = 200
) -> HttpResponse:
    groups = [(group, [(kind, frequencies.rows(kind)) for kind in group.chosen]) for group in wishes.groups()]
    context = {
        "frequencies": frequencies,
        "contact": contact,
        "groups": groups,
        "suppressions": list(wishes.suppressions(request.user)),
        "zone": schedule.zone_of(request.user).key,
    }
    return render(request, "inbox/settings.html", context, status=status)
