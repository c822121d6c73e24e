"""The public job site: the list, one posting, and what a closed one answers."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from jobs import catalogue, finding, loosening, page_copies, page_meta
from jobs.criteria import Criteria, Vocabulary
from jobs.job_posting_ld import data_block
from jobs.models import Posting
from jobs.saved import stars
from jobs.words import search_words


class HtmxRequest(HttpRequest):
    """A request that has passed django-htmx's middleware."""

    htmx: HtmxDetails


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def index(request: HtmxRequest) -> HttpResponse:
    """Openings that match the address. Every state of the page is a URL; the form is a plain GET.

    htmx asks for the part that changes; its address in the browser is the same list in its shortest form.
    """

    read: list[Vocabulary] = []

    def key(version: str) -> str | None:
        read.append(catalogue.vocabulary(version))
        criteria = Criteria.read(request.GET, read[0])
        return None if criteria.notices else f"list:{_wants_fragment(request)}:{criteria.query_string()}"

    def build() -> HttpResponse:
        return _build_index(request, read[0] if read else Vocabulary.load())

    return page_copies.answer(request, key=key, build=build)


def _wants_fragment(request: HtmxRequest) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def _build_index(request: HtmxRequest, vocabulary: Vocabulary) -> HttpResponse:
    now = timezone.now()
    criteria = Criteria.read(request.GET, vocabulary)
    results = finding.find(criteria, user=request.user, vocabulary=vocabulary, now=now)
    meta = page_meta.of_list(results)
    context = {
        "results": results,
        "criteria": results.criteria,
        "sorts": _sorts(results.criteria),
        "meta": meta,
        "fragment_title": meta.title,
        "feed_url": reverse("jobs:feed") + replace(results.criteria, sort="", page=1).query_string(),
        "save_url": reverse("jobs:saved-new") + replace(results.criteria, sort="", page=1).query_string(),
        "here": reverse("jobs:list") + results.criteria.query_string(),
        "is_fragment": _wants_fragment(request),
    }
    stars.mark(results.postings, request.user)
    if results.count == 0:
        spelling = loosening.spelling(criteria, user=request.user, vocabulary=vocabulary, now=now)
        context["spelling"] = spelling
        context["loosenings"] = loosening.loosenings(criteria, user=request.user, vocabulary=vocabulary, now=now)
        # Nearest to what was meant: with the spelling put right, if that is what failed.
        meant = replace(criteria, q=spelling.label) if spelling else criteria
        context["nearest"] = loosening.nearest(meant, user=request.user, vocabulary=vocabulary, now=now)
    if context["is_fragment"]:
        answer = render(request, "jobs/list.html#finder", context)
        return push_url(answer, reverse("jobs:list") + results.criteria.query_string())
    return render(request, "jobs/list.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def words(request: HttpRequest) -> HttpResponse:
    """What can be typed: titles and skills as options of the search box. Asked for when the box gets the focus."""
    return render(request, "jobs/_words.html", {"words": search_words()})


def _sorts(criteria: Criteria) -> list[dict[str, object]]:
    """The orders that make sense now: best match only where there are words to match."""
    names = [name for name in finding.SORT_LABELS if name != "best" or criteria.q]
    return [
        {
            "label": finding.SORT_LABELS[name],
            "url": criteria.query_string(sort=name, page=1),
            "is_current": name == criteria.effective_sort,
        }
        for name in names
    ]


@login_not_required
@require_safe
def detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One posting. An ended one answers 410 with a page that helps; a wrong slug leads to the right one."""
    return page_copies.answer(
        request, key=lambda _v: f"detail:{pk}-{slug}", build=lambda: _build_detail(request, pk, slug)
    )


def _build_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    posting = get_object_or_404(Posting.objects.visible_to(request.user).for_detail(), pk=pk)
    if slug != posting.slug:
        return HttpResponsePermanentRedirect(posting.get_absolute_url())
    others = finding.neighbours_of(posting, user=request.user)
    context = {"posting": posting, "same_title": others.same_title, "similar": others.similar}
    if not posting.is_open:
        return render(request, "jobs/closed.html", context, status=410)
    stars.mark([posting], request.user)
    context |= {"meta": page_meta.of_posting(posting), "job_posting_ld": data_block(posting)}
    return render(request, "jobs/detail.html", context)
