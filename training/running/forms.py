"""Input of who runs a session, and of who was in it."""

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.design.forms import DateInput
from training.models.running import USEFUL, Feedback
from training.moves import Action

MOST_PEOPLE = 5_000


class Verb(models.TextChoices):
    """What can be done with several people at once. The label completes "N people: ..."."""

    SUGGESTED = "suggested", gettext_lazy("what the check-in suggests is confirmed")
    ATTENDED = Action.ATTENDED.value, gettext_lazy("marked as came")
    PARTLY = Action.PARTLY.value, gettext_lazy("marked as came in part")
    NO_SHOW = Action.NO_SHOW.value, gettext_lazy("marked as did not come")
    COMPLETE = Action.COMPLETE.value, gettext_lazy("completed, and their skills are on their profiles")
    MESSAGE = "message", gettext_lazy("your message is on its way")
    REMOVE = Action.REMOVE.value, gettext_lazy("the place is cancelled, and they are told why")


class BulkForm(forms.Form):
    """People of a roster, and what to do with them."""

    mark_optional = False

    verb = forms.ChoiceField(choices=Verb.choices)
    people = forms.TypedMultipleChoiceField(coerce=int, required=False)
    everyone = forms.BooleanField(required=False)
    words = forms.CharField(
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("Plain words. The course, its dates and your name are added."),
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Each of them reads it."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    batch = forms.UUIDField(required=False)

    def __init__(self, *args: Any, people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(pk, pk) for pk in people]
        field.error_messages["invalid_choice"] = _("Somebody whom you chose is no longer on this roster.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        verb = values.get("verb")
        if "people" in values and not values["people"] and not values.get("everyone"):
            self.add_error(None, _("Choose at least one person, or everyone on the list."))
        if verb == Verb.MESSAGE and not values.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", _("Write what you want to tell them."))
        if verb == Verb.REMOVE and not values.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", _("Say why, so that they know."))
        values["batch"] = values.get("batch") or uuid.uuid4()
        return values


class EnrollSomeoneForm(forms.Form):
    """A coordinator asks for somebody."""

    mark_optional = False

    person = forms.TypedChoiceField(
        label=gettext_lazy("Who"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a person.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept with the seat, and the person can read it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why you enroll them yourself.")},
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = people


class FeedbackForm(forms.Form):
    """Three questions after a session."""

    mark_optional = False

    useful = forms.TypedChoiceField(
        label=gettext_lazy("How useful was it for you?"),
        coerce=int,
        choices=[(value, label) for value, label in reversed(USEFUL)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a number from 1 to 5.")},
    )
    would_recommend = forms.TypedChoiceField(
        label=gettext_lazy("Would you recommend it?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What should change? (You may leave this empty.)"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, given: Feedback | None = None, **kwargs: Any) -> None:
        """`given`: what was answered before."""
        super().__init__(*args, **kwargs)
        if given is not None:
            recommends = "yes" if given.would_recommend else "no"
            self.initial = {"useful": given.useful, "would_recommend": recommends, "words": given.words}


class RangeForm(forms.Form):
    """Which days figures are about: the last year if nothing is said."""

    mark_optional = False

    since = forms.DateField(label=gettext_lazy("From"), widget=DateInput)
    until = forms.DateField(label=gettext_lazy("To"), widget=DateInput)

    def __init__(self, given: Any) -> None:
        today = timezone.localdate()
        self.default = (today - timedelta(days=365), today)
        chosen = {"since": given.get("since") or self.default[0], "until": given.get("until") or self.default[1]}
        super().__init__(chosen)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("since", "until"):
            if values.get(name) and not 1990 <= values[name].year <= 2200:
                self.add_error(name, _("Check the year."))
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", _("Choose a day that is not before the first one."))
        return values

    @property
    def days(self) -> tuple[date, date]:
        """The range that is asked for; the last year where it makes no sense."""
        return (self.cleaned_data["since"], self.cleaned_data["until"]) if self.is_valid() else self.default
