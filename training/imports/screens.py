"""Courses as the import screens know them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.roles import Permission
from chitech.core.imports.importer import Importer
from chitech.core.imports.registry import ImportKind, Setup
from training.imports.fields import FIELDS, NEEDS
from training.imports.importer import CourseImporter, sentences
from training.models import Course


def _make(setup: Setup) -> Importer:
    return CourseImporter(source=setup.source, mapping=setup.mapping, by=setup.by)


def _sources() -> list[str]:
    """Sources that courses have come from."""
    named = Course.objects.exclude(source="").order_by("source").values_list("source", flat=True)
    return list(named.distinct())


COURSES = ImportKind(
    name=CourseImporter.kind,
    plural=_("courses"),
    fields=FIELDS,
    needs=NEEDS,
    to_import=Permission.IMPORT_COURSES,
    to_read=Permission.READ_TRAINING,
    make=_make,
    sources=_sources,
    fills=("format", "language", "provider", "accessibility", "session_audience"),
    facts=("hours", "skills"),
    record_url=lambda pk: reverse("training:manage-course", args=[pk]),
    home="training:manage",
    home_label=_("Courses"),
    tell=sentences,
)
