"""Check-in at one meeting: a page with large keys, and the same as JSON for its script (docs/adr/0075)."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chitech.core.accounts.gates import PersonRequest
from training.choices import Presence
from training.models import Meeting, Session
from training.running import marking, roster
from training.running.attendance import closed_because
from training.running.doors import who_runs
from training.running.marking import MOST_MARKS, Mark
from training.views.manage import FORM

LONGEST = 500_000  # bytes of one request


def _meeting(session: Session, number: int) -> Meeting:
    meeting = get_object_or_404(session.meetings.all(), pk=number)
    meeting.session = session  # with its course: it is not read again
    return meeting


@require_http_methods(FORM)
@who_runs
def page(request: PersonRequest, session: Session, meeting: int) -> HttpResponse:
    """Everyone with a seat, with keys for who came. Without scripts each key sends the form."""
    at = _meeting(session, meeting)
    if request.method == "POST":
        return _take(request, session, at)
    stands = marking.standing(at)
    people = [(each, stands.get(each.pk)) for each in roster.everyone_with_a_seat(session)]
    context = {
        "session": session,
        "course": session.course,
        "meeting": at,
        "people": people,
        "here": sum(_is_here(mark) for _each, mark in people),
        "keys": Presence.choices,
        "closed": closed_because(at, timezone.now()),
        "now": timezone.now(),
    }
    return render(request, "training/running/check_in.html", context)


def _is_here(mark: dict[str, str] | None) -> bool:
    return mark is not None and mark["presence"] in (Presence.HERE, Presence.PART)


def _take(request: PersonRequest, session: Session, meeting: Meeting) -> HttpResponse:
    number, _colon, presence = request.POST.get("mark", "").partition(":")
    here = reverse("training:check-in", args=[session.pk, meeting.pk])
    if not _is_number(number) or presence not in ("", *Presence.values):
        messages.error(request, _("Choose what to mark, and for whom."))
        return redirect(here)
    mark = Mark(uuid.uuid4(), int(number), presence, timezone.now())
    (answer,) = marking.take_marks(meeting=meeting, marks=[mark], by=request.user)
    if answer.why:
        messages.error(request, answer.why)
    return redirect(f"{here}#person-{number}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


@require_http_methods(FORM)
@who_runs
def marks(request: PersonRequest, session: Session, meeting: int) -> HttpResponse:
    """What stands at the meeting; a POST brings marks of a device first, and says what became of each.

    Marks may come twice, late, and in any order. `{"by", "marks": [{"id", "enrollment", "presence", "at"}]}`.
    """
    at = _meeting(session, meeting)
    answers: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            by, sent = _read(request)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            return JsonResponse({"error": _("These marks can not be read.")}, status=400)
        if by != request.user.pk:  # somebody else signed in on this device: they don't answer for these marks
            return JsonResponse({"error": _("Somebody else has signed in.")}, status=403)
        taken = marking.take_marks(meeting=at, marks=sent, by=request.user)
        answers = [{"id": str(each.id), "why": each.why} for each in taken]
    now = timezone.now().isoformat()  # the device sets its clock by it
    return JsonResponse({"answers": answers, "standing": marking.standing(at), "now": now})


def _read(request: PersonRequest) -> tuple[int, list[Mark]]:
    """Who marked, and the marks of a request. Raises ValueError and its kin for what is none."""
    if len(request.body) > LONGEST:
        raise ValueError("too long")
    read = json.loads(request.body)
    by, sent = int(read["by"]), read["marks"]
    if not isinstance(sent, list) or len(sent) > MOST_MARKS:
        raise ValueError("no list of marks")
    return by, [_mark(each) for each in sent]


def _mark(given: dict[str, Any]) -> Mark:
    presence, enrollment = given["presence"], given["enrollment"]
    if presence not in ("", *Presence.values) or not _is_number(str(enrollment)):
        raise ValueError("no mark")
    return Mark(uuid.UUID(str(given["id"])), int(enrollment), presence, _moment(str(given["at"])))


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    # A moment before there were such devices is none; the database could keep it, and nobody could read it again.
    if moment is None or timezone.is_naive(moment) or moment.year < 2000:
        raise ValueError("no moment")
    return moment
