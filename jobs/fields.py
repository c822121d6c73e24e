"""Boxes of HR's forms that read what people type: dollars, days of the city's calendar, titles by family."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.design.forms import DateInput
from pathways.models import Title

_DOLLARS = re.compile(r"\$?\s*(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,8})(?:\.(?P<cents>[0-9]{1,2}))?")
MIDNIGHT = time(0, 0)
# Closing means 11:59 pm in Chicago.
LAST_MINUTE = time(23, 59)


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


class DayField(forms.DateField):
    """A day of the city's calendar, clean as a moment: `at` on that day in Chicago, summer time or not."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("Write a date that exists, such as 11/30/2026."),
        "range": _("Choose a date between the years 2000 and 2100."),
    }

    def __init__(self, *, at: time, **kwargs: Any) -> None:
        self.at = at
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        # A moment comes from the database, and its day is Chicago's and not UTC's.
        return timezone.localdate(value) if isinstance(value, datetime) else super().to_python(value)

    def clean(self, value: Any) -> Any:
        day: date | None = super().clean(value)
        if day is None:
            return None
        if not 2000 <= day.year <= 2100:
            raise ValidationError(self.error_messages["range"], code="range")
        return datetime.combine(day, self.at, timezone.get_default_timezone())

    def prepare_value(self, value: Any) -> Any:
        return timezone.localdate(value) if isinstance(value, datetime) else value


class LinesField(forms.CharField):
    """Text of several lines. Browsers send line ends as CR LF; the database holds LF, so that nothing seems changed."""

    widget = forms.Textarea(attrs={"rows": 8})

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class _ByFamily(forms.models.ModelChoiceIterator):
    """Titles grouped under their family's name."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label or "")
        for family, titles in groupby(self.queryset, key=lambda title: title.family):
            yield (family.name, [self.choice(title) for title in titles])


class TitleField(forms.ModelChoiceField):
    """A title, told by the name that it has today."""

    iterator = _ByFamily

    def __init__(self, **kwargs: Any) -> None:
        titles = Title.objects.with_revision().select_related("family").by_ladder()
        super().__init__(queryset=titles, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.code})" if obj.name else obj.code
