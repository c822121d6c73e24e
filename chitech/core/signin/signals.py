"""What happens beside each sign-in."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in as signed_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from chitech.core.accounts.models import User
from chitech.core.signin import city_roles, second_step, sessions
from chitech.core.signin.city import CITY, Claims


@receiver(user_logged_in)
def begin_to_count(request: HttpRequest, **_more: Any) -> None:
    """The session's clock starts."""
    request.session[sessions.SEEN] = int(time.time())


@receiver(authenticator_added)
def has_just_shown_who_they_are(request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any) -> None:
    """Whoever set up an app or a passkey used it while doing so: the recovery codes that follow do not ask again."""
    if request.user.is_authenticated and authenticator.type in second_step.STEPS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


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
