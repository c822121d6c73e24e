"""What a new account tells of a person. (allauth reads this while it loads its own forms, so it stands alone.)"""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import User


class SignUpExtras(forms.Form):
    """Named by ACCOUNT_SIGNUP_FORM_CLASS: what each way of signing up asks for beside the address."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As people should call you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, _request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is made."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
