"""Input of who says what came of a course."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.choices import Result
from training.models import AssessmentResult


class ResultForm(forms.Form):
    """What the assessment showed."""

    result = forms.ChoiceField(
        label=_("What the assessment showed"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether they passed.")},
    )
    word = forms.CharField(
        label=_("A word about it"),
        help_text=_("What was good, or what is missing. The person reads it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, noted: AssessmentResult | None = None, **kwargs: Any) -> None:
        if noted is not None:
            kwargs.setdefault("initial", {"result": noted.result, "word": noted.word})
        super().__init__(*args, **kwargs)


class CompleteForm(forms.Form):
    """The course is done."""

    evidence = forms.CharField(
        label=_("What shows it"),
        help_text=_("A sentence for their profile, such as what they made. It may stay empty."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RevokeForm(forms.Form):
    """The city no longer stands for a certificate."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it. The public page says that the certificate was revoked, and not why."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, so that the person knows.")},
    )
