"""My training: requests, offers, seats, places in line, and what was."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest
from training import tokens
from training.actions import leaving, offering
from training.choices import State
from training.errors import Overlaps, RefusedError
from training.forms import AcceptForm
from training.models import CalendarLink, Enrollment, Interest, Session
from training.moves import Action, moves_for
from training.overlaps import overlapping
from training.reading import lines
from training.running import feedback
from training.wording import line_rule, meeting_phrase, ordinal_place, refusal, time_left, where_phrase

# The parts of the page, the most pressing first: name, states.
PARTS: list[tuple[str, tuple[State, ...]]] = [
    ("offers", (State.OFFERED,)),
    ("requests", (State.REQUESTED,)),
    ("seats", (State.ENROLLED,)),
    ("waiting", (State.WAITLISTED,)),
]


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """All of it on one page, whatever their number in a handful of queries."""
    found = Enrollment.objects.of(request.user).select_related("course", "session", "feedback", "certificate")
    rows = list(found.prefetch_related("offers"))
    cards = {card["enrollment"].pk: card for card in _cards(rows)}
    now = timezone.now()
    current = [each for each in rows if each.state in _CURRENT and not _is_over(each, now)]
    link = CalendarLink.objects.filter(user=request.user).first()
    context = {
        **{name: [cards[each.pk] for each in current if each.state in states] for name, states in PARTS},
        "past": [cards[each.pk] for each in rows if each not in current],
        "interests": Interest.objects.filter(user=request.user).select_related("course").order_by("-since"),
        "teaches": Session.objects.filter(instructors__user=request.user).select_related("course").order_by("-starts"),
        "calendar_url": tokens.calendar_url(link) if link else "",
    }
    return render(request, "training/mine.html", context)


_CURRENT = {state for _name, states in PARTS for state in states}


def _is_over(enrollment: Enrollment, now: Any) -> bool:
    session = enrollment.session
    return session is not None and session.ends is not None and session.ends <= now


def _cards(rows: Sequence[Enrollment]) -> list[dict[str, Any]]:
    standing = lines(rows)
    cards = []
    for each in rows:
        held = next((offer for offer in each.offers.all() if offer.is_open), None)
        line = standing.get(each.pk)
        cards.append(
            {
                "enrollment": each,
                "line": line,
                "place": ordinal_place(line.place, line.length) if line else "",
                "offer": held,
                "time_left": time_left(held.held_until) if held else "",
                "where": where_phrase(each.session) if each.session else "",
                "asks_how_it_was": feedback.may_give(each),
                "certificate": getattr(each, "certificate", None),
            }
        )
    return cards


def _own(request: PersonRequest, pk: int) -> Enrollment:
    rows = Enrollment.objects.of(request.user).select_related("course", "session", "user")
    rows = rows.select_related("feedback", "certificate", "assessment_result")
    return get_object_or_404(rows, pk=pk)


@require_safe
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One enrollment: where it stands, what can be done, and how it came about."""
    return page(request, _own(request, pk))


def page(request: PersonRequest, enrollment: Enrollment, *, status: int = 200, refused: str = "") -> HttpResponse:
    """The page of one enrollment, for its person."""
    (card,) = _cards([enrollment])
    session = enrollment.session
    others = overlapping(request.user, session) if session and enrollment.state == State.OFFERED else []
    moves = enrollment.moves.select_related("moved_by").order_by("pk")
    context = {
        **card,
        "course": enrollment.course,
        "session": session,
        "meetings": [meeting_phrase(each) for each in session.meetings.all()] if session else [],
        "buttons": {action.value for action in moves_for(enrollment, request.user)},
        "form": AcceptForm(overlaps=bool(others)),
        "others": others,
        "steps": [{"move": each, "is_mine": each.moved_by_id == request.user.pk} for each in moves],
        "rule": line_rule() if card["line"] else [],
        "refused": refused,
    }
    return render(request, "training/enrollment.html", context, status=status)


VERBS: dict[str, Callable[..., Enrollment]] = {
    Action.ACCEPT: offering.accept,
    Action.REFUSE: offering.refuse,
    Action.WITHDRAW: leaving.withdraw,
    Action.LEAVE: leaving.leave,
}


def done(verb: str) -> str:
    """What is said after it."""
    return {
        Action.ACCEPT: _("The seat is yours. We sent you the dates for your calendar."),
        Action.REFUSE: _("The seat goes to the next person. Thank you for answering."),
        Action.WITHDRAW: _("Done. You no longer take part in this session."),
        Action.LEAVE: _("You have left the line."),
    }[Action(verb)]


@require_POST
def change(request: PersonRequest, pk: int, verb: str) -> HttpResponse:
    """Answer an offer, or give a seat, a place or a request back."""
    enrollment = _own(request, pk)
    more = {"overlap_accepted": bool(request.POST.get("overlap_accepted"))} if verb == Action.ACCEPT else {}
    try:
        VERBS[verb](enrollment=enrollment, by=request.user, **more)
    except Overlaps as error:
        return page(request, _own(request, pk), status=422, refused=refusal(error))
    except RefusedError as error:
        return page(request, _own(request, pk), status=409, refused=refusal(error))
    messages.success(request, done(verb))
    return redirect("training:enrollment", pk)
