"""allauth's forms with our words."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    SignupForm,
)
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, SignupWebAuthnForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 254  # characters


class _ShortAddress:
    """An address is as long as the database can hold (RFC 5321, 4.5.3.1.3). Django alone lets 320 characters pass."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.validators = [*field.validators, MaxLengthValidator(LONGEST_ADDRESS)]
        field.widget.attrs["maxlength"] = LONGEST_ADDRESS


class SignUpForm(_ShortAddress, SignupForm):
    """Name, address, and a password for those who want one."""

    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Email address")
        self.fields["email"].help_text = _("We send a code there, to be sure that it is yours.")
        if "password1" in self.fields:
            self.fields["password1"].help_text = _(
                "At least 12 characters. Leave it out, and you sign in with a code that we email to you."
            )

    def try_save(self, request: HttpRequest) -> Any:
        """An address that has an account takes as long as a new one: time would tell strangers who is here."""
        password = self.cleaned_data.get("password1")
        if self.account_already_exists and password:
            make_password(password)
        return super().try_save(request)


class SignInForm(LoginForm):
    """The address and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Email address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AskForCodeForm(_ShortAddress, RequestLoginCodeForm):
    """Where a code to sign in goes."""


class ForgottenPasswordForm(_ShortAddress, ResetPasswordForm):
    """Where a link to choose a new password goes."""


class NewAddressForm(_ShortAddress, AddEmailForm):
    """The address that takes the place of the one before."""


class _CodeWords:
    """A code is typed as it stands in the email or the app: large or small letters, with or without the dash."""

    fields: dict[str, forms.Field]
    label: Any = _("Code")
    hint: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = self.label, self.hint
        field.error_messages["required"] = _("Type the code.")
        field.widget.attrs |= {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        field.widget.attrs |= {"class": "usa-input--code"}
        field.widget.attrs.pop("placeholder", None)


class SignInCodeForm(_CodeWords, ConfirmLoginCodeForm):
    label = _("Code from the email")
    hint = _("Eight letters, such as BCDF-GHJK.")


class CodeAgainForm(SignInCodeForm):
    """Shows once more who one is."""


class EmailCodeForm(_CodeWords, ConfirmEmailVerificationCodeForm):
    label = _("Code from the email")
    hint = _("Eight letters, such as BCDF-GHJK.")


class SecondStepForm(_CodeWords, AuthenticateForm):
    label = _("Code")
    hint = _("Six digits from your app, or one of your recovery codes.")


class SecondStepAgainForm(_CodeWords, ReauthenticateForm):
    label = _("Code")
    hint = _("Six digits from your app, or one of your recovery codes.")


class AppCodeForm(_CodeWords, ActivateTOTPForm):
    label = _("Code that the app shows now")
    hint = _("Six digits. A new one comes every 30 seconds.")


class NewPasskeyForm(AddWebAuthnForm):
    """Every passkey can sign in alone, and so asks for a finger, a face or a PIN."""

    mark_optional = False
    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_words(self.fields["name"])


class FirstPasskeyForm(SignupWebAuthnForm):
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_words(self.fields["name"])


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_words(self.fields["name"])


def _name_words(field: forms.Field) -> None:
    """Not required where a passkey was just made: the device has it already, and it must not be refused for a name."""
    field.label = _("Name of this passkey")
    field.help_text = _("So that you can tell it from others, such as “My phone”.")
    field.widget.attrs["maxlength"] = 60
