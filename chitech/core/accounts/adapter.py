"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up opens with the People issue; until then accounts are made by the demo seed and by administrators."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("That email address and password do not belong together. Check both."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, or reset your password."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False
