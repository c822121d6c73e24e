"""The second step: who must have one, and the way to it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

# Set in a session that the city's sign-on vouched for: it asked for a second step itself.
ASKED_BY_CITY = "second_step_by_city"
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
DEMO_DOMAIN = "@demo.example"
# One who must set up a second step may do that, read who they are, and leave. Nothing else.
_OPEN = ("/accounts/", "/static/", "/livez", "/readyz")


def must_have(user: Any) -> bool:
    """Does what this person may do ask for a second step? The demo's own people are offered one, and no more."""
    if not user.is_authenticated or (settings.DEMO and user.email.endswith(DEMO_DOMAIN)):
        return False
    return bool(user.is_superuser or getattr(user, "needs_mfa", False))


def has_one(user: Any) -> bool:
    """Has an authenticator app or a passkey. (Recovery codes alone are for the day when these are lost.)"""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=STEPS).exists())


class SecondStepMiddleware:
    """Leads those who must have a second step to its page, before they see anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._way(request) or self.get_response(request)

    def _way(self, request: HttpRequest) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(_OPEN):
            return None
        if not must_have(request.user) or request.session.get(ASKED_BY_CITY) or has_one(request.user):
            return None
        if request.method == "GET":
            request.session["led_from"] = request.get_full_path()
        messages.warning(request, _("Your work here asks for a second step when you sign in. Set one up to go on."))
        url = reverse("mfa_index")
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)
