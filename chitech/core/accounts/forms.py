"""What people type about themselves, and administrators about people, into clean values."""

import unicodedata
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import Department, User
from chitech.core.accounts.roles import DECLARED, GRANTED, Role


class ReasonField(forms.CharField):
    """Why something is done, in a few words. It is kept, and those whom it touches may read it."""

    def __init__(self, *, label: Any, help_text: Any, missing: Any) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=300,
            error_messages={"required": missing, "max_length": _("Say it in at most 300 characters.")},
        )


class GiveRoleForm(forms.Form):
    """A role for a person."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose")), *((role.value, role.label) for role in GRANTED)],
        error_messages={"required": _("Choose a role.")},
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.all(),
        required=False,
        empty_label=_("The whole city"),
        help_text=_("Choose one if the role shall hold there alone."),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty if the role shall hold until it is taken away."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2027-06-30.")},
    )
    reason = ReasonField(
        label=_("Reason"),
        help_text=_("“Leads hiring in Water Management from 1 May”. It stays on record."),
        missing=_("Say in a few words why this person gets the role."),
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        role = cleaned.get("role")
        if role and cleaned.get("department") and not DECLARED[role].by_department:
            self.add_error("department", _("This role holds in the whole city. Choose “The whole city”."))
        return cleaned


class TakeRoleForm(forms.Form):
    """Why a role is taken away."""

    reason = ReasonField(
        label=_("Reason"),
        help_text=_("“Moved to another department”. It stays on record."),
        missing=_("Say in a few words why the role is taken away."),
    )


def _zones() -> list[tuple[str, Any]]:
    """The zones that people here live in first, then all others by name."""
    near = [
        ("America/Chicago", _("Chicago (Central)")),
        ("America/New_York", _("New York (Eastern)")),
        ("America/Denver", _("Denver (Mountain)")),
        ("America/Los_Angeles", _("Los Angeles (Pacific)")),
        ("America/Puerto_Rico", _("Puerto Rico (Atlantic)")),
        ("America/Mexico_City", _("Mexico City")),
    ]
    known = {name for name, _label in near}
    others = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/")))
    return [*near, *((zone, zone.replace("_", " ")) for zone in others if zone not in known)]


class ProfileForm(forms.ModelForm):
    """What a person says of themselves."""

    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Pages and messages come in this language.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        help_text=_("Your quiet hours follow this clock. Closing times of openings are always Chicago’s."),
    )

    class Meta:
        model = User
        fields = ("name", "language", "time_zone")
        help_texts = {"name": _("As you want to be called.")}

    def clean_name(self) -> str:
        """A name that can be seen: signs that only steer the direction or width of text go."""
        typed: str = self.cleaned_data["name"]
        return " ".join("".join(c for c in typed if unicodedata.category(c) not in {"Cf", "Cc", "Cn", "Co"}).split())


class DeleteAccountForm(forms.Form):
    """A person types their own address, so that nobody deletes an account by a slip of the finger."""

    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("Type it to show that you mean it."),
        error_messages={"required": _("Type your email address."), "invalid": _("Type your email address.")},
    )

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data)
        self.person = person

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if typed.casefold() != self.person.email.casefold():
            raise forms.ValidationError(
                _("This is not the address of your account. Type the one at the top of this page.")
            )
        return typed
