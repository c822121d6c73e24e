"""Saying "no more of these" by a link of an email: without signing in, without cookies, with one click (RFC 8058)."""

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from chitech.core.outbox import unsubscribing
from chitech.core.outbox.unsubscribing import Subscription

# What mail programs send (RFC 8058, section 3.1); a person's browser sends nothing.
ONE_CLICK = ("List-Unsubscribe", "One-Click")


def _by_link(view: Any) -> Any:
    """The address holds a token: it is in no cache and no search engine, and a made-up one does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        subscription = unsubscribing.read(token)
        if subscription is None:
            raise Http404
        response: HttpResponse = view(request, token, subscription)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@csrf_exempt  # whoever has the link may use it: that is what it is for, and no cookie plays a part
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def unsubscribe(request: HttpRequest, token: str, subscription: Subscription) -> HttpResponse:
    """GET asks, POST does it. A mail program's POST is answered at once: it follows no redirect."""
    if request.method != "POST":
        is_stopped = unsubscribing.is_stopped(subscription)
        context = {"subscription": subscription, "token": token, "is_stopped": is_stopped}
        return render(request, "inbox/unsubscribe.html", context)
    unsubscribing.stop(subscription)
    name, value = ONE_CLICK
    if request.POST.get(name) == value:
        return HttpResponse(_("You are unsubscribed."), content_type="text/plain; charset=utf-8")
    return redirect("inbox:unsubscribe", token)


@login_not_required
@require_POST
@_by_link
def subscribe_again(_request: HttpRequest, token: str, subscription: Subscription) -> HttpResponse:
    """Undo it. This one needs the page's own form: nobody should be signed up by somebody else's page."""
    unsubscribing.start_again(subscription)
    return redirect("inbox:unsubscribe", token)
