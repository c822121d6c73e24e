"""Input of participants and managers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.models import Enrollment


class EnrollForm(forms.Form):
    """Asking for a seat. `asks_why`: the manager decides. `overlaps`: another session is at that time."""

    note = forms.CharField(
        label=_("Why do you want to take this course?"),
        help_text=_("Your manager reads this. A sentence or two is enough."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    overlap_accepted = forms.BooleanField(
        label=_("I know that this is at the same time as another session of mine"),
        error_messages={"required": _("Say that you know of it, or choose another session.")},
    )

    def __init__(self, *args: Any, asks_why: bool, overlaps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["note"]
        if not overlaps:
            del self.fields["overlap_accepted"]


class AcceptForm(forms.Form):
    """Taking a seat that is held, where another session is at that time."""

    overlap_accepted = EnrollForm.base_fields["overlap_accepted"]

    def __init__(self, *args: Any, overlaps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not overlaps:
            del self.fields["overlap_accepted"]


class DeclineForm(forms.Form):
    """A manager's no."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it. Say what would work instead, if anything does."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that the person knows what to do.")},
    )

    def __init__(self, *args: Any, request: Enrollment, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", f"request-{request.pk}")
        super().__init__(*args, **kwargs)
