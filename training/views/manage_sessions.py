"""Coordinators' pages of sessions: planning one, moving it, copying it, cancelling it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chitech.core.accounts.gates import PersonRequest
from training.actions import running
from training.actions.running import Lowering
from training.catalogue import actions
from training.catalogue.forms import CancelForm, CopyForm, MeetingsForm, SessionForm
from training.errors import NotAllowed, StaleEdit, TooFewSeats
from training.models import Course, Session
from training.views.manage import FORM, differences, only_coordinators, version_of

# What tells people when it changes; the rest of a session's columns does not.
WHERE = ("room", "link", "note")


@require_http_methods(FORM)
@only_coordinators
def new(request: PersonRequest, pk: int) -> HttpResponse:
    """Plan a session of a course."""
    course = get_object_or_404(Course.objects.editable_by(request.user), pk=pk)
    data = request.POST if request.method == "POST" else None
    form, rows = SessionForm(data, instance=Session(course=course)), MeetingsForm(data)
    if request.method != "POST":
        return _editor(request, course, form, rows)
    if not form.is_valid() & rows.is_valid():
        return _editor(request, course, form, rows, status=422)
    try:
        actions.create_session(
            course=course, by=request.user, values=form.values(), meetings=rows.dates, teachers=form.teacher_names
        )
    except NotAllowed:
        messages.error(request, _("A course on demand or a retired one has no sessions."))
        return _editor(request, course, form, rows, status=409)
    messages.success(request, _("The session is planned."))
    return redirect("training:manage-course", pk)


@require_http_methods(FORM)
@only_coordinators
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a session: its dates, place, seats and rules. Who is in it is told what moved."""
    session = _session(request, pk)
    meetings = list(session.meetings.order_by("starts"))
    data = request.POST if request.method == "POST" else None
    form, rows = SessionForm(data, instance=_session(request, pk)), MeetingsForm(data, meetings=meetings)
    kept: dict[str, Any] = {"session": session, "version": session.version}
    if request.method != "POST":
        return _editor(request, session.course, form, rows, **kept)
    kept["version"] = version_of(request.POST) or 0
    if not form.is_valid() & rows.is_valid():
        return _editor(request, session.course, form, rows, status=422, **kept)
    return _save(request, session, form, rows, kept)


def _save(
    request: PersonRequest, session: Session, form: SessionForm, rows: MeetingsForm, kept: dict[str, Any]
) -> HttpResponse:
    """Save all of it or nothing, or answer with everything that was typed and what stands against it."""
    course = session.course
    try:
        change(session, request, form, rows, kept["version"])
    except StaleEdit as refusal:
        kept |= {"version": refusal.current.version, "current": refusal.current}
        kept["differences"] = differences(form, refusal.current)
        return _editor(request, course, form, rows, status=409, **kept)
    except TooFewSeats as refusal:
        return _editor(request, course, form, rows, status=422, too_few=refusal, lowerings=Lowering.choices, **kept)
    except NotAllowed:
        messages.error(request, _("This session is over or was cancelled, so it can't be changed."))
        return _editor(request, course, form, rows, status=409, **kept)
    messages.success(request, _("Saved. If dates or place changed, everyone in the session has been told."))
    return redirect("training:manage-course", course.pk)


@transaction.atomic
def change(session: Session, request: PersonRequest, form: SessionForm, rows: MeetingsForm, version: int) -> None:
    """What the one form changes, each part by its own action, in one transaction."""
    values, by, lowering = form.values(), request.user, request.POST.get("lowering", "")
    seats, where = values.pop("seats"), {name: values.pop(name) for name in WHERE}
    actions.update_session(session=session, by=by, version=version, values=values, teachers=form.teacher_names)
    running.move_session(session=session, by=by, meetings=rows.dates, where=where)
    if seats != session.seats:
        how = Lowering(lowering) if lowering in Lowering.values else Lowering.REFUSE
        running.set_seats(session=session, by=by, seats=seats, lowering=how)


def _session(request: PersonRequest, pk: int) -> Session:
    return get_object_or_404(Session.objects.editable_by(request.user).select_related("course"), pk=pk)


def _editor(
    request: PersonRequest, course: Course, form: SessionForm, rows: MeetingsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"course": course, "form": form, "rows": rows, "cancel_form": CancelForm(), "copy_form": CopyForm()}
    return render(request, "training/manage/session.html", context | more, status=status)


@require_POST
@only_coordinators
def copy(request: PersonRequest, pk: int) -> HttpResponse:
    """The same session again, on other days."""
    session = _session(request, pk)
    form = CopyForm(request.POST)
    if not form.is_valid():
        return _again(request, session, status=422, copy_form=form)
    try:
        made = actions.copy_session(session=session, by=request.user, first_day=form.cleaned_data["first_day"])
    except (NotAllowed, ValueError):
        messages.error(request, _("A session without dates, or of a retired course, can't be copied."))
        return _again(request, session, status=409)
    messages.success(request, _("Copied. Nobody is in the copy yet: look it over."))
    return redirect("training:manage-session", made.pk)


@require_POST
@only_coordinators
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Cancel a session for good, and tell everyone who is in it."""
    session = _session(request, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _again(request, session, status=422, cancel_form=form)
    try:
        running.cancel_session(session=session, by=request.user, reason=form.cleaned_data["reason"])
    except (NotAllowed, StaleEdit):
        messages.error(request, _("This session is over or was cancelled already."))
        return _again(request, session, status=409)
    messages.success(request, _("Cancelled. Everyone who was in it has been told."))
    return redirect("training:manage-course", session.course_id)


def _again(request: PersonRequest, session: Session, *, status: int, **more: Any) -> HttpResponse:
    """The page of the session with what went wrong."""
    fresh = _session(request, session.pk)
    rows = MeetingsForm(meetings=list(fresh.meetings.order_by("starts")))
    form = SessionForm(instance=fresh)
    return _editor(request, fresh.course, form, rows, status=status, session=fresh, version=fresh.version, **more)
