"""Browsers that a person has signed in with: a sign-in from another one is told to them by email.

The browser itself remembers, in a signed cookie, who has signed in with it. No list of anybody's devices is kept.
"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from chitech.core.accounts.models import User

KNOWN = f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}known"
# In the session of a browser in which an account has just been made: its first sign-in is no news.
MADE_HERE = "account_made_here"
_SALT = "chitech.signin.known"
_LIVES = 365 * 24 * 3600
# A computer in a library: so many people are remembered, the latest first.
_MOST = 8


def came_in(request: HttpRequest, user: User, response: HttpResponse) -> None:
    """Tell a person that they, or somebody, signed in with a browser that they have not used before."""
    known = _known(request)
    if user.pk not in known and request.session.pop(MADE_HERE, None) != user.pk:
        get_adapter(request).send_notification_mail("account/email/new_device", user, email=user.email)
    people = [user.pk, *(pk for pk in known if pk != user.pk)][:_MOST]
    response.set_cookie(
        KNOWN,
        signing.dumps(people, salt=_SALT),
        max_age=_LIVES,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _known(request: HttpRequest) -> list[int]:
    try:
        people: list[int] = signing.loads(request.COOKIES.get(KNOWN, ""), salt=_SALT, max_age=_LIVES)
    except signing.BadSignature:
        return []
    return people
