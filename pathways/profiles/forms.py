"""What people type about skills and titles becomes clean values. What an action must enforce is in the action."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.design.fields import LinesField
from pathways.choices import SkillAnswer
from pathways.models import Skill, SkillLevel, SkillRequest, Title
from pathways.profiles.reading import titles_to_choose

# What a person can do at each level, in the words of a person.
MEANINGS = {
    SkillLevel.AWARENESS: gettext_lazy("I know what it is for, and follow when others talk about it."),
    SkillLevel.WORKING: gettext_lazy("I do everyday tasks with it, and ask when it gets hard."),
    SkillLevel.PRACTITIONER: gettext_lazy("I do hard tasks alone, and show others how."),
    SkillLevel.EXPERT: gettext_lazy("Others come to me; I decide how we do it here."),
}


def _level_label(level: SkillLevel) -> str:
    return f"{level.label.capitalize()}: {MEANINGS[level]}"


def grouped_skills(without: Any = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """All skills by group, for a menu. One query."""
    rows = Skill.objects.exclude(pk__in=list(without)).order_by("group", "name").values_list("group", "slug", "name")
    return [
        (group or _("Other"), [(slug, name) for _group, slug, name in some])
        for group, some in groupby(rows, key=lambda row: row[0])
    ]


class RatingForm(forms.Form):
    """How well one can do something, and what shows it. Without `skill` the menu of all skills comes first."""

    skill = forms.ModelChoiceField(
        Skill.objects.all(), to_field_name="slug", label=gettext_lazy("Skill"),
        error_messages={"required": gettext_lazy("Choose a skill from the list.")},
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the level that fits best.")},
    )  # fmt: skip
    evidence = LinesField(
        label=gettext_lazy("What shows it"),
        help_text=gettext_lazy("Something you did, made or learned. Your manager and HR can read it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[MaxLengthValidator(2000)],
    )
    url = forms.URLField(
        label=gettext_lazy("Link to it"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        error_messages={"invalid": gettext_lazy("Write a web address, such as https://example.org/report.")},
    )

    def __init__(self, data: Any = None, *, skill: Skill | None = None, without: Any = (), **more: Any) -> None:
        super().__init__(data, **more)
        levels: Any = self.fields["level"]
        levels.choices = [(level.value, _level_label(level)) for level in SkillLevel]
        if skill is not None:
            del self.fields["skill"]
            return
        menu: Any = self.fields["skill"]
        menu.choices = [("", _("Choose a skill")), *grouped_skills(without)]


class ConfirmForm(forms.Form):
    """A manager's word about a skill of one of their people."""

    level = forms.TypedChoiceField(label=gettext_lazy("Level that you see"), coerce=int)
    word = LinesField(
        label=gettext_lazy("A word about it"),
        required=False,
        help_text=gettext_lazy("The person reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[MaxLengthValidator(1000)],
    )

    def __init__(self, data: Any = None, *, record: int, said: int = 0) -> None:
        super().__init__(data, auto_id=f"confirm-{record}-%s", initial={"level": said})
        self.record, self.said = record, said
        levels: Any = self.fields["level"]
        levels.choices = [(level.value, f"{level.value} · {level.label}") for level in SkillLevel]

    def clean(self) -> dict[str, Any]:
        """Whoever sees it otherwise says why."""
        values: dict[str, Any] = self.cleaned_data
        if values.get("level") and values["level"] != self.said and not values.get("word", "").strip():
            self.add_error("word", _("You see another level than the person. Say why: they read it."))
        return values


class SetTitleForm(forms.Form):
    """Which refreshed title someone's post has."""

    title = forms.ModelChoiceField(
        Title.objects.none(),
        to_field_name="code",
        label=gettext_lazy("Refreshed title"),
        empty_label=gettext_lazy("Choose a title"),
        error_messages={"required": gettext_lazy("Choose a title.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["title"]
        field.queryset = titles_to_choose()
        field.label_from_instance = lambda each: f"{each.name} ({each.code})"


class AskForSkillForm(forms.Form):
    """A skill that the vocabulary lacks."""

    name = forms.CharField(
        label=gettext_lazy("What is the skill called?"), max_length=80,
        error_messages={"required": gettext_lazy("Give the skill a name.")},
    )  # fmt: skip
    why = LinesField(
        label=gettext_lazy("What is it, and where do you use it?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[MaxLengthValidator(2000)],
        error_messages={"required": gettext_lazy("Say what it is: HR may not know it.")},
    )


class AnswerForm(forms.Form):
    """What HR says to someone who misses a skill."""

    mark_optional = False

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=SkillAnswer, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name of the new skill"), required=False, max_length=80)
    group = forms.CharField(
        label=gettext_lazy("Group of the new skill"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"list": "skill-groups", "autocomplete": "off"}),
    )  # fmt: skip
    skill = forms.ModelChoiceField(
        Skill.objects.all(), to_field_name="slug", label=gettext_lazy("Skill that is meant"), required=False
    )
    reason = LinesField(
        label=gettext_lazy("What you say to the person"),
        help_text=gettext_lazy("Needed if the answer is no."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(2000)],
    )

    def __init__(self, data: Any = None, *, asked: SkillRequest, menu: Any) -> None:
        super().__init__(data, auto_id=f"answer-{asked.pk}-%s", initial={"name": asked.name})
        skill: Any = self.fields["skill"]
        skill.choices = [("", _("Choose a skill")), *menu]
