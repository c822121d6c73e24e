"""Courses as everyone reads them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from training.models import Course, Session
from training.wording import dates_phrase, seats_phrase, where_phrase


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All published courses."""
    return render(request, "training/list.html", {"courses": Course.objects.published()})


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One course with its next sessions."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    coming = Session.objects.visible_to(request.user).upcoming().filter(course=course).order_by("starts", "pk")
    sessions = [
        {"session": each, "when": dates_phrase(each), "where": where_phrase(each), "seats": seats_phrase(each)}
        for each in coming
    ]
    return render(request, "training/course.html", {"course": course, "sessions": sessions})
