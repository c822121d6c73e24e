"""What HR types about posts, into clean values."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.forms import ReasonField

_FURTHEST = timedelta(days=366)


class LastDayField(forms.DateField):
    """The last day of a post; it still counts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Last day"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "required": gettext_lazy("Say which day is the last one."),
                "invalid": gettext_lazy("Write the day like 2027-06-30."),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > timezone.localdate() + _FURTHEST:
            raise forms.ValidationError(_("This is more than a year ahead. Check the year."))
        return day


class EndPostForm(forms.Form):
    """When a post ends, and why."""

    last_day = LastDayField(help_text=gettext_lazy("The person keeps what they may do here until the end of this day."))
    reason = ReasonField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("“Retired; the payroll follows next month”. It stays on record."),
        missing=gettext_lazy("Say in a few words why the post ends."),
    )


class MissingForm(forms.Form):
    """What becomes of those who are missing from a list of everyone."""

    last_day = LastDayField(help_text=gettext_lazy("The same for all of them."))
    sure = forms.BooleanField(required=False)

    def __init__(self, *args: Any, missing: int, of: int, is_stern: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_stern:
            del self.fields["sure"]
            return
        share = round(100 * missing / of)
        self.fields["sure"].label = _("I have asked the payroll: %(share)d%% of the staff are really gone.") % {
            "share": share
        }
        self.fields["sure"].required = True
        self.fields["sure"].error_messages["required"] = _(
            "So many are missing that the file may be broken. Ask the payroll first, then tick this box."
        )
