"""The roster of a session: read, searched, taken along, and what is done with people on it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.gates import PersonRequest
from chitech.core.accounts.roles import Permission
from chitech.core.exports import table_response
from training.models import Enrollment, Session
from training.moves import Action
from training.running import actions, enrolling_others, feedback, roster
from training.running.actions import Done
from training.running.doors import who_reads, who_runs
from training.running.forms import BulkForm, EnrollSomeoneForm, Verb
from training.running.roster import Asked
from training.views.manage import FORM, only_coordinators

NAMED = 10  # so many people of whom something could not be done are named


@require_safe
@who_reads
def index(request: PersonRequest, session: Session) -> HttpResponse:
    """Who is in it, offered a seat, in line, asked or gone."""
    return _page(request, session, BulkForm())


def _page(request: PersonRequest, session: Session, form: BulkForm, *, status: int = 200) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    asked = Asked.read(given)
    shown, rows, grid = roster.page(session, asked, given.get("page"))
    context = {
        "session": session,
        "course": session.course,
        "asked": asked,
        "tabs": roster.tabs(session, asked),
        "page": shown,
        "rows": rows,
        "grid": grid,
        "form": form,
        "chosen": set(request.POST.getlist("people")),
        "batch": request.POST.get("batch") or uuid.uuid4(),
        "runs": may(request.user, Permission.RUN_TRAINING),
        "marks": Session.objects.run_by(request.user).filter(pk=session.pk).exists(),
        "can_enroll": may(request.user, Permission.RUN_TRAINING) and not session.has_begun,
    }
    return render(request, "training/running/roster.html", context, status=status)


@require_POST
@who_runs
def change(request: PersonRequest, session: Session) -> HttpResponse:
    """Do one thing with several people, and say for whom it was done and for whom not."""
    asked = Asked.read(request.POST)
    here = Enrollment.objects.filter(session=session)
    form = BulkForm(request.POST, people=here.values_list("pk", flat=True))
    if not form.is_valid():
        return _page(request, session, form, status=422)
    values = form.cleaned_data
    chosen = roster.found(session, asked) if values["everyone"] else here.filter(pk__in=values["people"])
    people = list(chosen.select_related("user", "course", "session"))
    done = _do(request, session, people, values)
    _say(request, Verb(values["verb"]), done)
    query = {name: value for name, value in (("q", asked.q), ("state", asked.tab)) if value}
    return redirect(reverse("training:roster", args=[session.pk], query=query))


def _do(request: PersonRequest, session: Session, people: list[Enrollment], values: dict[str, Any]) -> Done:
    by, verb = request.user, Verb(values["verb"])
    match verb:
        case Verb.SUGGESTED:
            return actions.confirm_suggested(session=session, enrollments=people, by=by)
        case Verb.COMPLETE:
            return actions.complete_all(enrollments=people, by=by)
        case Verb.REMOVE:
            return actions.remove_all(enrollments=people, by=by, reason=values["reason"])
        case Verb.MESSAGE:
            return actions.tell_all(
                session=session, enrollments=people, by=by, words=values["words"], batch=values["batch"]
            )
        case _mark:
            return actions.mark_all(enrollments=people, outcome=Action(verb.value), by=by)


def _say(request: PersonRequest, verb: Verb, done: Done) -> None:
    if done.count:
        said = ngettext("%(n)d person: %(what)s.", "%(n)d people: %(what)s.", done.count)
        messages.success(request, said % {"n": done.count, "what": verb.label})
    if done.refused:
        named = [_("%(name)s (%(why)s)") % {"name": name, "why": why} for name, why in done.refused[:NAMED]]
        if (more := len(done.refused) - NAMED) > 0:
            named.append(ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more})
        count = len(done.refused)
        said = ngettext("Not done for %(n)d person: %(who)s", "Not done for %(n)d people: %(who)s", count)
        messages.warning(request, said % {"n": count, "who": "; ".join(named)})
    if not done.count and not done.refused:
        messages.info(request, _("There was nothing to do for whom you chose."))


@require_safe
@who_reads
def export(request: PersonRequest, session: Session, ending: str) -> HttpResponse:
    """The roster as a file, as it is searched."""
    headers, rows = roster.table(session, Asked.read(request.GET))
    return table_response(f"roster {session.course.slug} {session.pk}", ending, headers, rows)


@require_safe
@who_reads
def sheet(request: PersonRequest, session: Session) -> HttpResponse:
    """To print: one page a meeting, a line to sign for each person with a seat."""
    meetings, people = list(session.meetings.order_by("starts", "pk")), roster.everyone_with_a_seat(session)
    teachers = ", ".join(each.name for each in session.instructors.all())
    context = {
        "session": session,
        "course": session.course,
        "meetings": meetings,
        "people": people,
        "teachers": teachers,
        "blank": range(3),
    }
    return render(request, "training/running/sheet.html", context)


@require_safe
@who_reads
def answers(request: PersonRequest, session: Session) -> HttpResponse:
    """What people said afterwards, once three of them have."""
    context = {"session": session, "course": session.course, "said": feedback.summary(session)}
    return render(request, "training/running/answers.html", context)


@require_http_methods(FORM)
@only_coordinators
def enroll(request: PersonRequest, pk: int) -> HttpResponse:
    """A coordinator finds somebody and asks for a seat for them. Who only teaches does not."""
    session = get_object_or_404(Session.objects.editable_by(request.user).select_related("course"), pk=pk)
    q = request.POST.get("q", "") if request.method == "POST" else request.GET.get("q", "")
    found = enrolling_others.find(q, session, by=request.user)
    form = EnrollSomeoneForm(request.POST if request.method == "POST" else None, people=found.choices)
    context = {"session": session, "course": session.course, "q": found.q, "found": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "training/running/enroll.html", context, status=422 if form.is_bound else 200)
    values = form.cleaned_data
    said, is_done = enrolling_others.enroll(session, values["person"], by=request.user, reason=values["reason"])
    if not is_done:
        return render(request, "training/running/enroll.html", context | {"refused": said}, status=409)
    messages.success(request, said)
    return redirect("training:roster", session.pk)
