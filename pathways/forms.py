"""HR's forms of titles: what is typed becomes clean values. What an action must enforce is in the action."""

import copy
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import RoleGrant, User
from chitech.core.accounts.roles import Permission, roles_with
from chitech.core.design.fields import DollarsField, LinesField
from chitech.core.design.forms import DateInput
from pathways import completeness
from pathways.models import Revision, Skill, Title

_LONGEST_TEXT = 20_000


class StepsField(LinesField):
    """Amounts of a grade's steps, one a line, clean as cents."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> Any:
        dollars, found = DollarsField(), []
        for line in super().to_python(value).splitlines():
            if not line.strip():
                continue
            try:
                found.append(dollars.to_python(line))
            except ValidationError as fault:
                raise ValidationError(
                    _("“%(line)s” is not an amount. Write one amount a line."), params={"line": line[:40]}
                ) from fault
        return found

    def prepare_value(self, value: Any) -> Any:
        return (
            "\n".join(f"{cents / 100:,.2f}".removesuffix(".00") for cents in value)
            if isinstance(value, list)
            else value
        )


def _lines(label: Any, hint: Any, *, required: bool = False, rows: int = 6) -> LinesField:
    return LinesField(
        label=label,
        help_text=hint,
        required=required,
        validators=[MaxLengthValidator(_LONGEST_TEXT)],
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RevisionForm(forms.ModelForm):
    """A draft as HR writes it. It may lack much; submitting and approving say what is missing."""

    mark_optional = False

    summary = _lines(gettext_lazy("Summary"), gettext_lazy("Two or three sentences: what the person does, for whom."))
    duties = _lines(
        gettext_lazy("Duties"), gettext_lazy("One duty a line. Begin each with what the person does."), rows=10
    )
    working_conditions = _lines(
        gettext_lazy("Working conditions"), gettext_lazy("Where, when, and what is hard about it."), rows=3
    )
    change_note = _lines(
        gettext_lazy("What changes, and why"),
        gettext_lazy("Everyone reads this in the history of the title."),
        rows=3,
    )
    pay_min_cents = DollarsField(label=gettext_lazy("Pay from"), help_text=gettext_lazy("In dollars."))
    pay_max_cents = DollarsField(label=gettext_lazy("Pay to"))
    pay_steps = StepsField(
        label=gettext_lazy("Pay steps"),
        required=False,
        help_text=gettext_lazy("One amount a line, from the first step to the last. Empty for an open range."),
    )

    experience_months = forms.IntegerField(
        label=gettext_lazy("Experience asked, in months"),
        help_text=gettext_lazy("24 means two years; 0 means that none is needed."),
        min_value=0,
        max_value=480,
    )

    class Meta:
        model = Revision
        fields = [
            "name", "summary", "duties", "working_conditions", "pay_grade", "pay_min_cents", "pay_max_cents",
            "pay_unit", "pay_steps", "experience_months", "experience_basis", "experience_reason",
            "experience_equivalent_kind", "experience_equivalent", "degree_rule", "degree_kind", "degree_basis",
            "degree_reason", "degree_equivalent_kind", "degree_equivalent", "demands_owner", "demands_review_on",
            "change_note",
        ]  # fmt: skip
        widgets = {
            "demands_review_on": DateInput,
            **{
                name: forms.Textarea(attrs={"rows": 2})
                for name in ("experience_reason", "experience_equivalent", "degree_reason", "degree_equivalent")
            },
        }
        help_texts = {
            "name": gettext_lazy("Says what the person does, in words that people search for."),
            "experience_reason": gettext_lazy("Needed if experience is asked for. If a law asks for it, name the law."),
            "degree_reason": gettext_lazy("Needed if a degree is required. If a law requires it, name the law."),
            "degree_kind": gettext_lazy("Needed if a degree is required: the lowest one that will do."),
            "demands_owner": gettext_lazy("Is reminded when the day below comes."),
            "demands_review_on": gettext_lazy("When what is asked for is looked at again."),
        }

    def __init__(self, data: Any = None, *, instance: Revision) -> None:
        super().__init__(data, instance=copy.copy(instance))
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
        every: list[Any] = list(self.fields.values())
        for choice in every:
            if isinstance(choice, forms.TypedChoiceField) and not choice.required:
                known = cast("list[tuple[str, Any]]", choice.choices)
                choice.choices = [("", gettext_lazy("Not stated")), *[each for each in known if each[0] != ""]]
        owner: Any = self.fields["demands_owner"]
        owner.queryset = answerable(instance.demands_owner_id)
        owner.empty_label = gettext_lazy("Nobody yet")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = values.get("pay_min_cents"), values.get("pay_max_cents")
        if low and high and high < low:
            self.add_error("pay_max_cents", _("The top of the range is below its start. Are the two swapped?"))
        return values

    def clean_demands_review_on(self) -> date | None:
        """A slip in the year would put a new demand among the overdue ones, or among those of the next century."""
        day: date | None = self.cleaned_data["demands_review_on"]
        if day and day != self.instance.demands_review_on and not completeness.is_review_day(day):
            raise ValidationError(_("Choose a day to come, within ten years."))
        return day

    def _post_clean(self) -> None:
        """Constraints are for what is approved; a draft may lack much, and the actions say what."""

    def values(self) -> dict[str, Any]:
        """Column -> value, for `actions.update_draft`."""
        return {name: self.cleaned_data[name] for name in self.fields}


def answerable(kept: int | None = None) -> Any:
    """Who may answer for what a title asks: people who write titles, and whoever does so now."""
    writers = RoleGrant.objects.live().filter(role__in=roles_with(Permission.WRITE_TITLES)).values("user")
    people = User.objects.filter(is_active=True)
    return (people.filter(pk__in=writers) | people.filter(pk=kept or 0)).order_by("name")


class RemarkForm(forms.Form):
    """A remark at a field of a draft."""

    field = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Remark"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what you want to say.")},
        validators=[MaxLengthValidator(2000)],
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="remark_%s")
        labels = [(name, RevisionForm.base_fields[name].label) for name in RevisionForm.Meta.fields]
        self.fields["field"].choices = [("", _("All of it")), *labels, ("skills", _("Skills"))]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """What should change before a draft can be approved."""

    note = forms.CharField(
        label=gettext_lazy("What should change"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what should change: the writer works from it.")},
        validators=[MaxLengthValidator(2000)],
    )


def _confirmation() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("I have read what this touches"),
        error_messages={"required": gettext_lazy("Read what it touches, and tick this box.")},
    )


class ApproveForm(forms.Form):
    """From when on it holds, and that its impact was read."""

    in_force_from = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Choose the day from which it holds.")},
    )
    confirmed = _confirmation()


class ConfirmForm(forms.Form):
    """That what a change touches was read, where it holds at once."""

    confirmed = _confirmation()


class RetireForm(forms.Form):
    """When a title is used no more, and what takes its place."""

    on = forms.DateField(
        label=gettext_lazy("Not used any more from"),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Choose the day from which it is not used.")},
    )
    successor = forms.ModelChoiceField(
        Title.objects.none(), label=gettext_lazy("Title that takes its place"), required=False,
        empty_label=gettext_lazy("None"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        help_text=gettext_lazy("Needed if no title takes its place."),
        validators=[MaxLengthValidator(300)],
    )

    def __init__(self, data: Any = None, *, title: Title) -> None:
        super().__init__(data, auto_id="retire_%s")
        field: Any = self.fields["successor"]
        field.queryset = Title.objects.with_revision().filter(retired_on=None).exclude(pk=title.pk).by_ladder()
        field.label_from_instance = lambda each: f"{each.name or ''} ({each.code})"


class GradesForm(forms.Form):
    """A change set: many titles' pay moves by a percentage."""

    name = forms.CharField(label=gettext_lazy("Name of the change set"), max_length=120)
    reason = forms.CharField(
        label=gettext_lazy("What changes, and why"),
        help_text=gettext_lazy("Stands in the history of each of the titles."),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(2000)],
    )
    grades = forms.MultipleChoiceField(
        label=gettext_lazy("Pay grades"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one grade.")},
    )  # fmt: skip
    percent = forms.DecimalField(
        label=gettext_lazy("Change in percent"),
        min_value=-20,
        max_value=50,
        max_digits=4,
        decimal_places=2,
        help_text=gettext_lazy("2.5 raises pay and steps by two and a half percent."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        now = Revision.objects.in_force_on(timezone.localdate()).exclude(pay_grade="")
        grades = sorted(set(now.order_by().values_list("pay_grade", flat=True)))
        self.fields["grades"].choices = [(grade, grade) for grade in grades]  # type: ignore[attr-defined]


class SkillNameForm(forms.Form):
    """A change set: a skill gets another name, on every title at once."""

    skill = forms.ModelChoiceField(Skill.objects.order_by("name"), label=gettext_lazy("Skill"))
    new_name = forms.CharField(label=gettext_lazy("New name"), max_length=80)
    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}), validators=[MaxLengthValidator(2000)]
    )
    auto_id = "skill_%s"

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="skill_%s")

    def clean_new_name(self) -> str:
        name: str = self.cleaned_data["new_name"].strip()
        if Skill.objects.filter(name__iexact=name).exists():
            raise ValidationError(_("There is already a skill with this name."))
        return name
