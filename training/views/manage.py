"""Coordinators' pages of courses: the list, writing one, publishing and retiring it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from chitech.core.search.asking import matches_words
from chitech.core.search.query import clean
from chitech.core.signin.kept import typed_before
from pathways.models import Skill
from pathways.skill_rows import known_skills
from training.catalogue import actions
from training.catalogue.forms import CopyForm, CourseForm, SkillsForm
from training.choices import CourseState, SessionState
from training.errors import CannotPublish, NotAllowed, StaleEdit
from training.models import Course, CourseSearch

only_readers = only_with(Permission.READ_TRAINING)
only_coordinators = only_with(Permission.RUN_TRAINING)
FORM = ["GET", "HEAD", "POST"]
PAGE_SIZE = 50


@require_safe
@only_readers
def index(request: PersonRequest) -> HttpResponse:
    """All courses with their state, sessions to come, seats and people who wait."""
    q, state = clean(request.GET.get("q", ""))[0], request.GET.get("state", "")
    found = Course.objects.visible_to(request.user)
    if (words := matches_words(q)) is not None:
        found = found.filter(pk__in=CourseSearch.objects.filter(words).values("pk"))
    tabs = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    if state in CourseState.values:
        found = found.filter(state=state)
    page = Paginator(found.select_related("family").order_by("name", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "q": q,
        "state": state,
        "figures": _figures([course.pk for course in page.object_list]),
        "tabs": [("", _("All"), sum(tabs.values())), *((s.value, s.label, tabs.get(s.value, 0)) for s in CourseState)],
    }
    return render(request, "training/manage/list.html", context)


def _figures(courses: list[int]) -> dict[int, dict[str, Any]]:
    """Sessions to come, seats and people in line, by course. One query."""
    coming = Q(sessions__state=SessionState.SCHEDULED) & (
        Q(sessions__starts=None) | Q(sessions__starts__gt=timezone.now())
    )
    rows = Course.objects.filter(pk__in=courses).order_by()
    figures = rows.annotate(
        coming=Count("sessions", filter=coming),
        seats=Sum("sessions__seats", filter=coming),
        taken=Sum("sessions__seats_taken", filter=coming),
        waiting=Sum("sessions__waiting", filter=coming),
    )
    return {row["pk"]: dict(row) for row in figures.values("pk", "coming", "seats", "taken", "waiting")}


@require_safe
@only_readers
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One course: where it stands, its sessions, what can be done."""
    return _detail(request, get_object_or_404(Course.objects.visible_to(request.user), pk=pk))


def _detail(request: PersonRequest, course: Course, *, status: int = 200, **more: Any) -> HttpResponse:
    sessions = list(course.sessions.order_by("-starts", "-pk").prefetch_related("instructors")[:200])
    now = timezone.now()
    context = {
        "course": course,
        "coming": [s for s in reversed(sessions) if s.phase_at(now) in {"not_open", "open", "closed"}],
        "others": [s for s in sessions if s.phase_at(now) in {"running", "over", "cancelled"}],
        "skills": course.skill_list.select_related("skill"),
        "interested": course.interests.count(),
        "missing": actions.missing_to_publish(course) if not course.is_published else [],
        "copy_form": CopyForm(),
    }
    return render(request, "training/manage/course.html", context | more, status=status)


@require_http_methods(FORM)
@only_coordinators
def new(request: PersonRequest) -> HttpResponse:
    """Write a draft."""
    known = known_skills()
    data = request.POST if request.method == "POST" else typed_before(request)
    form, rows = CourseForm(data), SkillsForm(data, known=known)
    if request.method != "POST":
        return _editor(request, form, rows)
    if not form.is_valid() & rows.is_valid():
        return _editor(request, form, rows, status=422)
    course = actions.create_course(by=request.user, values=form.values(), skills=rows.taught)
    messages.success(request, _("The draft is saved. Plan a session, then publish it."))
    return redirect("training:manage-course", course.pk)


@require_http_methods(FORM)
@only_coordinators
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a course. Where someone else saved it meanwhile, nothing that was typed is lost."""
    course = get_object_or_404(Course.objects.editable_by(request.user), pk=pk)
    known = known_skills()
    data = request.POST if request.method == "POST" else typed_before(request)
    form = CourseForm(data, instance=Course.objects.get(pk=pk))
    rows = SkillsForm(data, known=known, taught=_taught(course))
    if request.method != "POST":
        return _editor(request, form, rows, course=course, version=course.version)
    version = version_of(request.POST) or 0
    if not form.is_valid() & rows.is_valid():
        return _editor(request, form, rows, course=course, version=version, status=422)
    return _save(request, course, form, rows, version)


def _save(request: PersonRequest, course: Course, form: CourseForm, rows: SkillsForm, version: int) -> HttpResponse:
    try:
        actions.update_course(course=course, by=request.user, version=version, values=form.values(), skills=rows.taught)
    except StaleEdit as refusal:
        found = differences(form, refusal.current)
        current = refusal.current
        return _editor(
            request, form, rows, course=course, version=current.version, current=current, differences=found, status=409
        )
    except CannotPublish as refusal:
        return _editor(request, form, rows, course=course, version=version, missing=refusal.missing, status=422)
    messages.success(request, _("Your changes are saved."))
    return redirect("training:manage-course", course.pk)


def differences(form: Any, current: Any) -> list[tuple[Any, str, str]]:
    """Where a valid form differs from what someone else saved: label, saved, typed."""
    found = []
    for name, typed in form.values().items():
        saved = getattr(current, name)
        if saved != typed:
            found.append((form[name].label, str("" if saved is None else saved), str("" if typed is None else typed)))
    return found


def version_of(sent: QueryDict) -> int | None:
    """The version that the person looked at; None where the form did not say."""
    given = sent.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _taught(course: Course) -> list[actions.Teaches]:
    rows = course.skill_list.select_related("skill")
    return [actions.Teaches(row.skill, row.from_level, row.to_level) for row in rows]


def _editor(
    request: PersonRequest, form: CourseForm, rows: SkillsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    skills: list[Skill] = list(rows.known.values())
    context = {"form": form, "rows": rows, "skill_names": skills, **more}
    return render(request, "training/manage/edit.html", context, status=status)


@require_POST
@only_coordinators
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """Let people see a course."""
    course = get_object_or_404(Course.objects.editable_by(request.user), pk=pk)
    try:
        actions.publish_course(course=course, by=request.user, version=version_of(request.POST))
    except CannotPublish as refusal:
        return _detail(request, course, status=422, missing=refusal.missing, was_refused=True)
    except (NotAllowed, StaleEdit):
        return _changed(request, pk)
    messages.success(request, _("Published. People find it in the catalogue now."))
    return redirect("training:manage-course", pk)


@require_POST
@only_coordinators
def retire(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a course out of the catalogue."""
    course = get_object_or_404(Course.objects.editable_by(request.user), pk=pk)
    try:
        actions.retire_course(course=course, by=request.user, version=version_of(request.POST))
    except (NotAllowed, StaleEdit):
        return _changed(request, pk)
    messages.success(request, _("Retired. It is no longer in the catalogue."))
    return redirect("training:manage-course", pk)


def _changed(request: PersonRequest, pk: int) -> HttpResponse:
    """Someone was first, or a session is still to come."""
    sentence = _(
        "That can't be done now: it was changed meanwhile, or a session is still to come. This is how it stands."
    )
    messages.error(request, sentence)
    return _detail(request, Course.objects.get(pk=pk), status=409)
