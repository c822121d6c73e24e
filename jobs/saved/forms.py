"""What people type about saved searches, into clean values."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jobs.choices import AlertFrequency, WorkMode
from jobs.criteria import MULTIPLE, POSTED_DAYS, Criteria, Vocabulary
from pathways.models.titles import DegreeRule


class SaveForm(forms.Form):
    """A search to keep, with the filters that stand in the address. `needs_email` for who has not signed in."""

    name = forms.CharField(
        label=_("Name of this search"),
        max_length=120,
        help_text=_("It stands in the subject of the emails."),
        error_messages={"required": _("Give the search a name that you will know again.")},
    )
    frequency = forms.ChoiceField(
        label=_("When shall we write?"),
        choices=AlertFrequency.choices,
        initial=AlertFrequency.DAILY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when we shall write.")},
    )
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("We send one email with a link. Nothing else comes before you say yes there."),
        error_messages={
            "required": _("Type the address that new openings shall go to."),
            "invalid": _("Type a whole address, such as sam@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, needs_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_email:
            del self.fields["email"]


class EditForm(forms.Form):
    """All of a saved search. Its filters are read as those of the list are: `criteria`."""

    name = SaveForm.base_fields["name"]
    frequency = SaveForm.base_fields["frequency"]
    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        help_text=_("A title, a skill, or the word you use every day."),
    )
    pay_min = forms.CharField(label=_("Least pay a year, in dollars"), required=False, max_length=12)
    family = forms.MultipleChoiceField(label=_("Field of work"), required=False, widget=forms.CheckboxSelectMultiple)
    work = forms.MultipleChoiceField(
        label=_("Where you work"), required=False, widget=forms.CheckboxSelectMultiple, choices=WorkMode.choices
    )
    level = forms.MultipleChoiceField(label=_("Level"), required=False, widget=forms.CheckboxSelectMultiple)
    degree = forms.MultipleChoiceField(
        label=_("Degree"), required=False, widget=forms.CheckboxSelectMultiple, choices=DegreeRule.choices
    )
    experience = forms.BooleanField(label=_("No experience needed"), required=False)
    department = forms.MultipleChoiceField(label=_("Department"), required=False, widget=forms.CheckboxSelectMultiple)
    posted = forms.CharField(required=False, widget=forms.HiddenInput)

    # Everything but the name may be left out.
    mark_optional = False

    def __init__(self, *args: Any, vocabulary: Vocabulary, criteria: Criteria, **kwargs: Any) -> None:
        self._vocabulary = vocabulary
        start: dict[str, Any] = {name: list(getattr(criteria, name)) for name in MULTIPLE}
        start |= {"q": criteria.q, "pay_min": criteria.pay_min or "", "posted": criteria.posted}
        kwargs["initial"] = {**start, "experience": bool(criteria.experience), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        listed = {
            "family": [(each.slug, each.name) for each in vocabulary.families],
            "level": [(str(each.number), str(each)) for each in vocabulary.levels],
            "department": [(each.slug, each.name) for each in vocabulary.departments],
        }
        for name, choices in listed.items():
            field: Any = self.fields[name]
            # What has left the list since can be kept or taken off.
            known = {value for value, _label in choices}
            gone = [(value, _("%s (no longer a choice)") % value) for value in start[name] if value not in known]
            field.choices = [*choices, *gone]

    def clean_pay_min(self) -> int | None:
        """Whole dollars, as the list reads them."""
        typed = self.cleaned_data["pay_min"]
        read = Criteria.read(_query(pay_min=typed), self._vocabulary) if typed else None
        if read and read.notices:
            raise forms.ValidationError(_("Type whole dollars, such as 85000."))
        return read.pay_min if read else None

    def clean_posted(self) -> str:
        posted: str = self.cleaned_data["posted"]
        return posted if posted in POSTED_DAYS else ""

    @property
    def criteria(self) -> Criteria:
        """The filters, once the form is valid."""
        words = Criteria.read(_query(q=self.cleaned_data["q"]), self._vocabulary).q
        values: dict[str, Any] = {name: tuple(sorted(self.cleaned_data[name])) for name in MULTIPLE}
        return Criteria(
            q=words,
            pay_min=self.cleaned_data["pay_min"],
            experience="none" if self.cleaned_data["experience"] else "",
            posted=self.cleaned_data["posted"],
            **values,
        )


def _query(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data
