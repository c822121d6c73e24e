"""Frameworks as the import screens know them, and what an import of one did in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chitech.core.accounts.roles import Permission
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.importer import Importer
from chitech.core.imports.registry import ImportKind, OptionsForm, Setup
from pathways.frameworks.fields import FIELDS, NEEDS
from pathways.frameworks.importer import FrameworkImporter
from pathways.frameworks.presets import PRESETS, terms


class FrameworkOptions(OptionsForm):
    """Which framework and edition the file is of, and the terms of one that the portal does not know."""

    mark_optional = False

    preset = forms.ChoiceField(
        label=gettext_lazy("Which framework is it?"),
        choices=[
            ("ddat", PRESETS["ddat"].name),
            ("nice", PRESETS["nice"].name),
            ("generic", gettext_lazy("Another one")),
        ],
        widget=forms.RadioSelect,
    )
    edition = forms.CharField(
        label=gettext_lazy("Edition"), required=False, max_length=40,
        help_text=gettext_lazy("Such as 2.1.0. Empty for the newest one that is here."),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name of another framework"), required=False, max_length=150)
    publisher = forms.CharField(label=gettext_lazy("Its publisher"), required=False, max_length=150)
    url = forms.URLField(
        label=gettext_lazy("Where it is published"), required=False, max_length=300, assume_scheme="https",
        help_text=gettext_lazy("An address that begins with https://."),
    )  # fmt: skip
    licence = forms.CharField(label=gettext_lazy("Its licence"), required=False, max_length=150)
    licence_url = forms.URLField(
        label=gettext_lazy("Where its licence can be read"), required=False, max_length=300, assume_scheme="https"
    )
    attribution = forms.CharField(
        label=gettext_lazy("Words of attribution"), required=False, max_length=300,
        help_text=gettext_lazy("They stand on each of its pages."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = self.cleaned_data
        given = {name: values.get(name, "") for name in self.fields if name not in {"preset", "edition"}}
        try:
            terms(values.get("preset", ""), **given)
        except ImportRefused as refused:
            if "preset" in values:
                self.add_error("name", refused.message)
        return values


def _make(setup: Setup) -> Importer:
    return FrameworkImporter(source=setup.source, mapping=setup.mapping, by=setup.by, options=setup.options)


def sentences(more: Mapping[str, Any]) -> Iterator[str]:
    """What the importer noticed."""
    if not more.get("framework"):
        return
    yield _("%(framework)s, edition %(edition)s. %(licence)s.") % {
        "framework": more["framework"], "edition": more["edition"], "licence": more["licence"],
    }  # fmt: skip
    if more.get("roles"):
        yield _("%(roles)s roles at their levels, %(skills)s skills.") % {
            "roles": more["roles"], "skills": more["skills"],
        }  # fmt: skip
    for name, one, many in (
        (
            "missing",
            "%(n)s cell says MISSING and is taken as empty.",
            "%(n)s cells say MISSING and are taken as empty.",
        ),
        (
            "not_in_use",
            "%(n)s cell says NOT IN USE and is taken as empty.",
            "%(n)s cells say NOT IN USE and are taken as empty.",
        ),
        (
            "odd_spaces",
            "%(n)s cell had non-breaking or invisible spaces: they are plain ones now.",
            "%(n)s cells had non-breaking or invisible spaces: they are plain ones now.",
        ),
        ("stray_spaces", "%(n)s cell had stray spaces: mended.", "%(n)s cells had stray spaces: mended."),
        (
            "multi_line",
            "%(n)s cell has several lines, which are kept.",
            "%(n)s cells have several lines, which are kept.",
        ),
    ):
        if more.get(name):
            yield ngettext(one, many, more[name]) % {"n": f"{more[name]:,}"}


FRAMEWORKS = ImportKind(
    name=FrameworkImporter.kind,
    plural=gettext_lazy("frameworks"),
    fields=FIELDS,
    needs=NEEDS,
    to_import=Permission.WRITE_TITLES,
    to_read=Permission.READ_TITLES,
    make=_make,
    options_form=FrameworkOptions,
    fills=("category", "element_type"),
    home="pathways:frameworks",
    home_label=gettext_lazy("Reference frameworks"),
    tell=lambda figures: list(sentences(figures)),
)
