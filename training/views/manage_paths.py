"""Coordinators' pages of learning paths: the list, writing one, publishing and retiring it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest
from chitech.core.signin.kept import typed_before
from training.catalogue import path_actions as actions
from training.catalogue.path_forms import PathForm, StepsForm, names_to_offer
from training.choices import CourseState
from training.errors import CannotPublish, NotAllowed, StaleEdit
from training.models import LearningPath
from training.views.manage import FORM, PAGE_SIZE, differences, only_coordinators, only_readers, version_of


@require_safe
@only_readers
def index(request: PersonRequest) -> HttpResponse:
    """All learning paths with their state and how many courses people see in them."""
    rows = LearningPath.objects.visible_to(request.user).select_related("title").order_by("name", "pk")
    shown = Count("steps", filter=Q(steps__course__state=CourseState.PUBLISHED))
    page = Paginator(rows.annotate(all=Count("steps"), shown=shown), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "training/manage/paths.html", {"page": page})


@require_http_methods(FORM)
@only_coordinators
def new(request: PersonRequest) -> HttpResponse:
    """Write a draft."""
    data = request.POST if request.method == "POST" else typed_before(request)
    form, rows = PathForm(data), StepsForm(data)
    if request.method != "POST":
        return _editor(request, form, rows)
    if not form.is_valid() & rows.is_valid():
        return _editor(request, form, rows, status=422)
    path = actions.create_path(by=request.user, values=form.values(), steps=rows.steps)
    messages.success(request, _("The draft is saved. Publish it when its courses are in order."))
    return redirect("training:manage-path", path.pk)


@require_http_methods(FORM)
@only_coordinators
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a path. Where someone else saved it meanwhile, nothing that was typed is lost."""
    path = _path(request, pk)
    data = request.POST if request.method == "POST" else typed_before(request)
    form, rows = PathForm(data, instance=_path(request, pk)), StepsForm(data, steps=_steps(path))
    if request.method != "POST":
        return _editor(request, form, rows, path=path, version=path.version)
    version = version_of(request.POST) or 0
    if not form.is_valid() & rows.is_valid():
        return _editor(request, form, rows, path=path, version=version, status=422)
    return _save(request, path, form, rows, version)


def _save(request: PersonRequest, path: LearningPath, form: PathForm, rows: StepsForm, version: int) -> HttpResponse:
    try:
        actions.update_path(path=path, by=request.user, version=version, values=form.values(), steps=rows.steps)
    except StaleEdit as refusal:
        current = refusal.current
        more = {"version": current.version, "current": current, "differences": differences(form, current)}
        return _editor(request, form, rows, path=path, status=409, **more)
    except CannotPublish as refusal:
        return _editor(request, form, rows, path=path, version=version, missing=refusal.missing, status=422)
    messages.success(request, _("Your changes are saved."))
    return redirect("training:manage-path", path.pk)


def _path(request: PersonRequest, pk: int) -> LearningPath:
    return get_object_or_404(LearningPath.objects.editable_by(request.user), pk=pk)


def _steps(path: LearningPath) -> list[actions.Step]:
    return [actions.Step(row.course, row.note) for row in path.steps.select_related("course").order_by("number")]


def _editor(request: PersonRequest, form: PathForm, rows: StepsForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "rows": rows, "course_names": names_to_offer(), **more}
    return render(request, "training/manage/path.html", context, status=status)


@require_POST
@only_coordinators
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """Let people see a path."""
    path = _path(request, pk)
    try:
        actions.publish_path(path=path, by=request.user, version=version_of(request.POST) or 0)
    except CannotPublish as refusal:
        return _as_it_stands(request, pk, status=422, missing=refusal.missing)
    except StaleEdit:
        return _changed(request, pk)
    messages.success(request, _("Published. People find it among the learning paths now."))
    return redirect("training:manage-path", pk)


@require_POST
@only_coordinators
def retire(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a path out of the catalogue."""
    path = _path(request, pk)
    try:
        actions.retire_path(path=path, by=request.user, version=version_of(request.POST) or 0)
    except (NotAllowed, StaleEdit):
        return _changed(request, pk)
    messages.success(request, _("Retired. It is no longer among the learning paths; its courses stay."))
    return redirect("training:manage-path", pk)


def _changed(request: PersonRequest, pk: int) -> HttpResponse:
    messages.error(request, _("That can't be done now: somebody changed it meanwhile. This is how it stands."))
    return _as_it_stands(request, pk, status=409)


def _as_it_stands(request: PersonRequest, pk: int, *, status: int, **more: Any) -> HttpResponse:
    path = _path(request, pk)
    form, rows = PathForm(instance=_path(request, pk)), StepsForm(steps=_steps(path))
    return _editor(request, form, rows, path=path, version=path.version, status=status, **more)
