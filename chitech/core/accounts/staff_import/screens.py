"""Staff as the import screens know them."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.roles import Permission
from chitech.core.accounts.staff_import.fields import FIELDS, NEEDS
from chitech.core.accounts.staff_import.importer import StaffImporter
from chitech.core.accounts.staff_import.summary import sentences
from chitech.core.imports.importer import Importer
from chitech.core.imports.registry import ImportKind, OptionsForm, Setup


class StaffOptions(OptionsForm):
    """Whether the list is whole, and what its IDs have lost."""

    everyone = forms.ChoiceField(
        label=_("Whom does the file list?"),
        choices=[
            ("no", _("Some people, or only what has changed. Nobody else is touched.")),
            (
                "yes",
                _("Everyone who works for the city. You are shown who is missing, and decide whose post has ended."),
            ),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )
    id_digits = forms.IntegerField(
        label=_("Fill up employee IDs with zeros, to how many digits?"),
        required=False,
        min_value=2,
        max_value=20,
        help_text=_("Only if a spreadsheet took the zeros at the front away. Else leave it empty."),
    )

    mark_optional = False

    def clean_id_digits(self) -> str:
        return str(self.cleaned_data["id_digits"] or "")


def _make(setup: Setup) -> Importer:
    return StaffImporter(source=setup.source, mapping=setup.mapping, by=setup.by, options=setup.options)


STAFF = ImportKind(
    name=StaffImporter.kind,
    plural=_("staff"),
    fields=FIELDS,
    needs=NEEDS,
    to_import=Permission.IMPORT_STAFF,
    to_read=Permission.READ_IMPORTS,
    make=_make,
    options_form=StaffOptions,
    fills=("department",),
    record_url=lambda pk: reverse("people:staff-detail", args=[pk]),
    home="people:staff",
    home_label=_("City staff"),
    tell=lambda figures: list(sentences(figures)),
    panel="people/staff/_missing.html",
)
