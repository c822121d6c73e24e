"""What everyone may read: a title on any day, its history, two titles side by side."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.roles import Permission
from chitech.core.design import picture
from pathways import degrees, page_meta, reading, revision_diff
from pathways.models import Revision, Title


def _title(code: str) -> Title:
    return get_object_or_404(Title.objects.select_related("family", "level", "successor"), code=code)


def _day(request: HttpRequest, today: date) -> tuple[date, bool]:
    """The day that the address asks for, and whether it could be read. Today without one."""
    asked = request.GET.get("on", "")
    try:
        day = parse_date(asked) if asked else today
    except ValueError:
        day = None
    return (day or today, day is not None)


@require_safe
@login_not_required
def title(request: HttpRequest, code: str) -> HttpResponse:
    """What a title is on a day. An address in lower case leads to the one."""
    if code != code.upper():
        return redirect("pathways:title", code.upper(), permanent=True)
    today = timezone.localdate()
    day, is_known = _day(request, today)
    page = reading.title_page(code, day, today=today)
    if page is None:
        raise Http404
    context: dict[str, Any] = {"page": page, "today": today, "is_day_known": is_known}
    context["meta"] = page_meta.of_title(page, is_today=day == today)
    context["may_read_drafts"] = may(request.user, Permission.READ_TITLES)
    return render(request, "pathways/title.html", context)


@require_safe
@login_not_required
@cache_control(public=True, max_age=3600)
def title_picture(request: HttpRequest, code: str) -> HttpResponseBase:
    """The picture that goes with a link to a title: what it says today."""
    said = Revision.objects.in_force_now().select_related("title__family", "title__level")
    return picture.answer(request, page_meta.poster(get_object_or_404(said, title__code=code)))


@require_safe
@login_not_required
def history(request: HttpRequest, code: str) -> HttpResponse:
    """What changed and when, the newest first; any two revisions side by side."""
    title = _title(code)
    revisions = list(title.revisions.approved().order_by("-in_force_from").prefetch_related("skill_list__skill"))
    if not revisions:
        raise Http404
    notes = []
    for place, revision in enumerate(revisions):
        before = revisions[place + 1] if place + 1 < len(revisions) else None
        difference = revision_diff.between(before, revision)
        notes.append((revision, before, revision_diff.headlines(difference, before, revision)))
    context = {"title": title, "name": revisions[0].name, "notes": notes, "revisions": revisions}
    asked = _asked_difference(request, revisions)
    context["meta"] = page_meta.of_history(title, revisions[0].name, asked=_pair(asked))
    return render(request, "pathways/history.html", context | asked)


def _pair(asked: dict[str, Any]) -> list[tuple[str, str]]:
    return [("from", str(asked["before"].number)), ("to", str(asked["after"].number))] if asked else []


def _asked_difference(request: HttpRequest, revisions: list[Revision]) -> dict[str, Any]:
    by_number = {str(each.number): each for each in revisions}
    before, after = by_number.get(request.GET.get("from", "")), by_number.get(request.GET.get("to", ""))
    if before is None or after is None or before == after:
        return {}
    return {"before": before, "after": after, "difference": revision_diff.between(before, after)}


@require_safe
@login_not_required
def compare(request: HttpRequest) -> HttpResponse:
    """Two titles side by side; without two, a form to choose them."""
    asked = [request.GET.get(name, "").strip().upper()[:9] for name in ("a", "b")]
    today = timezone.localdate()
    found = reading.for_comparing(asked, today)
    a, b = (found.get(code) for code in asked)
    context: dict[str, Any] = {"asked": asked, "lines": reading.lines("", today)}
    context["is_one"] = bool(a) and a is b
    context["unknown"] = [code for code in asked if code and code not in found]
    if a and b and a is not b:
        context["comparison"] = reading.compare(a, b)
    context["meta"] = page_meta.of_page(
        "pathways:compare",
        title=_("Compare two titles"),
        description=_("Two technology jobs of the city side by side: pay, duties, and the skills that they share."),
        asked=request.GET,
        known=("a", "b") if "comparison" in context else (),
    )
    return render(request, "pathways/compare.html", context)


@require_safe
@login_not_required
def degree_summary(request: HttpRequest) -> HttpResponse:
    """How many titles ask for a degree, by family, and how that changed."""
    today = timezone.localdate()
    families = degrees.by_family(today)
    totals = {name: sum(getattr(each, name) for each in families) for name in ("titles", "required", "by_law")}
    totals |= {name: sum(getattr(each, name) for each in families) for name in ("preferred", "none", "experience")}
    points = degrees.over_time(today)
    context: dict[str, Any] = {"families": families, "totals": totals, "points": points}
    context["lines"] = degrees.families_over_time(points)
    context["meta"] = page_meta.of_page(
        "pathways:degrees",
        title=_("Which titles ask for a degree"),
        description=_("How many of the city’s technology titles ask for a degree, by field of work and over time."),
        asked=request.GET,
    )
    return render(request, "pathways/degrees.html", context)
