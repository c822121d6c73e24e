"""How forms look: USWDS markup with labels, hints, errors and ARIA for every field that a page asks for.

A page says `{{ form.title.as_field_group }}`, and `{% error_summary form %}` at the top. The templates are in
`templates/design/forms`.
"""

from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Widget
from django.utils.translation import gettext_lazy as _


def _uswds_class(widget: Widget) -> str:
    match widget:
        case forms.CheckboxSelectMultiple() | forms.CheckboxInput():  # first: the one is a kind of RadioSelect
            return "usa-checkbox__input"
        case forms.RadioSelect():
            return "usa-radio__input"
        case forms.FileInput():
            return "usa-file-input"
        case forms.Select():
            return "usa-select"
        case forms.Textarea():
            return "usa-textarea"
        case forms.HiddenInput() | forms.MultiWidget():
            return ""
        case _:
            return "usa-input"


class UswdsBoundField(BoundField):
    """A field of a form that knows its USWDS class, and where an error summary should send the reader."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        classes = f"{attrs.get('class') or widget.attrs.get('class', '')} {_uswds_class(widget)}".strip()
        if classes:
            attrs["class"] = classes
        # A placeholder that repeats the label says nothing, and goes away while one types.
        if str(self.label).lower() in str(widget.attrs.get("placeholder", "")).lower():
            attrs["placeholder"] = False
        if isinstance(widget, forms.RadioSelect):
            attrs.pop("aria-invalid", None)  # a group is at fault as a whole, not each of its buttons
        return attrs

    @property
    def is_checkbox(self) -> bool:
        """One box to tick, with its words after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_marked_optional(self) -> bool:
        """Optional fields say so; required ones need no mark. A form of filters sets `mark_optional = False`."""
        return not self.field.required and not self.is_checkbox and getattr(self.form, "mark_optional", True)

    @property
    def first_control_id(self) -> str:
        """The id of what a link to this field should focus: the control, or the first one of a group."""
        if isinstance(self.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


class UswdsRenderer(TemplatesSetting):
    """Named by FORM_RENDERER."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"
    bound_field_class = UswdsBoundField


def say_what_to_do() -> None:
    """Replace Django's "This field is required." everywhere: an error says what to do, not what a field is.

    A field's own `error_messages` still win.
    """
    forms.Field.default_error_messages["required"] = _("Fill this in.")
    forms.BooleanField.default_error_messages = {"required": _("Tick this box to go on.")}
    forms.ChoiceField.default_error_messages["required"] = _("Choose one.")
    forms.ModelChoiceField.default_error_messages["required"] = _("Choose one.")
    forms.MultipleChoiceField.default_error_messages["required"] = _("Choose at least one.")
    forms.ModelMultipleChoiceField.default_error_messages["required"] = _("Choose at least one.")
    forms.FileField.default_error_messages["required"] = _("Choose a file.")
    forms.DateField.default_error_messages["invalid"] = _("Write a day that exists, as 2026-11-27.")


class DateInput(forms.DateInput):
    """The browser's own date box: it can be typed into, needs no script, and speaks the reader's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What was typed and is no date comes back in a plain box: a date box would show it as empty."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if not _is_iso_date(context["widget"]["value"]):
            context["widget"]["type"] = "text"
        return context


def _is_iso_date(text: str | None) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False
