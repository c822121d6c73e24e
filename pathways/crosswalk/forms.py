"""What HR decides about old titles, and what people ask, as clean values. What must hold is in the actions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.design.fields import LinesField
from chitech.core.design.forms import DateInput
from pathways.crosswalk.actions import PLAIN, Decided
from pathways.crosswalk.choices import ActionKind, Effect, Outcome, UnionNotice
from pathways.models import BudgetTitle, CrosswalkDecision, Title

MOST_TITLES = 4
_LABELS = (
    gettext_lazy("It becomes"),
    gettext_lazy("Or (second title)"),
    gettext_lazy("Or (third title)"),
    gettext_lazy("Or (fourth title)"),
)


def usable_titles() -> list[Any]:
    """Titles that an old one may become, by family: with `name` and `family`. One query."""
    titles = Title.objects.in_use().filter(retired_on=None).with_revision().select_related("family")
    return list(titles.by_ladder())


def grouped(titles: Iterable[Any]) -> list[tuple[str, Any]]:
    """Choices by family, an empty one first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for title in titles:
        groups.setdefault(title.family.name, []).append((title.code, f"{title.name} ({title.code})"))
    return [("", _("None")), *groups.items()]


def _choice(label: Any, words: type[Any], hint: Any = "") -> forms.ChoiceField:
    choices = [("", gettext_lazy("Choose")), *words.choices]
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=hint)


class DecisionForm(forms.Form):
    """What becomes of one old title."""

    mark_optional = False

    outcome = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=[
            (Outcome.MAPPED, gettext_lazy("It is mapped to refreshed titles")),
            (Outcome.SET_ASIDE, gettext_lazy("It is set aside: not a title, or not one of technology")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Map it, or set it aside.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("People whose title changes read this. With several titles, say who becomes what."),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(500)],
        error_messages={"required": gettext_lazy("Say why: it is kept, and people may ask.")},
    )
    effective_on = forms.DateField(label=gettext_lazy("Takes effect on"), widget=DateInput, required=False)
    union_notice = _choice(gettext_lazy("Notice to the union"), UnionNotice)
    union_notified_on = forms.DateField(
        label=gettext_lazy("Union notified on"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Only if the notice was given."),
    )
    action_kind = _choice(gettext_lazy("Council or budget action"), ActionKind)
    action_reference = forms.CharField(
        label=gettext_lazy("Which action"),
        required=False,
        help_text=gettext_lazy("The number of the ordinance or the budget line, once it is known."),
        validators=[MaxLengthValidator(200)],
    )
    incumbents = _choice(gettext_lazy("Effect on those who hold it"), Effect)
    incumbents_note = forms.CharField(
        label=gettext_lazy("What that means for them"),
        required=False,
        help_text=gettext_lazy("In plain words. They read it on the page about their title."),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(500)],
    )
    duties = LinesField(
        label=gettext_lazy("Duties of the old title"),
        required=False,
        help_text=gettext_lazy("One a line, in plain words. They stand beside the new ones on the page of the person."),
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[MaxLengthValidator(5000)],
    )

    def __init__(
        self,
        data: Any = None,
        *,
        budget_title: BudgetTitle,
        decision: CrosswalkDecision | None = None,
        titles: list[Any],
        asked: str = "",
    ) -> None:
        """`titles` as `usable_titles()` gives them; `asked` is the code of one that is filled in to begin with."""
        super().__init__(data, initial=_initial(decision, asked) | {"duties": budget_title.duties})
        self._titles = {title.code: title for title in titles}
        kept = [target.title for target in decision.targets.all()] if decision else []
        choices = grouped(titles)
        for title in kept:  # one that was retired since stays in sight
            if title.code not in self._titles:
                self._titles[title.code] = title
                choices.append((title.code, title.code))
        for number, label in enumerate(_LABELS):
            self.fields[f"title_{number}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def title_fields(self) -> list[Any]:
        return [self[f"title_{number}"] for number in range(MOST_TITLES)]

    def decided(self) -> Decided:
        """What `actions.decide` is given."""
        values = self.cleaned_data
        codes = [values[f"title_{number}"] for number in range(MOST_TITLES)]
        titles = tuple(self._titles[code] for code in dict.fromkeys(codes) if code)
        return Decided(titles=titles, duties=values["duties"], **{name: values[name] for name in PLAIN})


def _initial(decision: CrosswalkDecision | None, asked: str) -> dict[str, Any]:
    if decision is None:
        return {"title_0": asked, "outcome": Outcome.MAPPED if asked else ""}
    codes = [target.title.code for target in decision.targets.all()]
    if asked and asked not in codes:
        codes.insert(0, asked)
    initial = {name: getattr(decision, name) for name in PLAIN}
    if asked:
        initial["outcome"] = Outcome.MAPPED
    return initial | {f"title_{number}": code for number, code in enumerate(codes[:MOST_TITLES])}


class QuestionForm(forms.Form):
    """A question to HR."""

    text = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy("Human Resources reads it and answers here. You get a message."),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[MaxLengthValidator(2000)],
        error_messages={"required": gettext_lazy("Write your question.")},
    )


class AnswerForm(forms.Form):
    """HR's answer."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("It is sent to the person, with your name."),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[MaxLengthValidator(4000)],
        error_messages={"required": gettext_lazy("Write the answer.")},
    )
