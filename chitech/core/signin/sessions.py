"""Sessions that end when nobody uses them, and say so before (docs/adr/0052)."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

# In the session: when its person was last here, in seconds since 1970.
SEEN = "seen"
# Asking how much time is left is no sign of life.
_ONLY_ASKS = "signin:session"


def idle_seconds() -> int:
    return settings.SESSION_IDLE_MINUTES * 60


def seconds_left(request: HttpRequest) -> int:
    """Until this person is signed out; 0 for someone who is not signed in."""
    if not request.user.is_authenticated:
        return 0
    seen = int(request.session.get(SEEN, time.time()))
    return max(0, seen + idle_seconds() - int(time.time()))


def touch(request: HttpRequest) -> None:
    """The person is here. Written at most once a minute: a row a request would be much for a page that is read."""
    now = int(time.time())
    if now - int(request.session.get(SEEN, 0)) < min(60, idle_seconds() // 10):
        return
    is_new = SEEN not in request.session
    request.session[SEEN] = now
    if not is_new:
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


class IdleSessionMiddleware:
    """Ends a session that nobody used for SESSION_IDLE_MINUTES, before any view sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if seconds_left(request) == 0:
                _end(request)
            elif request.path != reverse(_ONLY_ASKS):
                touch(request)
        return self.get_response(request)


def _end(request: HttpRequest) -> None:
    logout(request)
    if request.path == reverse(_ONLY_ASKS):
        return
    minutes = settings.SESSION_IDLE_MINUTES
    sentence = ngettext(
        "You were signed out because nothing happened for %(number)s minute.",
        "You were signed out because nothing happened for %(number)s minutes.",
        minutes,
    )
    messages.info(request, sentence % {"number": minutes})
