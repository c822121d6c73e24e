"""A person's training in their own calendar program, by a private address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest
from training import invitations, tokens
from training.actions import calendars
from training.choices import SessionState, State
from training.models import Enrollment


@require_POST
def change(request: PersonRequest) -> HttpResponse:
    """Get an address, get another one, or end it."""
    if request.POST.get("close"):
        calendars.close_calendar(user=request.user)
        messages.success(request, _("The address works no longer."))
    else:
        calendars.open_calendar(user=request.user)
        messages.success(request, _("Here is your address. An older one works no longer."))
    return redirect("training:mine")


@login_not_required
@require_safe
@never_cache
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """All seats of a person, past ones too. Whoever has the address reads it: it says no more than that."""
    link = tokens.calendar_of(token)
    if link is None:
        raise Http404
    seats = Enrollment.objects.of(link.user).filter(
        state__in=[State.ENROLLED, State.ATTENDED, State.PARTLY, State.COMPLETED],
        session__state=SessionState.SCHEDULED,
        session__starts__isnull=False,
    )
    events, meetings = [], []
    for each in seats.select_related("course", "session").prefetch_related("session__meetings").order_by("pk"):
        assert each.session is not None
        rows = list(each.session.meetings.all())
        meetings += rows
        events += invitations.events_of(
            each.course, each.session, rows, uid=each.calendar_uid, sequence=each.session.sequence, status="CONFIRMED"
        )
    whole = invitations.calendar(events, meetings, method=invitations.PUBLISH, name=_("My training"))
    answer = HttpResponse(whole.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["X-Robots-Tag"] = "noindex"
    return answer
