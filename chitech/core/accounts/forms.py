"""What administrators type about people, into clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import Department
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
