"""HR's forms of moves."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from pathways.map import actions
from pathways.models import Move, Title


def choosable() -> Any:
    """Titles that a move can join: those in force, with their names, in the order of a career."""
    return Title.objects.with_revision().in_use(timezone.localdate()).select_related("family").by_ladder()


class _TitleField(forms.ModelChoiceField):
    def label_from_instance(self, title: Any) -> str:
        return f"{title.name} ({title.code})"


class MoveForm(forms.ModelForm):
    """What a move is."""

    class Meta:
        model = Move
        fields: tuple[str, ...] = ("kind", "how", "typical_months", "note")
        help_texts = {
            "typical_months": gettext_lazy("How long people usually stay before it: 24 is two years."),
            "note": gettext_lazy("What a person should know, in one sentence. May stay empty."),
        }

    def values(self) -> dict[str, Any]:
        """Column -> value, for the actions."""
        return {name: self.cleaned_data[name] for name in MoveForm.Meta.fields}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        origin = values.get("origin") or getattr(self.instance, "origin", None)
        destination = values.get("destination") or getattr(self.instance, "destination", None)
        if origin and destination and values.get("kind"):
            for fault in actions.faults(origin, destination, values["kind"]):
                self.add_error("kind", fault)
        return values


class NewMoveForm(MoveForm):
    """A move that is not drawn yet, with its two ends."""

    class Meta(MoveForm.Meta):
        fields: tuple[str, ...] = ("origin", "destination", *MoveForm.Meta.fields)
        field_classes = {"origin": _TitleField, "destination": _TitleField}

    def __init__(self, data: Any = None, *, origin: Title | None = None) -> None:
        super().__init__(data, initial={"origin": origin, "typical_months": 24})
        for name in ("origin", "destination"):
            field: Any = self.fields[name]
            field.queryset = choosable()
            field.empty_label = gettext_lazy("Choose a title")
