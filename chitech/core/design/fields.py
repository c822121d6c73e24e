"""Boxes of forms that read what people type: dollars, text of several lines."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_DOLLARS = re.compile(r"\$?\s*(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,8})(?:\.(?P<cents>[0-9]{1,2}))?")


class DollarsField(forms.Field):
    """An amount of dollars as people write it ("24.10", "$84,780"), clean as whole cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "usa-input--short"})
    default_error_messages = {
        "invalid": _("Write an amount in dollars, such as 84,780 or 24.10."),
        "zero": _("Pay is more than zero. Leave pay from, pay to and unit empty if you don’t know it yet."),
        "huge": _("This is more than any job pays. Check the number of zeros."),
    }
    MOST_CENTS = 10_000_000_00

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        match = _DOLLARS.fullmatch(text)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        cents = int(match["whole"].replace(",", "")) * 100 + int((match["cents"] or "0").ljust(2, "0"))
        if cents == 0:
            raise ValidationError(self.error_messages["zero"], code="zero")
        if cents > self.MOST_CENTS:
            raise ValidationError(self.error_messages["huge"], code="huge")
        return cents

    def prepare_value(self, value: Any) -> Any:
        """Cents from the database as dollars; what a person typed, as they typed it."""
        if not isinstance(value, int):
            return value
        return f"{value / 100:,.2f}".removesuffix(".00")


class LinesField(forms.CharField):
    """Text of several lines. Browsers send line ends as CR LF; the database holds LF, so that nothing seems changed."""

    widget = forms.Textarea(attrs={"rows": 8})

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")
