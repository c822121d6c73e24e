"""What came of a course, person by person: the result of its assessment, the completion, the certificate."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from chitech.core.search.asking import CountedPaginator
from training.actions import completing
from training.certificates import actions
from training.certificates.forms import CompleteForm, ResultForm, RevokeForm
from training.choices import State
from training.errors import NotAllowed, RefusedError
from training.models import Course, Enrollment
from training.wording import refusal

PAGE_SIZE = 50
# Where no course and no session is chosen, sessions that began longer ago are left out: a city has had very many.
LATELY = timedelta(days=60)


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """Whom one can complete, and who is completed: of a session, of a course, or of what has begun lately."""
    query = _query(request)
    found, about = _narrowed(request, Enrollment.objects.markable_by(request.user))
    in_sessions = found if query else found.filter(session__starts__gte=timezone.now() - LATELY)
    parts = {
        "": (_("To complete"), in_sessions.to_complete()),
        "on_demand": (_("On demand"), found.filter(session=None).to_complete()),
        "done": (_("Completed"), in_sessions.filter(state=State.COMPLETED)),
    }
    counts = {value: some.count() for value, (_label, some) in parts.items() if value != "on_demand" or not query}
    show = request.GET.get("show", "") if request.GET.get("show") in counts else ""
    tabs = [(value, parts[value][0], count) for value, count in counts.items()]
    rows = parts[show][1].select_related("user", "course", "session", "assessment_result", "certificate")
    rows = rows.order_by("-session__starts", "user__name", "pk")
    paginator = CountedPaginator(counts[show], PAGE_SIZE)
    number = paginator.get_page(request.GET.get("page")).number
    page = Page(rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, paginator)
    context = {"page": page, "tabs": tabs, "show": show, "about": about, "query": query, "days": LATELY.days}
    return render(request, "training/completing/index.html", context)


def _narrowed(request: PersonRequest, found: QuerySet[Enrollment]) -> tuple[Any, str]:
    """Those of one session or of one course, with what to call that."""
    session, course = (_number(request.GET.get(name, "")) for name in ("session", "course"))
    known = Course.objects.visible_to(request.user)
    if session is not None:
        one = known.filter(sessions=session).first()
        return found.filter(session=session), one.name if one else ""
    if course is not None:
        one = known.filter(pk=course).first()
        return found.filter(course=course), one.name if one else ""
    return found, ""


def _query(request: PersonRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("session", "course") if _number(request.GET.get(name, "")) is not None}


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 12 else None


def _enrollment(request: PersonRequest, pk: int) -> Enrollment:
    found = Enrollment.objects.markable_by(request.user)
    return get_object_or_404(found.select_related("user", "course", "session"), pk=pk)


@require_safe
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One person in one course: what was assessed, and what can be done."""
    return _page(request, _enrollment(request, pk))


def _page(request: PersonRequest, enrollment: Enrollment, *, status: int = 200, **more: Any) -> HttpResponse:
    noted, certificate = (getattr(enrollment, name, None) for name in ("assessment_result", "certificate"))
    needs = bool(enrollment.course.assessment)
    context = {
        "enrollment": enrollment,
        "noted": noted,
        "certificate": certificate,
        "needs_assessment": needs,
        "can_assess": needs and enrollment.state in actions.ASSESSED,
        "can_complete": Enrollment.objects.to_complete().filter(pk=enrollment.pk).exists(),
        "is_passed": not needs or (noted is not None and noted.is_passed),
        "can_revoke": certificate is not None and certificate.is_valid and may(request.user, Permission.RUN_TRAINING),
        "result_form": ResultForm(noted=noted),
        "complete_form": CompleteForm(),
        "revoke_form": RevokeForm(),
    }
    return render(request, "training/completing/person.html", context | more, status=status)


@require_POST
def result(request: PersonRequest, pk: int) -> HttpResponse:
    """Note what the assessment showed."""
    enrollment = _enrollment(request, pk)
    form = ResultForm(request.POST)
    if not form.is_valid():
        return _page(request, enrollment, status=422, result_form=form)
    try:
        actions.record_result(enrollment=enrollment, by=request.user, **form.cleaned_data)
    except RefusedError as error:
        return _page(request, _enrollment(request, pk), status=409, refused=refusal(error))
    messages.success(request, _("The result is noted."))
    return redirect("training:completion", pk)


@require_POST
def complete(request: PersonRequest, pk: int) -> HttpResponse:
    """The course is done: skills on the profile, and a certificate."""
    enrollment = _enrollment(request, pk)
    form = CompleteForm(request.POST)
    if not form.is_valid():
        return _page(request, enrollment, status=422, complete_form=form)
    try:
        completing.complete(enrollment=enrollment, by=request.user, evidence=form.cleaned_data["evidence"])
    except RefusedError as error:
        return _page(request, _enrollment(request, pk), status=409, refused=refusal(error))
    messages.success(request, _("Completed. %(person)s has a certificate, and is told.") % {"person": enrollment.user})
    return redirect("training:completion", pk)


@require_POST
@only_with(Permission.RUN_TRAINING)
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    """The city no longer stands for the certificate."""
    enrollment = get_object_or_404(Enrollment.objects.markable_by(request.user), pk=pk, certificate__isnull=False)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _page(request, enrollment, status=422, revoke_form=form)
    try:
        actions.revoke(certificate=enrollment.certificate, by=request.user, reason=form.cleaned_data["reason"])
    except NotAllowed as error:
        return _page(request, _enrollment(request, pk), status=409, refused=refusal(error))
    messages.success(request, _("Revoked. The page of the certificate says so, and the person is told."))
    return redirect("training:completion", pk)
