"""What a person fills in about messages."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from chitech.core.outbox import kinds, wishes
from chitech.core.outbox.choices import Channel, Frequency
from chitech.core.outbox.kinds import Kind
from chitech.core.outbox.models import ContactSettings
from chitech.core.outbox.wishes import Way


class TimeInput(forms.TimeInput):
    """The browser's own box for a time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class FrequenciesForm(forms.Form):
    """How often each kind comes, by each channel."""

    def __init__(self, *args: Any, before: dict[Way, Frequency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for (name, channel), frequency in before.items():
            kind = kinds.kind(name)
            choices = [(choice.value, choice.label) for choice in kind.choices(channel)]
            self.fields[_name(kind, channel)] = forms.ChoiceField(
                label=channel.label, choices=choices, initial=frequency.value
            )

    def rows(self, kind: Kind) -> list[Any]:
        """The fields of a kind."""
        return [self[_name(kind, channel)] for channel in reversed(Channel) if _name(kind, channel) in self.fields]

    def wanted(self) -> dict[Way, Frequency]:
        """What the person chose. A form that was drawn before a kind came to be leaves it as it was."""
        return {
            (name, channel): Frequency(self.cleaned_data[field])
            for name, channel in self._ways
            if (field := _name(kinds.kind(name), channel)) in self.cleaned_data
        }

    @property
    def _ways(self) -> list[Way]:
        return [(kind.name, channel) for kind in kinds.all_kinds() for channel in Channel if kind.choices(channel)]


def _name(kind: Kind, channel: Channel) -> str:
    return f"{channel.value}-{kind.name}"


class ContactForm(forms.ModelForm):
    """When email may come."""

    mark_optional = False

    digest_weekday = forms.TypedChoiceField(
        label=_("Weekly emails come on"), choices=list(WEEKDAYS.items()), coerce=int
    )

    class Meta:
        model = ContactSettings
        fields = ["quiet_from", "quiet_until", "digest_time", "digest_weekday"]
        labels = {
            "quiet_from": _("Send no email from"),
            "quiet_until": _("until"),
            "digest_time": _("Daily and weekly emails come at"),
        }
        widgets = {"quiet_from": TimeInput(), "quiet_until": TimeInput(), "digest_time": TimeInput()}
        error_messages = {name: {"invalid": _("Write a time of day, as 21:30.")} for name in widgets}


def forms_of(user: Any, data: Any = None) -> tuple[FrequenciesForm, ContactForm]:
    """Both forms of the page of settings, filled with what holds now or with what was sent."""
    before = wishes.frequencies(user)
    return FrequenciesForm(data, before=before), ContactForm(data, instance=wishes.contact_settings(user))
