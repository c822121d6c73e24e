"""Postings as the import screens know them: who may import them, what can be typed once for all rows, the choices."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.roles import Permission
from chitech.core.imports.importer import Importer
from chitech.core.imports.registry import ImportKind, OptionsForm, Setup
from jobs.choices import State
from jobs.imports.fields import FIELDS, NEEDS
from jobs.imports.importer import PostingImporter
from jobs.imports.mappings import known_mappings
from jobs.imports.summary import sentences
from jobs.models import Posting


class PostingOptions(OptionsForm):
    """What shall become of the postings of a file."""

    state = forms.ChoiceField(
        label=_("What shall become of the postings?"),
        choices=[
            (State.DRAFT, _("Drafts. Only HR sees them, until somebody publishes them.")),
            (
                State.PUBLISHED,
                _("Publish those of which nothing is missing. Each other one stays a draft, with the reason."),
            ),
        ],
        initial=State.DRAFT,
        widget=forms.RadioSelect,
    )


def _make(setup: Setup) -> Importer:
    state = setup.options.get("state", State.DRAFT)
    return PostingImporter(source=setup.source, mapping=setup.mapping, by=setup.by, state=state)


def _sources() -> list[str]:
    """Sources that postings have come from."""
    named = Posting.objects.exclude(source="").order_by("source").values_list("source", flat=True)
    return list(named.distinct())


POSTINGS = ImportKind(
    name=PostingImporter.kind,
    plural=_("postings"),
    fields=FIELDS,
    needs=NEEDS,
    to_import=Permission.IMPORT_POSTINGS,
    to_read=Permission.READ_IMPORTS,
    make=_make,
    known_mappings=known_mappings,
    sources=_sources,
    options_form=PostingOptions,
    fills=(
        "department", "audience", "pay_unit", "employment_type", "work_mode", "city", "benefits", "how_to_apply",
        "degree_rule", "opens_at", "closes_at",
    ),
    facts=("department", "pay", "closes_at"),
    record_url=lambda pk: reverse("jobs:manage-detail", args=[pk]),
    home="jobs:manage",
    home_label=_("Manage postings"),
    tell=lambda figures: list(sentences(figures)),
    undo_ends=_(
        "Postings that this import published are cancelled, with the reason: people may know their address. Their "
        "numbers are free again, so that a mended file brings them anew. One that was a draft comes back as a draft."
    ),
)  # fmt: skip
