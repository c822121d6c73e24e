"""Whom the city employs: the list, one person's post, and ending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts import employments, staff_list
from chitech.core.accounts.access import may
from chitech.core.accounts.errors import RefusedError
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.models import Employment
from chitech.core.accounts.roles import Permission
from chitech.core.accounts.staff_forms import EndPostForm

# A page of one person names so many of those whom they lead; the rest is counted.
_LED_SHOWN = 50


@require_safe
@only_with(Permission.READ_EMPLOYMENTS)
def index(request: PersonRequest) -> HttpResponse:
    """Find staff by name, number, email, title or department. Every state of the list is a URL."""
    listing = staff_list.read(request.GET, request.user)
    return render(request, "people/staff/list.html", {"listing": listing})


@require_safe
@only_with(Permission.READ_EMPLOYMENTS)
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One post, with whom its person reports to, whom they lead, and their other posts."""
    return _detail(request, _post(request, pk))


def _post(request: PersonRequest, pk: int) -> Employment:
    seen = Employment.objects.visible_to(request.user).select_related("department", "user")
    return get_object_or_404(seen, pk=pk)


def _detail(request: PersonRequest, post: Employment, *, status: int = 200, **more: Any) -> HttpResponse:
    seen = Employment.objects.visible_to(request.user).select_related("department")
    led = seen.current().filter(manager_employee_id=post.employee_id)
    managers = seen.filter(employee_id=post.manager_employee_id) if post.manager_employee_id else seen.none()
    context = {
        "post": post,
        "is_current": post.is_current(),
        "has_ended": not post.is_ending_open(),
        "is_coming": post.starts_on > timezone.localdate(),
        "manager": managers.order_by("-starts_on").first(),
        "led": led[:_LED_SHOWN],
        "led_count": led.count(),
        "others": seen.filter(employee_id=post.employee_id).exclude(pk=post.pk).order_by("-starts_on"),
        "may_end": may(request.user, Permission.IMPORT_STAFF) and post.is_ending_open(),
        "end_form": EndPostForm(initial={"last_day": timezone.localdate()}),
    }
    return render(request, "people/staff/detail.html", context | more, status=status)


@require_POST
@only_with(Permission.IMPORT_STAFF)
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """End a post by hand, as where somebody has left and the payroll will say so later."""
    post, form = _post(request, pk), EndPostForm(request.POST)
    if not form.is_valid():
        return _detail(request, post, status=422, end_form=form)
    try:
        said = form.cleaned_data
        ended = employments.end_employment(employment=post, by=request.user, on=said["last_day"], reason=said["reason"])
    except RefusedError as refusal:
        form.add_error("last_day", refusal.message)
        return _detail(request, post, status=409 if refusal.code == "ended" else 422, end_form=form)
    day = ended.ends_on
    messages.success(request, _("The last day of %(name)s is %(day)s.") % {"name": ended.name, "day": day})
    return redirect("people:staff-detail", pk)
