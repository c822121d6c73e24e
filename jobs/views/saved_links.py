"""Saved searches by the signed links of emails: no sign-in, and nothing happens by opening a link alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.criteria import Vocabulary
from jobs.filter_words import in_words
from jobs.models import SavedSearch
from jobs.saved import actions, tokens
from jobs.views.saved import FORM, VERBS, done, edit_page


def _search(token: str, purpose: str) -> SavedSearch:
    search = tokens.read(token, purpose)
    if search is None:
        raise Http404
    return search


def _page(request: HttpRequest, template: str, search: SavedSearch, **more: object) -> HttpResponse:
    """A page about one search. It names no address: a link may have been passed on."""
    context = {"search": search, "filters": in_words(search.asked, Vocabulary.load()), **more}
    return render(request, f"jobs/saved/{template}.html", context)


def _link(search: SavedSearch) -> str:
    return reverse("jobs:saved-link", args=[tokens.make(search, tokens.MANAGE)])


@login_not_required
@require_http_methods(FORM)
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The second half of the double opt-in. Programs that look into emails open links, but press no buttons."""
    search = tokens.read(token, tokens.CONFIRM)
    if search is None:
        return render(request, "jobs/saved/expired.html", status=404)
    if request.method == "POST":
        return redirect(_link(actions.confirm(search=search)))
    if search.confirmed is not None:
        return redirect(_link(search))
    return _page(request, "confirm", search, token=token)


@login_not_required
@require_safe
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """One search, with all that can be done with it."""
    return _page(request, "link", _search(token, tokens.MANAGE), token=token)


@login_not_required
@require_http_methods(FORM)
@never_cache
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """Change it."""
    return edit_page(request, _search(token, tokens.MANAGE), back=reverse("jobs:saved-link", args=[token]))


@login_not_required
@require_POST
@never_cache
def change(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """Pause, resume or delete it."""
    VERBS[verb](search=_search(token, tokens.MANAGE))
    if verb == "delete":
        return redirect("jobs:saved-deleted")
    messages.success(request, done(verb))
    return redirect("jobs:saved-link", token)


@login_not_required
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """What is said after a search was deleted by its link."""
    return render(request, "jobs/saved/deleted.html")


@csrf_exempt  # a mail program presses this button, without cookies (RFC 8058)
@login_not_required
@require_http_methods(FORM)
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribe from one search: it is paused, and can be taken up again."""
    search = _search(token, tokens.STOP)
    if request.method != "POST":
        return _page(request, "stop", search, token=token)
    actions.pause(search=search)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return HttpResponse("", content_type="text/plain")  # a mail program follows nowhere (section 3.1)
    return redirect(_link(search))


@login_not_required
@require_http_methods(FORM)
@never_cache
def useful(request: HttpRequest, token: str) -> HttpResponse:
    """Was this alert useful? The last answer counts."""
    alert = tokens.read_alert(token)
    if alert is None:
        raise Http404
    given = request.POST.get("answer", "")
    if request.method == "POST" and given in {"yes", "no"}:
        actions.answer(alert=alert, was_useful=given == "yes")
        return redirect(f"{request.path}?thanks=1")
    context = {"alert": alert, "answer": request.GET.get("answer", ""), "thanks": "thanks" in request.GET}
    context["link_url"] = _link(alert.search)
    return render(request, "jobs/saved/useful.html", context, status=422 if request.method == "POST" else 200)
