"""Asking for a seat, and for a session where there is none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chitech.core.accounts.gates import PersonRequest
from training.actions import enrolling
from training.choices import ACTIVE, State
from training.errors import AlreadyIn, Overlaps, RefusedError
from training.forms import EnrollForm
from training.models import Course, Enrollment, Session
from training.overlaps import overlapping
from training.wording import line_rule, meeting_phrase, refusal, seats_phrase, where_phrase

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def session(request: PersonRequest, pk: int) -> HttpResponse:
    """The page before a seat: when, where, how full, and the one button."""
    shown = get_object_or_404(Session.objects.visible_to(request.user).select_related("course"), pk=pk)
    return _ask(request, shown.course, shown)


@require_http_methods(FORM)
def course(request: PersonRequest, slug: str) -> HttpResponse:
    """The same for a course on demand."""
    shown = get_object_or_404(Course.objects.visible_to(request.user), slug=slug, format=Course.Format.ON_DEMAND)
    return _ask(request, shown, None)


def _ask(request: PersonRequest, course: Course, session: Session | None) -> HttpResponse:
    others = overlapping(request.user, session) if session else []
    data = request.POST if request.method == "POST" else None
    form = EnrollForm(data, asks_why=course.needs_approval, overlaps=bool(others))
    if request.method != "POST" or not form.is_valid():
        return _page(request, course, session, form, others, status=422 if form.errors else 200)
    try:
        enrollment = enrolling.enroll(user=request.user, session=session, course=course, **form.cleaned_data)
    except AlreadyIn:
        messages.info(request, refusal(AlreadyIn()))
        return redirect("training:mine")
    except Overlaps as error:  # got another session a moment ago
        again = EnrollForm(data, asks_why=course.needs_approval, overlaps=True)
        return _page(request, course, session, again, error.others, status=409)
    except RefusedError as error:
        return _page(request, course, session, form, others, status=409, refused=refusal(error))
    messages.success(request, said_of(enrollment))
    return redirect("training:enrollment", enrollment.pk)


def said_of(enrollment: Enrollment) -> str:
    """What came of asking."""
    return {
        State.ENROLLED: _("You have a seat. We sent you the dates for your calendar."),
        State.WAITLISTED: _("All seats are taken. You are in line, and we write to you when it is your turn."),
        State.REQUESTED: _("Your request is with your manager. We write to you as soon as it is decided."),
    }.get(State(enrollment.state), "")


def _page(
    request: HttpRequest,
    course: Course,
    session: Session | None,
    form: EnrollForm,
    others: list[Enrollment],
    *,
    status: int,
    refused: str = "",
) -> HttpResponse:
    if session:
        session.refresh_from_db()
    mine = Enrollment.objects.of(request.user).filter(course=course, state__in=ACTIVE).first()
    context = {
        "course": course,
        "session": session,
        "mine": mine,
        "meetings": [meeting_phrase(each) for each in session.meetings.all()] if session else [],
        "where": where_phrase(session) if session else "",
        "seats": seats_phrase(session) if session else "",
        "can_ask": mine is None and (session is None or session.phase == Session.Phase.OPEN),
        "phase": session.phase.label if session else "",
        "form": form,
        "others": others,
        "refused": refused,
        "rule": line_rule() if session and session.is_full else [],
    }
    return render(request, "training/enroll.html", context, status=status)


@require_POST
def interest(request: PersonRequest, slug: str) -> HttpResponse:
    """“I would come”: where a course has no session for the person. The same button takes it back."""
    shown = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    if request.POST.get("drop"):
        enrolling.drop_interest(user=request.user, course=shown)
        messages.success(request, _("You are no longer on the list of interested people."))
        return redirect("training:mine")
    try:
        enrolling.note_interest(user=request.user, course=shown)
    except RefusedError as error:
        messages.info(request, refusal(error))
    else:
        messages.success(request, _("Noted. We tell those who plan sessions how many people would come."))
    return redirect("training:mine")
