"""What happens beside each sign-in."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_signed_up
from allauth.account.signals import user_logged_in as signed_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from chitech.core.signin import city_roles, devices, second_step, sessions
from chitech.core.signin.city import CITY, Claims


@receiver(user_logged_in)
def begin_to_count(request: HttpRequest, **_more: Any) -> None:
    """The session's clock starts."""
    request.session[sessions.SEEN] = int(time.time())


@receiver(signed_in)
def tell_of_a_new_device(request: HttpRequest, user: User, response: HttpResponse, **_more: Any) -> None:
    """Its person hears of a sign-in from a browser that they have not used before."""
    devices.came_in(request, user, response)


@receiver(user_signed_up)
def was_made_here(request: HttpRequest, user: User, **_more: Any) -> None:
    """The sign-in that follows needs no telling."""
    request.session[devices.MADE_HERE] = user.pk


@receiver(email_confirmed)
def a_strangers_password_opens_nothing(request: HttpRequest, email_address: EmailAddress, **_more: Any) -> None:
    """Somebody may have made the account with another's address and a password of their own.

    Its owner proves the address later, by a code to sign in: a password that was chosen before that is not theirs for
    sure, and goes. (Who signs up with a password and types in the code does both in one browser, and keeps it.)
    """
    user = email_address.user
    records = get_authentication_records(request, user)
    if records and records[-1]["method"] == "code" and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        sentence = _("The password that was chosen before you confirmed your address does not count. Set a new one.")
        messages.info(request, sentence)


@receiver(email_confirmed)
def has_typed_in_a_code(request: HttpRequest, email_address: EmailAddress, **_more: Any) -> None:
    """Who has just signed up with a code is not asked for another one before they add a passkey."""
    if not email_address.user.has_usable_password():
        record_authentication(request, email_address.user, "code", email=email_address.email)


@receiver(authenticator_added)
def has_just_shown_who_they_are(request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any) -> None:
    """Whoever set up an app or a passkey used it while doing so: the recovery codes that follow do not ask again."""
    if request.user.is_authenticated and authenticator.type in second_step.STEPS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver(authenticator_added)
def hears_how_not_to_be_locked_out(request: HttpRequest, authenticator: Authenticator, **_more: Any) -> None:
    """Who signs up with a passkey gets no recovery codes, and with the device they would lose the account."""
    if not request.user.is_authenticated and authenticator.type == Authenticator.Type.WEBAUTHN:
        sentence = _(
            "One thing more: make recovery codes, under My account, “Second step, passkeys and recovery codes”. "
            "Without them you are locked out when this device is lost."
        )
        messages.warning(request, sentence)


@receiver(signed_in)
def follow_the_city(request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **_more: Any) -> None:
    """Signed in through the city: roles follow its groups, and its second step counts as ours."""
    if sociallogin is None or sociallogin.account.provider != CITY:
        return
    claims = Claims.read(sociallogin.account.extra_data)
    request.session[second_step.ASKED_BY_CITY] = claims.second_step
    city_roles.follow(user=user, claims=claims)


@receiver(social_account_added)
def follow_the_city_once_connected(sociallogin: SocialLogin, **_more: Any) -> None:
    """Somebody with an account connected their city account to it."""
    if sociallogin.account.provider == CITY and isinstance(sociallogin.user, User):
        city_roles.follow(user=sociallogin.user, claims=Claims.read(sociallogin.account.extra_data))
