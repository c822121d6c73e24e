""" "Why work here": the public pages, and the ones on which HR writes them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, QueryDict
from django.http.request import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from chitech.core.audit import timeline
from chitech.core.audit.timeline import Story
from chitech.core.design.page_meta import PageMeta
from chitech.core.signin.kept import typed_before
from chitech.portal import actions
from chitech.portal.errors import StaleEdit
from chitech.portal.forms import PageForm
from chitech.portal.models import Page
from chitech.portal.querysets import may_write
from jobs import page_copies
from jobs.page_meta import default_picture
from pathways.models import Level

_STORY = Story(leave_out={"version", "created_at", "created_by", "updated_at", "updated_by"}, actor="updated_by")


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What one gets, how the city works, what the levels mean, and who tells of it. Three queries at any size."""
    return page_copies.answer(request, key=lambda _version: "why", build=lambda: _build_index(request))


def _build_index(request: HttpRequest) -> HttpResponse:
    meta = PageMeta(
        title=_("Why work here"),
        description=_("Benefits, ways of working, what each level means, and stories of people who work for the city."),
        path=reverse("why:index"),
        picture=default_picture(),
    )
    published = Page.objects.published()
    context = {"parts": published.parts(), "stories": published.stories(), "levels": Level.objects.all(), "meta": meta}
    return render(request, "portal/why/index.html", context | {"may_write": may_write(request.user)})


@login_not_required
@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """What one person tells of their work."""
    return page_copies.answer(request, key=lambda _version: f"why:{slug}", build=lambda: _build_story(request, slug))


def _build_story(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page.objects.published().stories(), slug=slug)
    meta = PageMeta(title=page.title, description=page.summary, path=page.get_absolute_url(), picture=default_picture())
    others = Page.objects.published().stories().exclude(pk=page.pk)
    context = {"page": page, "others": others, "meta": meta, "may_write": may_write(request.user)}
    return render(request, "portal/why/story.html", context)


@require_safe
@only_with(Permission.READ_PAGES)
def manage(request: PersonRequest) -> HttpResponse:
    """All pages, for who writes or audits them."""
    pages = Page.objects.readable_by(request.user).select_related("updated_by")
    return render(request, "portal/why/manage.html", {"pages": pages, "may_write": may_write(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.WRITE_PAGES)
def new(request: PersonRequest) -> HttpResponse:
    """Write a page."""
    if request.method != "POST":
        initial = {"kind": request.GET.get("kind", ""), "order": 100}
        return _editor(request, PageForm(typed_before(request), initial=initial))
    form = PageForm(request.POST)
    if not form.is_valid():
        return _editor(request, form, status=422)
    if "preview" in request.POST:
        return _editor(request, form, preview=Page(**form.values()))
    page = actions.create_page(by=_person(request), values=form.values())
    return _saved(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.WRITE_PAGES)
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a page. What someone else saved meanwhile is shown, and nothing that was typed is lost."""
    page = get_object_or_404(Page.objects.editable_by(request.user).select_related("updated_by"), pk=pk)
    kept: dict[str, Any] = {"page": page, "version": page.version, "timeline": timeline.read(page, _STORY)}
    sent = request.POST if request.method == "POST" else typed_before(request)
    if sent is None:
        return _editor(request, PageForm(instance=page), **kept)
    kept["version"] = version = _version(sent)
    form = PageForm(sent, instance=Page.objects.get(pk=pk))  # its own copy: a form writes into what it is given
    if request.method != "POST":
        return _editor(request, form, **kept)
    if not form.is_valid():
        return _editor(request, form, status=422, **kept)
    if "preview" in request.POST:
        return _editor(request, form, preview=Page(**form.values()), **kept)
    try:
        page = actions.update_page(page=page, by=_person(request), version=version, values=form.values())
    except StaleEdit as refusal:
        kept["version"] = refusal.current.version
        return _editor(request, form, status=409, differences=_differences(form, refusal.current), **kept)
    return _saved(request, page)


def _editor(request: HttpRequest, form: PageForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "portal/why/edit.html", {"form": form, **more}, status=status)


def _saved(request: HttpRequest, page: Page) -> HttpResponse:
    if page.is_published:
        messages.success(request, _("Saved. This is how everyone sees it."))
        return redirect(page.get_absolute_url())
    messages.success(request, _("Saved. Only HR sees this page until it is published."))
    return redirect("why:edit", page.pk)


def _differences(form: PageForm, current: Page) -> list[tuple[Any, str]]:
    """What was saved meanwhile and differs from what is typed: the box's label, and the saved words."""
    typed, choices = form.values(), dict(Page._meta.get_field("kind").flatchoices)  # noqa: SLF001
    words = {True: _("Yes"), False: _("No"), **choices}
    saved = [(name, getattr(current, name)) for name in typed]
    return [(form[name].label, str(words.get(value, value))) for name, value in saved if value != typed[name]]


def _version(sent: QueryDict) -> int:
    """The version that the person read. 0, which no page has, where the form did not say."""
    given = sent.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _person(request: HttpRequest) -> Any:
    return request.user
