"""Budgets as the import screens know them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.roles import Permission
from chitech.core.imports.importer import Importer
from chitech.core.imports.registry import ImportKind, OptionsForm, Setup
from pathways.crosswalk.budget.fields import FIELDS, NEEDS
from pathways.crosswalk.budget.importer import YEARS, BudgetImporter

SOURCE = "city-budget"


class BudgetOptions(OptionsForm):
    """Which year it is, and whether the file is all of it."""

    year = forms.IntegerField(
        label=gettext_lazy("Budget year"),
        min_value=YEARS.start,
        max_value=YEARS.stop - 1,
        help_text=gettext_lazy("The file itself does not say it. Look at its name."),
    )
    whole = forms.ChoiceField(
        label=gettext_lazy("What does the file have?"),
        choices=[
            ("yes", gettext_lazy("The whole budget of that year. Titles that it does not name are not in it.")),
            ("no", gettext_lazy("Only some of its titles. The others stay as they are.")),
        ],
        initial="yes",
        widget=forms.RadioSelect,
    )

    mark_optional = False

    def clean_year(self) -> str:
        return str(self.cleaned_data["year"])


def sentences(more: Mapping[str, Any]) -> Iterator[str]:
    """The importer's own figures, for a terminal and for the screens."""
    if "year" not in more:
        return
    yield _("Budget of %(year)d: %(titles)s titles under %(codes)s codes, %(positions)s positions.") % {
        "year": more["year"], "titles": f"{more['titles']:,}", "codes": f"{more['codes']:,}",
        "positions": f"{more['positions']:,}",
    }  # fmt: skip
    if more["codes_that_lost_zeros"]:
        yield _("%(count)s codes had lost the zeros in front; they are put back.") % {
            "count": f"{more['codes_that_lost_zeros']:,}"
        }
    for code, names in list(more["codes_with_several_names"].items())[:10]:
        yield _("The code %(code)s has several titles: %(names)s.") % {"code": code, "names": ", ".join(names)}
    if more.get("absent_changed"):
        yield _("No longer in this budget: %(count)s titles.") % {"count": f"{more['absent_changed']:,}"}


def _make(setup: Setup) -> Importer:
    return BudgetImporter(source=setup.source, mapping=setup.mapping, by=setup.by, options=setup.options)


BUDGETS = ImportKind(
    name=BudgetImporter.kind,
    plural=gettext_lazy("budget titles"),
    fields=FIELDS,
    needs=NEEDS,
    to_import=Permission.WRITE_TITLES,
    to_read=Permission.READ_TITLES,
    make=_make,
    sources=lambda: [SOURCE],
    options_form=BudgetOptions,
    fills=("department_name",),
    facts=("positions", "posts"),
    record_url=lambda _pk: str(reverse_lazy("pathways:crosswalk:index")),
    home="pathways:crosswalk:index",
    home_label=gettext_lazy("From old titles to new"),
    tell=lambda figures: list(sentences(figures)),
)
