"""What the frame of every page needs to know."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from chitech.core.design.nav import links_for
from chitech.core.outbox.inbox import COUNTED, unread_count
from chitech.core.signin import kept, sessions


def _url_and_back(name: str, request: HttpRequest) -> str:
    """Signing in or up brings a person back to where they were, unless that was the front door or an account page."""
    url, path = reverse(name), request.get_full_path()
    return url if path == "/" or path.startswith("/accounts/") else f"{url}?{urlencode({'next': path})}"


def _unread(request: HttpRequest) -> str:
    """How many messages wait in this person's inbox, as the header says it; empty for none. One query."""
    user = getattr(request, "user", None)
    count = unread_count(user) if user is not None and user.is_authenticated else 0
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count or "")


def _unsent(request: HttpRequest) -> bool:
    """Has this person typed something that was never sent, and that this page does not show?"""
    if hasattr(request, "shows_kept") or request.path == reverse("signin:kept"):
        return False
    return bool(kept.BROWSER in request.COOKIES and kept.waiting(request).exists())


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame`: the header's links for this person (rooms in `nav`, the menu "Manage" in `tools`), their unread
    messages, where signing in is, how long they stay signed in, this page's address for print, whose jobs these are.
    """
    links = SimpleLazyObject(lambda: links_for(request))
    return {
        "frame": {
            "nav": SimpleLazyObject(lambda: [link for link in links if not link.is_tool]),
            "tools": SimpleLazyObject(lambda: [link for link in links if link.is_tool]),
            "unread": SimpleLazyObject(lambda: _unread(request)),
            "login_url": _url_and_back("account_login", request),
            "signup_url": _url_and_back("account_signup", request),
            "session_left": SimpleLazyObject(lambda: sessions.seconds_left(request)),
            "session_minutes": settings.SESSION_IDLE_MINUTES,
            "unsent": SimpleLazyObject(lambda: _unsent(request)),
            "is_demo": settings.DEMO,
            "employer": settings.CITY_NAME,
            "page_url": settings.SITE_URL + request.path,
        }
    }
