"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up opens with the People issue; until then accounts are made by the demo seed and by administrators."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False
