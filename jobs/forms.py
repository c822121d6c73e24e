"""HR's forms: what is typed becomes clean values. What an action must enforce is in the action."""

import copy
import unicodedata
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.access import EVERYWHERE, places
from chitech.core.accounts.models import Department, User
from chitech.core.accounts.roles import Permission
from jobs.fields import LAST_MINUTE, MIDNIGHT, DayField, DollarsField, LinesField, TitleField
from jobs.models import Posting

_LONGEST_TEXT = 30_000
_MOST_MONTHS = 480


def _lines(label: Any, hint: Any) -> LinesField:
    return LinesField(label=label, help_text=hint, required=False, validators=[MaxLengthValidator(_LONGEST_TEXT)])


class PostingForm(forms.ModelForm):
    """A posting as HR writes it. A draft may lack much; `publish` says what is missing.

    Each field has the name of its column, so that `values()` is what the actions take.
    """

    title = TitleField(
        label=gettext_lazy("Title"),
        required=False,
        empty_label=gettext_lazy("No title"),
        help_text=gettext_lazy("The refreshed title that this job belongs to. It brings its field of work."),
    )
    what_you_will_do = _lines(
        gettext_lazy("What you will do"),
        gettext_lazy("Needed to publish. Start a line with a dash for a list; leave a line empty for a new paragraph."),
    )
    what_you_need = _lines(
        gettext_lazy("What you need"), gettext_lazy("Only what the job can’t be started without. Keep the list short.")
    )
    what_helps = _lines(gettext_lazy("What helps"), gettext_lazy("What is welcome, and can be learned on the job."))
    benefits = _lines(
        gettext_lazy("Benefits"),
        gettext_lazy("Needed to publish: health insurance, pension, paid time off, other pay."),
    )
    how_to_apply = _lines(
        gettext_lazy("How to apply"), gettext_lazy("Needed to publish: where to send what, and whom to ask.")
    )
    pay_min_cents = DollarsField(
        label=gettext_lazy("Pay from"), required=False, help_text=gettext_lazy("Needed to publish. In dollars.")
    )
    pay_max_cents = DollarsField(
        label=gettext_lazy("Pay to"), required=False, help_text=gettext_lazy("The same as “pay from” if it is fixed.")
    )
    openings = forms.IntegerField(
        label=gettext_lazy("Openings"),
        min_value=1,
        max_value=9_999,
        initial=1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Write how many people are wanted, as a whole number from 1 to 9,999."),
        ),
    )
    opens_at = DayField(
        at=MIDNIGHT,
        label=gettext_lazy("Opens"),
        required=False,
        help_text=gettext_lazy("From the start of this day. Leave it empty to open as soon as it is published."),
    )
    closes_at = DayField(
        at=LAST_MINUTE,
        label=gettext_lazy("Closes"),
        required=False,
        help_text=gettext_lazy("At 11:59 pm Chicago time on this day. Leave it empty for “open until filled”."),
    )

    class Meta:
        model = Posting
        fields = [
            "title", "family", "business_title", "department", "division", "level",
            "what_you_will_do", "what_you_need", "what_helps", "benefits", "how_to_apply",
            "pay_min_cents", "pay_max_cents", "pay_unit",
            "openings", "employment_type", "hours_or_shift", "work_mode", "location",
            "experience_months", "degree_rule", "degree_kind", "degree_reason", "degree_equivalent",
            "audience", "opens_at", "closes_at",
            "budget_title_code", "schedule_grade", "bargaining_unit", "service_type", "selection_method", "residency",
            "residency_note",
        ]  # fmt: skip
        widgets = {"residency_note": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "business_title": {"required": gettext_lazy("Give the job a name.")},
            "department": {"required": gettext_lazy("Choose the department that hires.")},
            "employment_type": {"required": gettext_lazy("Choose the employment.")},
            "audience": {"required": gettext_lazy("Choose who may apply.")},
            "experience_months": {"invalid": gettext_lazy("Write whole months, such as 24, or leave it empty.")},
        }
        help_texts = {
            "business_title": gettext_lazy("What the person does, in words that people search for."),
            "pay_unit": gettext_lazy("What one amount is for."),
            "experience_months": gettext_lazy("24 means two years; 0 means that none is needed."),
            "degree_kind": gettext_lazy("Needed if a degree is required: the lowest one that will do."),
            "degree_reason": gettext_lazy("Needed if a degree is required. If a law requires it, name the law."),
            "degree_equivalent": gettext_lazy("Needed if a degree is required: “four years of practice”."),
            "hours_or_shift": gettext_lazy("“Monday to Friday, 8:30 am to 4:30 pm”"),
            "budget_title_code": gettext_lazy("As the city’s budget has it, with leading zeros."),
            "audience": gettext_lazy("“City staff only” hides it from the public."),
        }

    # Most boxes may stay empty in a draft; the hints say which ones publishing needs.
    mark_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        instance: Posting | None = None,
        initial: Mapping[str, Any] | None = None,
        by: User | None = None,
    ):
        """`by` is offered the departments for which they may write; without a person, all are."""
        # A copy: what fails to be saved must not show up as if it were the posting.
        super().__init__(data, instance=copy.copy(instance) if instance else None, initial=dict(initial or {}))
        where = places(by, Permission.WRITE_POSTINGS) if by else EVERYWHERE
        if where is not None:
            departments = cast("forms.ModelChoiceField[Any]", self.fields["department"])
            departments.queryset = Department.objects.filter(pk__in=where)
        for name, field in self.fields.items():
            # A browser would cut a long paste off without a word; the server says that it is too long.
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field, forms.ModelChoiceField) and name != "title":
                field.empty_label = gettext_lazy("Choose") if name == "department" else gettext_lazy("Not stated")
            if name in {"bargaining_unit", "service_type", "selection_method", "residency"}:
                _only_in_force(field, getattr(instance, f"{name}_id", None))
        for name in ("work_mode", "pay_unit", "degree_rule", "degree_kind"):
            _say_when_unset(self.fields[name], gettext_lazy("Not stated"))
        if instance is not None and instance.phase in {Posting.Phase.OPEN, Posting.Phase.ENDED}:
            self.fields["opens_at"].disabled = True
            self.fields["opens_at"].help_text = _("It has opened, so this day can no longer change.")

    def clean_business_title(self) -> str:
        """A name that people can see: signs that only steer the direction or width of text go, letters must stay."""
        typed: str = self.cleaned_data["business_title"]
        seen = " ".join("".join(c for c in typed if unicodedata.category(c) not in {"Cf", "Cc", "Cn", "Co"}).split())
        if not any(c.isalnum() for c in seen):
            raise forms.ValidationError(_("Give the job a name in letters that people can read."))
        return seen

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("title"):
            values["family"] = None  # the title brings its own
        self._keep_the_clock(values)
        self._check_pay(values)
        opens, closes = values.get("opens_at"), values.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("A posting closes after it opens. Choose a later day."))
        return values

    def clean_experience_months(self) -> int | None:
        months: int | None = self.cleaned_data["experience_months"]
        if months is not None and months > _MOST_MONTHS:
            raise ValidationError(_("That is more than a working life. Write months: 24 means two years."))
        return months

    def _keep_the_clock(self, values: dict[str, Any]) -> None:
        """A day left as it is keeps its time: an import may close at 5 pm, and a posting opens when it is published."""
        for name in ("opens_at", "closes_at"):
            kept, typed = getattr(self.instance, name), values.get(name)
            if kept and typed and timezone.localdate(kept) == timezone.localdate(typed):
                values[name] = kept

    def _check_pay(self, values: dict[str, Any]) -> None:
        """The whole range or none of it; each sentence stands at the box that lacks something."""
        names = ("pay_min_cents", "pay_max_cents", "pay_unit")
        if not all(name in values for name in names) or not any(values[name] for name in names):
            return
        sentences = {
            "pay_min_cents": _("Where does the pay start? Fill this in, or leave all of the pay empty."),
            "pay_max_cents": _("Where does the pay end? Fill this in, or leave all of the pay empty."),
            "pay_unit": _("Choose what the amounts are for: a year, an hour or a day."),
        }
        for name in names:
            if not values[name]:
                self.add_error(name, sentences[name])
        low, high = values.get("pay_min_cents"), values.get("pay_max_cents")
        if low and high and high < low:
            self.add_error("pay_max_cents", _("The top of the range is below its start. Are the two swapped?"))

    def values(self) -> dict[str, Any]:
        """Column -> value, for `actions.create` and `actions.update`."""
        return {name: self.cleaned_data[name] for name in self.fields}


def _only_in_force(field: Any, kept_id: int | None) -> None:
    """Offer the rules that hold today, and the one that the posting has."""
    ended = Q(in_force_to__lt=timezone.localdate())
    field.queryset = field.queryset.exclude(ended & ~Q(pk=kept_id))


def _say_when_unset(field: Any, label: Any) -> None:
    field.choices = [("", label), *[choice for choice in field.choices if choice[0] != ""]]


class EndForm(forms.Form):
    """Why a posting is closed early or cancelled."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("People who still have the page’s address will read it."),
        error_messages={"required": gettext_lazy("Give the reason in a few words: people will ask.")},
        validators=[
            MaxLengthValidator(300, gettext_lazy("Keep the reason under 300 characters: one or two sentences."))
        ],
    )

    def __init__(self, data: Any = None, *, prefix: str) -> None:
        super().__init__(data, auto_id=f"{prefix}_%s")  # two of these can stand on one page
        self.fields["reason"].widget.attrs.pop("maxlength", None)
