"""How allauth behaves here."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chitech.core.outbox import account_mail
from chitech.core.signin import again


class AccountAdapter(DefaultAccountAdapter):
    """Plain words, and a network address that nobody can make up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("That email address and password do not belong together. Check both."),
        "email_taken": _("This address can not be used. Try another one."),
        "enter_current_password": _("That is not your current password. Type it again."),
        "incorrect_code": _("That code is not right, or it is too old. Check it, or ask for a new one."),
        "incorrect_password": _("That is not your password. Type it again."),
        "invalid_or_expired_key": _("This link is used up, or too old. Ask for a new one."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "same_as_current": _("This is your address already."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, or reset your password."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count by: what the outermost of our own proxies saw.

        Each proxy adds to the right of X-Forwarded-For, so what a client made up stands further left and is never read.
        A header with fewer entries than we have proxies did not come through them: the socket's address counts.
        """
        count, seen = settings.TRUSTED_PROXY_COUNT, str(request.META.get("REMOTE_ADDR", ""))
        if count:
            passed = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",")]
            if len(passed) >= count:
                seen = passed[-count]
        return _address(seen) or _address(str(request.META.get("REMOTE_ADDR", ""))) or "127.0.0.1"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A password, a second step, or where there is neither a code by email."""
        if again.by_code_alone(user):
            return [{"id": "code", "description": _("Get a code by email"), "url": reverse("signin:by-code")}]
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """allauth goes on to let everyone pass who has neither password nor second step; so these are sent away here.

        Raises ReauthenticationRequired for them, as all callers of allauth do where it is true.
        """
        is_required: bool = super().is_reauthentication_required(app=app, **kwargs)
        if is_required and again.is_due(context.request):
            raise ReauthenticationRequired
        return is_required

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Written with the change that causes it, and delivered by the outbox."""
        account_mail.send_account_mail(template_prefix, email, context)


def _address(text: str) -> str:
    """A network address as it is written, or nothing. (A Unix socket has none; some proxies add a port.)"""
    bare = text.removeprefix("[").partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""
