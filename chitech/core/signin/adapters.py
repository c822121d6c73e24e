"""How allauth's second step and its outside accounts behave here."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import User
from chitech.core.signin import second_step, secrets
from chitech.core.signin.city import CITY


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets are sealed; the last second step of one who must have it stays; names are ours."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": gettext_lazy("Confirm your address before you set up a second step."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your work here asks for a second step. Add another one first, then remove this one."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a passkey first."),
        "incorrect_code": gettext_lazy("That code is not right, or it was used already. Wait for the next one."),
        "unverified_email": gettext_lazy("Confirm your email address first."),
    }

    def encrypt(self, text: str) -> str:
        return secrets.seal(text, purpose="second-step")

    def decrypt(self, encrypted_text: str) -> str:
        """What can't be read (SECRET_KEY was changed, see docs/operations.md) fits no code."""
        return secrets.unseal(encrypted_text, purpose="second-step") or ""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.type not in second_step.STEPS or not second_step.must_have(authenticator.user):
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=second_step.STEPS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth names it
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("My passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """What the browser shows in its list of passkeys: the person's own name beside the address."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": str(user)}

    def _get_site_name(self) -> str:
        return "Chi Tech Talent"


class CityAdapter(DefaultSocialAccountAdapter):
    """The only outside account is the city's, and the environment alone says which that is."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": gettext_lazy("This city account belongs to another account of Chi Tech Talent."),
        "no_password": gettext_lazy("Choose a password first: without one, nothing is left to sign in with."),
        "no_verified_email": gettext_lazy("Confirm your email address first."),
    }

    def list_apps(self, _request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Never from the database: whoever could write a row there could let anyone in."""
        if not settings.OIDC_ISSUER or provider not in {None, CITY} or client_id not in {None, settings.OIDC_CLIENT_ID}:
            return []
        app = SocialApp(provider=CITY, provider_id=CITY, name=_("City account"), client_id=settings.OIDC_CLIENT_ID)
        app.secret = settings.OIDC_CLIENT_SECRET
        app.settings = {"server_url": settings.OIDC_ISSUER, "scope": settings.OIDC_SCOPES, "oauth_pkce_enabled": True}
        app.settings["verified_email"] = settings.OIDC_VERIFIED_DOMAINS
        return [app]

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: SocialLogin) -> bool:
        return True

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """A name, also where the provider gives it in two parts."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = str(data.get("name") or " ".join(str(part) for part in parts if part))[:150]
        return user

    def pre_social_login(self, _request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Make a new account only for an address that the provider vouches for and that nobody has here.

        An address that belongs to an account already opens nothing: its owner signs in as always, and connects the two.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        addresses = sociallogin.email_addresses
        if not addresses or not addresses[0].verified:
            raise ImmediateHttpResponse(redirect("city_email_unverified"))
        email = addresses[0].email
        is_taken = User.objects.filter(email__iexact=email).exists()
        if is_taken or EmailAddress.objects.filter(email__iexact=email).exists():
            raise ImmediateHttpResponse(redirect("city_email_taken"))
