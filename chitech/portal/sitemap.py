"""The sitemap (sitemaps.org, protocol 0.9): every page that a search engine shall find, and when it last changed."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from chitech.core.design.page_meta import absolute
from chitech.portal.models import Page, PageKind
from jobs import page_copies
from jobs import sitemap as postings
from pathways import sitemap as careers
from training.catalogue import sitemap as courses

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The pages that change with the openings.
LISTS = ("home", "jobs:list")
STAMPS = (*courses.STAMPS, *careers.STAMPS)


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All pages; with more openings than a file takes, an index of files."""
    return page_copies.answer(request, key=lambda _version: "sitemap", build=_build, is_same_for_all=True, also=STAMPS)


def _build() -> HttpResponse:
    found = postings.rows(limit=postings.PER_FILE + 1)
    if len(found) <= postings.PER_FILE:
        last = max((changed_at for _pk, _name, changed_at in found), default=None)
        return _pages([*_lists(last), *_why(), *courses.pages(), *careers.pages(), *postings.pages(found)])
    blocks = postings.blocks()
    moments = [*blocks.values(), *(changed for _path, changed in (*courses.pages(), *careers.pages()) if changed)]
    files = [(0, max(moments, default=None)), *((block + 1, changed) for block, changed in blocks.items())]
    return _xml("sitemapindex", "sitemap", ((reverse("sitemap-file", args=[number]), last) for number, last in files))


@login_not_required
@require_safe
def sitemap_file(request: HttpRequest, number: int) -> HttpResponse:
    """One file of the index: what is not a posting is file 0, the postings of block n are file n + 1."""
    return page_copies.answer(
        request,
        key=lambda _version: f"sitemap:{number}",
        build=lambda: _build_file(number),
        is_same_for_all=True,
        also=STAMPS if number == 0 else (),
    )


def _build_file(number: int) -> HttpResponse:
    if number == 0:
        return _pages([*_lists(postings.last_changed()), *_why(), *courses.pages(), *careers.pages()])
    found = postings.rows(block=number - 1)
    if not found:
        raise Http404
    return _pages(postings.pages(found))


def _lists(last: datetime | None) -> list[tuple[str, datetime | None]]:
    return [(reverse(name), last) for name in LISTS]


def _why() -> list[tuple[str, datetime | None]]:
    """ "Why work here" and the stories that it leads to. One query."""
    told = list(Page.objects.published())
    last = max((page.updated_at for page in told), default=None)
    stories = [(page.get_absolute_url(), page.updated_at) for page in told if page.kind == PageKind.STORY]
    return [(reverse("why:index"), last), *stories]


def _pages(pages: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    return _xml("urlset", "url", pages)


def _xml(root: str, element: str, pages: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    rows = []
    for path, changed_at in pages:
        changed = ""
        if changed_at is not None:
            changed = f"<lastmod>{timezone.localtime(changed_at).isoformat(timespec='seconds')}</lastmod>"
        rows.append(f"<{element}><loc>{escape(absolute(path))}</loc>{changed}</{element}>")
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{_NAMESPACE}">', *rows, f"</{root}>"])
    return HttpResponse(f"{text}\n", content_type="application/xml; charset=utf-8")
