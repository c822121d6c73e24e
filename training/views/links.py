"""Offers by the signed links of emails: no sign-in, and nothing happens by opening a link alone."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from training import tokens
from training.errors import Overlaps, RefusedError
from training.forms import AcceptForm
from training.models import Offer
from training.overlaps import overlapping
from training.views.mine import VERBS
from training.wording import meeting_phrase, moment_phrase, refusal, time_left, where_phrase


def _offer(token: str) -> Offer:
    found = tokens.offer_of(token)
    if found is None or not found.enrollment.user.is_active:
        raise Http404
    return found


@login_not_required
@require_safe
@never_cache
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """The seat that is held, with the two answers; after that, what became of it."""
    return _page(request, token, _offer(token))


def _page(request: HttpRequest, token: str, held: Offer, *, status: int = 200, refused: str = "") -> HttpResponse:
    session, enrollment = held.session, held.enrollment
    is_open = held.is_open and session.phase in (session.Phase.NOT_OPEN, session.Phase.OPEN, session.Phase.CLOSED)
    others = overlapping(enrollment.user, session) if is_open else []
    context = {
        "token": token,
        "offer": held,
        "is_open": is_open,
        "course": enrollment.course,
        "meetings": [meeting_phrase(each) for each in session.meetings.all()],
        "where": where_phrase(session),
        "until": moment_phrase(held.held_until),
        "time_left": time_left(held.held_until),
        "form": AcceptForm(overlaps=bool(others)),
        "others": others,
        "refused": refused,
    }
    return render(request, "training/offer.html", context, status=status)


@login_not_required
@require_POST
@never_cache
def answer(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """Take the seat, or give it to the next person: as the one whom the link was sent to."""
    held = _offer(token)
    person = held.enrollment.user
    more = {"overlap_accepted": bool(request.POST.get("overlap_accepted"))} if verb == "accept" else {}
    try:
        VERBS[verb](enrollment=held.enrollment, by=person, **more)
    except Overlaps as error:
        return _page(request, token, _offer(token), status=422, refused=refusal(error))
    except RefusedError as error:
        return _page(request, token, _offer(token), status=409, refused=refusal(error))
    return redirect("training:offer", token)
