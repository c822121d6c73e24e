"""HR's form of a page: what is typed becomes clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.portal.models import Page, PageKind

_LONGEST_TEXT = 30_000
_FIELDS = ("kind", "title", "byline", "slug", "summary", "body", "order", "is_published")


class PageForm(forms.ModelForm):
    """A page as HR writes it. Each field has the name of its column: `values()` is what the actions take."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=PageKind, widget=forms.RadioSelect)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=_LONGEST_TEXT,
        help_text=gettext_lazy(
            "Start a line with # for a heading and with - for a list; **two stars** make words bold. "
            "Leave a line empty for a new paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    order = forms.IntegerField(
        label=gettext_lazy("Place in the order"),
        help_text=gettext_lazy("The smallest number comes first."),
        min_value=0,
        max_value=9_999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Page
        fields = _FIELDS
        labels = {
            "title": gettext_lazy("Title"),
            "byline": gettext_lazy("Who tells it"),
            "slug": gettext_lazy("Address"),
            "summary": gettext_lazy("In one sentence"),
            "is_published": gettext_lazy("Everyone may read this page"),
        }
        help_texts = {
            "byline": gettext_lazy("Only for a story: the person's name, work and department."),
            "slug": gettext_lazy("Small letters, numbers and hyphens, such as: first-year-in-water"),
            "summary": gettext_lazy("Stands below the title, and where the page is linked from."),
            "is_published": gettext_lazy("Without the tick only HR sees it."),
        }
        error_messages = {
            "slug": {
                "unique": gettext_lazy("Another page has this address. Choose a different one."),
                "invalid": gettext_lazy("Use only letters, numbers and hyphens."),
            }
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == PageKind.STORY and not cleaned.get("byline"):
            self.add_error("byline", _("Say who tells this story."))
        if cleaned.get("kind") == PageKind.PART and cleaned.get("byline"):
            self.add_error("byline", _("Only a story says who tells it. Leave this empty, or make it a story."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # What a person can do about the byline and about empty boxes is said beside those boxes already.
        return {*super()._get_validation_exclusions(), "byline"}  # type: ignore[misc]

    def values(self) -> dict[str, Any]:
        """The columns of a valid form. Lines end the same way whatever browser they were typed in."""
        values = {name: self.cleaned_data[name] for name in _FIELDS}
        values["body"] = values["body"].replace("\r\n", "\n").strip()
        return values
