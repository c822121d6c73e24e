"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chitech.core.outbox import account_mail


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up opens with the People issue; until then accounts are made by the demo seed and by administrators."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("That email address and password do not belong together. Check both."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, or reset your password."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Written with the change that causes it, and delivered by the outbox."""
        account_mail.send_account_mail(template_prefix, email, context)

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False
