"""The city's sign-on as a provider of allauth (which looks for a module of this name in each app).

allauth's OpenID Connect, and what it leaves out: a nonce, the token's signature, the issuer's own name, PKCE always.
What we ask for is fixed: no address can add to it.
"""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chitech.core.signin import city


class CityOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """One conversation with the provider. `nonce` is the one that was sent when it began."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_checked"):
            self._checked: dict[str, Any] = self._trusted(
                lambda: city.checked_configuration(self._fetch(self.get_provider().server_url))
            )
        return self._checked

    def complete_login(self, request: HttpRequest, _app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """The person that the provider names. Raises OAuth2Error if it can not be believed."""
        return self.get_provider().sociallogin_from_response(
            request, self._trusted(lambda: self._told(token, **kwargs))
        )

    def _told(self, token: Any, *, response: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """What the token says, and what userinfo adds to it. The token's own words win."""
        claims = city.checked_token(
            response.get("id_token"), configuration=self.openid_config, nonce=self.nonce, fetch=self._fetch
        )
        if "userinfo_endpoint" not in self.openid_config:
            return claims
        added = city.checked_userinfo(self._fetch_userinfo(token.token), claims=claims)
        if claims.get("email") not in {None, added.get("email")}:
            added.pop("email_verified", None)  # it vouches for another address than the token names
        return {**added, **claims}

    def _fetch_userinfo(self, access_token: str) -> Any:
        with get_adapter().get_requests_session() as session:
            session.headers["Authorization"] = f"Bearer {access_token}"
            return city.fetch_json(session, self.openid_config["userinfo_endpoint"])

    def _fetch(self, url: str) -> Any:
        with get_adapter().get_requests_session() as session:
            return city.fetch_json(session, url)

    @staticmethod
    def _trusted(ask: Any) -> Any:
        try:
            return ask()
        except city.NotTheCityError as fault:
            raise OAuth2Error(str(fault)) from fault

    def get_callback_url(self, request: HttpRequest, _app: Any) -> str:
        return request.build_absolute_uri(reverse("city_callback"))


class CityProvider(OpenIDConnectProvider):
    """Registered by allauth under `city`."""

    id = city.CITY
    oauth2_adapter_class = CityOAuth2Adapter

    def get_login_url(self, _request: HttpRequest, **kwargs: Any) -> str:
        return reverse("city_login", query=kwargs)

    def get_callback_url(self) -> str:
        return reverse("city_callback")

    def get_scope_from_request(self, _request: HttpRequest) -> list[str]:
        return self.get_scope()  # type: ignore[no-any-return]

    def get_auth_params_from_request(self, _request: HttpRequest, _action: str) -> dict[str, str]:
        return self.get_auth_params()  # type: ignore[no-any-return]

    def redirect(self, request: HttpRequest, process: str, next_url: Any = None, **kwargs: Any) -> HttpResponse:
        """Off to the provider, with a nonce that must come back in its token."""
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {**(kwargs.get("auth_params") or self.get_auth_params()), "nonce": nonce}
        try:
            return super().redirect(request, process, next_url, nonce=nonce, **kwargs)  # type: ignore[no-any-return]
        except OAuth2Error as fault:
            return render_authentication_error(request, self, exception=fault)  # type: ignore[no-any-return]

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return city.kept_claims(data)

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        names = {"name": "name", "given_name": "first_name", "family_name": "last_name", "email": "email"}
        return {ours: data[theirs] for theirs, ours in names.items() if isinstance(data.get(theirs), str)}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Verified if the provider says so in as many words: some send the text "false"."""
        if not isinstance(data.get("email"), str):
            return []
        verified = data.get("email_verified") in {True, "true"}
        return [EmailAddress(email=data["email"], verified=verified, primary=True)]


provider_classes = [CityProvider]
