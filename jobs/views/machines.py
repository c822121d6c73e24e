"""What programs fetch from the job site: the feed, and the pictures that go with links.

They show what anyone may see, whoever asks: nothing here reads who is signed in.
"""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseGone
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chitech.core.design import picture
from jobs import catalogue, page_copies, pictures
from jobs import feed as openings_feed
from jobs.criteria import Criteria, Vocabulary
from jobs.models import Posting


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest openings that match the address, as Atom. Its filters are those of the list."""
    read: list[tuple[Criteria, Vocabulary]] = []

    def key(version: str) -> str:
        vocabulary = catalogue.vocabulary(version)
        criteria = replace(Criteria.read(request.GET, vocabulary), sort="", page=1)
        read.append((criteria, vocabulary))
        return f"feed:{criteria.query_string()}"

    def build() -> HttpResponse:
        criteria, vocabulary = read[0]
        text = openings_feed.write(criteria, vocabulary=vocabulary, now=timezone.now())
        return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")

    return page_copies.answer(request, key=key, build=build, is_same_for_all=True)


@login_not_required
@require_safe
@cache_control(public=True, max_age=86_400)
def site_picture(request: HttpRequest) -> HttpResponseBase:
    """The picture of pages that are about no single opening."""
    return picture.answer(request, pictures.of_the_site())


@login_not_required
@require_safe
def posting_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture of one opening: while it is open, and only if the public may see it."""
    posting = get_object_or_404(Posting.objects.visible_to(AnonymousUser()).for_cards(), pk=pk)
    if not posting.is_open:
        return HttpResponseGone()
    return cache_control(public=True, max_age=3600)(picture.answer)(request, pictures.of_posting(posting))
