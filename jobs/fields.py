"""Boxes of HR's forms that read what people type: dollars, days of the city's calendar, titles by family."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.design.fields import DollarsField, LinesField
from chitech.core.design.forms import DateInput
from pathways.models import Title

__all__ = ["LAST_MINUTE", "MIDNIGHT", "DayField", "DollarsField", "LinesField", "TitleField"]

MIDNIGHT = time(0, 0)
# Closing means 11:59 pm in Chicago.
LAST_MINUTE = time(23, 59)


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
