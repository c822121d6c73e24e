"""How long a session lasts, which devices are signed in, and what was typed and not sent."""

import re

from allauth.usersessions.adapter import get_adapter as sessions_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chitech.core.signin import actions, kept, sessions


@login_not_required
@never_cache
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """For the script that warns: how many seconds are left. Asking does not make them more."""
    return JsonResponse({"left": sessions.seconds_left(request)})


@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """Stay signed in: coming here is a sign of life. Without a script, back to the page."""
    request.session[sessions.SEEN] = 0
    sessions.touch(request)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"left": sessions.seconds_left(request)})
    return HttpResponseRedirect(kept.page_of(request))


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one other device."""
    own = UserSession.objects.filter(user_id=request.user.pk).exclude(session_key=request.session.session_key)
    sessions_adapter().end_sessions([get_object_or_404(own, pk=pk)])
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


@never_cache
@require_safe
def kept_forms(request: HttpRequest) -> HttpResponse:
    """What was typed and not sent, to read, copy or throw away."""
    cookie = request.COOKIES.get(kept.BROWSER, "")
    forms = [
        {"kept": form, "typed": _as_read(actions.read(form, cookie=cookie))}
        for form in kept.waiting(request).order_by("-kept_until")
    ]
    return render(request, "signin/kept_forms.html", {"forms": forms})


def _as_read(typed: QueryDict) -> list[tuple[str, list[str]]]:
    """Fields with what was typed, named in words: "what_you_need" is "What you need"."""
    return [(re.sub(r"[_-]+", " ", name).strip().capitalize(), values) for name, values in typed.lists() if any(values)]


@require_POST
def forget_kept_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw one away."""
    form = get_object_or_404(kept.waiting(request), pk=pk)
    actions.forget(user=request.user, cookie=request.COOKIES[kept.BROWSER], action=form.action)
    messages.success(request, _("It is thrown away."))
    return redirect("signin:kept")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """Named by CSRF_FAILURE_VIEW. A page that was open while its person signed in again elsewhere loses nothing.

    `reason` is for the log; the person reads what to do.
    """
    page = kept.keep(request)
    if page and url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        if not request.user.is_authenticated:
            messages.warning(request, _("What you typed is kept. Sign in, and you see it again."))
        return HttpResponseRedirect(page)
    return render(request, "403_csrf.html", status=403)
