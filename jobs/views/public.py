"""The public job site: the list, one posting, and what a closed one answers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jobs import finding
from jobs.criteria import Criteria, Vocabulary
from jobs.models import Posting


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Openings that match the address. Every state of the page is a URL; the form is a plain GET."""
    now, vocabulary = timezone.now(), Vocabulary.load()
    criteria = Criteria.read(request.GET, vocabulary)
    results = finding.find(criteria, user=request.user, vocabulary=vocabulary, now=now)
    context = {"results": results, "criteria": results.criteria, "sorts": _sorts(results.criteria)}
    if results.count == 0:
        context["loosenings"] = finding.loosenings(criteria, user=request.user, vocabulary=vocabulary, now=now)
        context["nearest"] = finding.nearest(criteria, user=request.user, vocabulary=vocabulary, now=now)
    return render(request, "jobs/list.html", context)


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
    posting = get_object_or_404(Posting.objects.visible_to(request.user).for_detail(), pk=pk)
    if slug != posting.slug:
        return HttpResponsePermanentRedirect(posting.get_absolute_url())
    context = {
        "posting": posting,
        "same_title": finding.same_title(posting, user=request.user),
        "similar": finding.similar_to(posting, user=request.user),
    }
    if not posting.is_open:
        return render(request, "jobs/closed.html", context, status=410)
    return render(request, "jobs/detail.html", context)
