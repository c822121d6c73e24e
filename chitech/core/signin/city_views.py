"""To the city's sign-on and back."""

from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chitech.core.signin.city import CITY
from chitech.core.signin.provider import CityOAuth2Adapter


class _CallbackView(OAuth2CallbackView):
    """Hands on the nonce that was kept when the person left for the provider."""

    adapter: CityOAuth2Adapter

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = str(state.get("nonce", ""))
        return state, response


def _answer(view: Any, request: HttpRequest) -> HttpResponse:
    try:
        return view.adapter_view(CityOAuth2Adapter(request, CITY))(request)  # type: ignore[no-any-return]
    except SocialApp.DoesNotExist:
        raise Http404 from None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """POST goes to the city's sign-on; GET asks first, since it may be a link from anywhere.

    By a page that leads on: our policy lets no form lead to another site, not even by a redirect.
    """
    answer = _answer(OAuth2LoginView, request)
    if answer.status_code == 302 and urlsplit(answer["Location"]).netloc:
        return render(request, "socialaccount/leaving.html", {"url": answer["Location"]})
    return answer


@login_not_required
@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """The provider sends the person back here."""
    return _answer(_CallbackView, request)


@login_not_required
@require_safe
def email_taken(request: HttpRequest) -> HttpResponse:
    """The city's address belongs to an account here: how to bring the two together."""
    return render(request, "socialaccount/email_taken.html", status=409)


@login_not_required
@require_safe
def email_unverified(request: HttpRequest) -> HttpResponse:
    """The provider does not vouch for the address."""
    return render(request, "socialaccount/email_unverified.html", status=409)
