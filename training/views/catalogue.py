"""The catalogue as everyone reads it: the list, the calendar, one course, learning paths, and the feeds."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from training.catalogue import calendar, facets, feed, finding, page_meta, paths, reading
from training.catalogue.course_ld import data_block
from training.catalogue.criteria import Criteria, Vocabulary
from training.catalogue.words import search_words
from training.choices import CourseState
from training.models import Course, LearningPath


class HtmxRequest(HttpRequest):
    """A request that has passed django-htmx's middleware."""

    htmx: HtmxDetails


def _wants_fragment(request: HtmxRequest) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def index(request: HtmxRequest) -> HttpResponse:
    """Courses that match the address. Every state of the page is a URL; the form is a plain GET."""
    now, vocabulary = timezone.now(), Vocabulary.load()
    criteria = Criteria.read(request.GET, vocabulary)
    results = finding.find(criteria, user=request.user, vocabulary=vocabulary, now=now)
    context = _around(results) | {"is_fragment": _wants_fragment(request)}
    if results.count == 0:
        asked: dict[str, Any] = {"user": request.user, "vocabulary": vocabulary, "now": now}
        context["spelling"] = finding.spelling(criteria, **asked)
        context["loosenings"] = finding.loosenings(criteria, **asked)
    if context["is_fragment"]:
        answer = render(request, "training/catalogue/list.html#finder", context)
        return push_url(answer, reverse("training:list") + results.criteria.query_string())
    return render(request, "training/catalogue/list.html", context)


def _around(results: finding.Results) -> dict[str, Any]:
    plain = results.criteria.plain().query_string()
    return {
        "results": results,
        "criteria": results.criteria,
        "sorts": _sorts(results.criteria),
        "meta": page_meta.of_list(results),
        "feed_url": reverse("training:feed") + plain,
        "ics_url": reverse("training:courses-ics") + plain,
        "calendar_url": reverse("training:courses-calendar") + plain,
    }


def _sorts(criteria: Criteria) -> list[dict[str, object]]:
    """The orders that make sense now: best match only where there are words to match."""
    return [
        {
            "label": label,
            "url": criteria.query_string(sort=name, page=1),
            "is_current": name == criteria.effective_sort,
        }
        for name, label in finding.SORT_LABELS.items()
        if name != "best" or criteria.q
    ]


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def words(request: HttpRequest) -> HttpResponse:
    """What can be typed: skills and courses as options of the search box. Asked for when the box gets the focus."""
    return render(request, "training/catalogue/_words.html", {"words": search_words()})


@login_not_required
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """Meetings of a month, as a table or a list; on a phone always as a list."""
    now, vocabulary = timezone.now(), Vocabulary.load()
    criteria = Criteria.read(request.GET, vocabulary)
    shown, notices = calendar.read(request.GET, timezone.localdate())
    built = calendar.build(criteria, shown, user=request.user, vocabulary=vocabulary, now=now)
    plain = criteria.plain()
    context = {
        "calendar": built,
        "criteria": criteria,
        "notices": [*criteria.notices, *notices],
        "filters": plain.query_string()[1:],
        "list_url": reverse("training:list") + plain.query_string(),
        "ics_url": reverse("training:courses-ics") + plain.query_string(),
        "previous": shown.month(-1),
        "next": shown.month(1),
        "this_month": timezone.localdate().replace(day=1),
        "chips": finding.chips(criteria, facets.count_facets(criteria, vocabulary, now, request.user)[1])
        if criteria.in_use
        else [],
    }
    return render(request, "training/catalogue/calendar.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def atom(request: HttpRequest) -> HttpResponse:
    """The newest courses that match the address, as Atom."""
    vocabulary = Vocabulary.load()
    text = feed.write(Criteria.read(request.GET, vocabulary), vocabulary=vocabulary, now=timezone.now())
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def ics(request: HttpRequest) -> HttpResponse:
    """Sessions for everyone that match the address, as an iCalendar file that a program can follow."""
    now, vocabulary = timezone.now(), Vocabulary.load()
    criteria = Criteria.read(request.GET, vocabulary).plain()
    name = feed.title_of(criteria, vocabulary, now)
    answer = HttpResponse(
        calendar.ics(criteria, vocabulary=vocabulary, now=now, name=name), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="courses.ics"'
    return answer


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One course. A retired one answers 410 to who may not edit it, with what there is instead."""
    now = timezone.now()
    retired = Course.objects.filter(state=CourseState.RETIRED)
    shown = Course.objects.visible_to(request.user) | retired
    course = get_object_or_404(shown.select_related("family"), slug=slug)
    page = reading.course_page(course, user=request.user, now=now)
    if course.state == CourseState.RETIRED:
        page.sessions = []
        return render(request, "training/catalogue/retired.html", {"page": page, "course": course}, status=410)
    context = {
        "page": page,
        "course": course,
        "meta": page_meta.of_course(course),
        # Search engines are strangers: who is signed in may see sessions that are not for everyone.
        "course_ld": data_block(page) if request.user.is_anonymous else "",
        "can_enroll": {s.pk for s in page.sessions if s.phase_at(now) == s.Phase.OPEN},
    }
    return render(request, "training/catalogue/course.html", context)


@login_not_required
@require_safe
def path_list(request: HttpRequest) -> HttpResponse:
    """All learning paths, by the title that they lead to."""
    return render(request, "training/catalogue/paths.html", {"paths": paths.all_paths()})


@login_not_required
@require_safe
def path(request: HttpRequest, slug: str) -> HttpResponse:
    """One learning path: its courses in order, and the title that they lead to."""
    rows = LearningPath.objects.visible_to(request.user).select_related("title__family")
    found = get_object_or_404(rows, slug=slug)
    page = paths.path_page(found, user=request.user, now=timezone.now())
    return render(
        request, "training/catalogue/path.html", {"page": page, "path": found, "meta": page_meta.of_path(found)}
    )
