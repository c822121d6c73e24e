"""What somebody typed is not lost when they are signed out meanwhile (docs/adr/0052).

A form that arrives without a session is kept, and its person is led to sign in. Then the page with the form shows what
they typed; they send it themselves. A view whose form has a changing number of rows asks `typed_before(request)`; all
others are refilled by the middleware (`refill`), and what fits no form can be read and copied on a page of its own.
"""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.signin import actions
from chitech.core.signin.models import KeptForm
from chitech.core.signin.refill import refill

_PREFIX = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
# Half of the key to what this browser has kept.
BROWSER = f"{_PREFIX}kept"
# Who signed in here last: what is typed after the session ended is theirs, and nobody else's.
WHO = f"{_PREFIX}who"
_WHO_LIVES = 30 * 24 * 3600
_SALT = "chitech.signin.who"
# Secrets are typed anew. (Nor is anything kept that goes to the pages of signing in.)
_NEVER = ("csrfmiddlewaretoken", "password", "secret", "credential", "token")
_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
LONGEST = 500_000  # characters of one form


class KeptFormsMiddleware:
    """Sees forms that were turned away for want of a session, and forms that got through after all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _is_redirect(response):
            if _leads_to_sign_in(response) and not request.user.is_authenticated:
                response = _sign_in_again(request)
            elif BROWSER in request.COOKIES:
                actions.forget(user=request.user, cookie=request.COOKIES[BROWSER], action=request.get_full_path())
        elif request.method == "GET" and BROWSER in request.COOKIES and response.status_code == HTTPStatus.OK:
            _refill(request, response)
        _remember_who(request, response)
        return response


def keep(request: HttpRequest) -> str | None:
    """Keep this POST for its person. The address of the page with the form, or None if there was nothing to keep.

    Nothing is kept of a form that came from another site, or from nobody knows whom.
    """
    user_id = request.user.pk or _last_here(request)
    if user_id is None or not _is_ours(request) or not _may_be_kept(request):
        return None
    typed = {name: request.POST.getlist(name) for name in request.POST if not _is_secret(name)}
    if not any(value.strip() for values in typed.values() for value in values):
        return None
    if sum(len(value) for values in typed.values() for value in values) > LONGEST:
        return None
    request.kept_cookie = cookie = request.COOKIES.get(BROWSER) or secrets.token_urlsafe(32)  # type: ignore[attr-defined]
    page, action = page_of(request), request.get_full_path()
    actions.keep(user_id=user_id, cookie=cookie, page=page, action=action, typed=typed, had_files=bool(request.FILES))
    return page


def typed_before(request: HttpRequest) -> QueryDict | None:
    """For a view that shows a form: what this person typed into it before they were signed out, if anything.

    Says so on the page. Nothing is sent: the person checks it and sends it.
    """
    kept = waiting(request).filter(page=request.get_full_path()).order_by("kept_until").last()
    if kept is None:
        return None
    request.shows_kept = kept  # type: ignore[attr-defined]
    sentence = _("Here is what you typed before you were signed out. It is not saved yet: check it, then send it.")
    files = _("Choose your files again: they can not be kept.") if kept.had_files else ""
    messages.warning(request, f"{sentence} {files}".strip())
    return actions.read(kept, cookie=request.COOKIES[BROWSER])


def _refill(request: HttpRequest, response: HttpResponse) -> None:
    """Put what was typed back into the page's own form, if it waits for this page and the view has not shown it."""
    is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    if not is_page or hasattr(request, "shows_kept") or request.headers.get("HX-Request"):
        return
    for kept in waiting(request).filter(page=request.get_full_path()).order_by("-kept_until"):
        filled = refill(
            response.text,
            here=request.get_full_path(),
            action=kept.action,
            typed=actions.read(kept, cookie=request.COOKIES[BROWSER]),
            notice=render_to_string("signin/_refilled.html", {"kept": kept}),
        )
        if filled is not None:
            response.content = filled


def waiting(request: HttpRequest) -> Any:
    """What this person has not sent yet, from this browser. No query for a browser that keeps nothing."""
    return KeptForm.objects.of(user=request.user, cookie=request.COOKIES.get(BROWSER, ""))


def page_of(request: HttpRequest) -> str:
    """The page that a form stood on: what a person wants to see again. A button's own address may have no page."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and not came_from.path.startswith(reverse("account_login")):
        path = escape_leading_slashes(came_from.path)  # "//elsewhere" is an address of another site
        return f"{path}?{came_from.query}" if came_from.query else path
    return request.get_full_path()


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to the page with the form."""
    page = keep(request)
    if page:
        hours = settings.KEPT_FORM_HOURS
        kept_for = ngettext(
            "What you typed is kept for %(number)s hour. Sign in, and you see it again.",
            "What you typed is kept for %(number)s hours. Sign in, and you see it again.",
            hours,
        )
        messages.warning(request, kept_for % {"number": hours})
    else:
        messages.warning(request, _("You are not signed in, so nothing was done. Sign in, then do it again."))
    url = f"{reverse('account_login')}?{urlencode({'next': page or page_of(request)}, safe='/')}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _may_be_kept(request: HttpRequest) -> bool:
    return request.content_type in _FORMS and not request.path.startswith("/accounts/")


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _NEVER)


def _is_ours(request: HttpRequest) -> bool:
    """Sent from a page of this portal, as the browser itself says: no other site puts words into anybody's forms."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(source).netloc == request.get_host()


def _is_redirect(response: HttpResponse) -> bool:
    return response.status_code in {302, 303} and response.has_header("Location")


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return urlsplit(response["Location"]).path == resolve_url(settings.LOGIN_URL)


def _last_here(request: HttpRequest) -> int | None:
    try:
        return int(signing.loads(request.COOKIES.get(WHO, ""), salt=_SALT, max_age=_WHO_LIVES))
    except (signing.BadSignature, ValueError):
        return None


def _remember_who(request: HttpRequest, response: HttpResponse) -> None:
    """The two cookies. Neither says anything to a script or to another site."""
    more: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies
    if has_session and request.user.is_authenticated and _last_here(request) != request.user.pk:
        who = signing.dumps(request.user.pk, salt=_SALT)
        response.set_cookie(WHO, who, max_age=_WHO_LIVES, **more)
    cookie = getattr(request, "kept_cookie", "")
    if cookie and request.COOKIES.get(BROWSER) != cookie:
        response.set_cookie(BROWSER, cookie, max_age=settings.KEPT_FORM_HOURS * 3600, **more)
