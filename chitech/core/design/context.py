"""What the frame of every page needs to know."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from chitech.core.design.nav import links_for
from chitech.core.outbox.inbox import COUNTED, unread_count


def _login_url(request: HttpRequest) -> str:
    """Signing in brings a person back to where they were, unless that was the front door or an account page."""
    url, path = reverse("account_login"), request.get_full_path()
    return url if path == "/" or path.startswith("/accounts/") else f"{url}?{urlencode({'next': path})}"


def _unread(request: HttpRequest) -> str:
    """How many messages wait in this person's inbox, as the header says it; empty for none. One query."""
    user = getattr(request, "user", None)
    count = unread_count(user) if user is not None and user.is_authenticated else 0
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count or "")


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame`: the header's links for this person (rooms in `nav`, the menu "Manage" in `tools`), their unread
    messages, where signing in is, this page's address for print, whose jobs these are.
    """
    links = SimpleLazyObject(lambda: links_for(request))
    return {
        "frame": {
            "nav": SimpleLazyObject(lambda: [link for link in links if not link.is_tool]),
            "tools": SimpleLazyObject(lambda: [link for link in links if link.is_tool]),
            "unread": SimpleLazyObject(lambda: _unread(request)),
            "login_url": _login_url(request),
            "is_demo": settings.DEMO,
            "employer": settings.CITY_NAME,
            "page_url": settings.SITE_URL + request.path,
        }
    }
