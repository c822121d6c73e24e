"""allauth's tables on the administration site: without secrets, and without a way to let somebody in."""

from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.socialaccount.admin import SocialAccountAdmin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.admin import UserSessionAdmin
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest


class _OnlyRemoved:
    """Rows that a superuser may look at and remove, and neither add nor change."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False


# allauth registers its own (imported above); ours take their place. The city's sign-on is the environment's alone.
for model in (Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(model)


@admin.register(Authenticator)
class SecondStepAdmin(_OnlyRemoved, AuthenticatorAdmin):
    """Removed for somebody who lost phone and recovery codes, once it is sure that it is they who ask."""

    fields = ("user", "type", "created_at", "last_used_at")
    list_display = ("user", "type", "created_at", "last_used_at")
    search_fields = ("user__email", "user__name")


@admin.register(SocialAccount)
class CityAccountAdmin(_OnlyRemoved, SocialAccountAdmin):
    """Which city account belongs to whom."""

    fields = ("user", "provider", "uid", "extra_data", "date_joined", "last_login")
    search_fields = ("user__email", "user__name", "uid")


@admin.register(UserSession)
class SessionAdmin(_OnlyRemoved, UserSessionAdmin):
    """Who is signed in from where. The session's key is not shown: it would be a way in."""

    fields = ("user", "ip", "user_agent", "created_at", "last_seen_at")
    list_display = ("user", "ip", "user_agent", "created_at", "last_seen_at")
    search_fields = ("user__email", "user__name")
