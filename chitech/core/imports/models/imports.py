"""One import, from the upload to its end. What is stored are decisions; how far the work has come is not."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from chitech.core.imports.mapping import HeaderMapping, from_document
from chitech.core.imports.querysets import ImportQuerySet
from chitech.core.imports.states import EDITABLE, ENDED, WORKING, State


def _at_with_by(verb: str) -> models.CheckConstraint:
    neither = {f"{verb}_at__isnull": True, f"{verb}_by__isnull": True}
    both = {f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}
    return models.CheckConstraint(
        condition=Q(**neither) | Q(**both),
        name=f"import_{verb}_at_with_by",
        violation_error_message=_("Who did something to an import, and when, belong together."),
    )


@tracked(exclude=["samples"])  # what stands in the file itself is not kept for ever
class Import(models.Model):
    """A file that somebody brings in, and what was decided about it.

    `digest` is the hash of the plan that its preview shows: what is applied is what was seen. `figures` are the counts
    of the report with the importer's own. `attempts` counts how often a worker took up what was last asked for.
    """

    State = State

    kind = models.CharField(_("kind of record"), max_length=40)
    source = models.CharField(_("source"), max_length=60)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.UPLOADED)
    file_name = models.CharField(_("file"), max_length=200)
    file_size = models.PositiveIntegerField(_("size in bytes"), default=0)
    file_sha256 = models.CharField(_("hash of the file"), max_length=64, blank=True)
    sheets = models.JSONField(_("sheets with rows"), default=list, blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    headers = models.JSONField(_("columns of the file"), default=list, blank=True)
    samples = models.JSONField(_("first values of each column"), default=list, blank=True)
    mapping = models.JSONField(_("which column means what"), default=dict, blank=True)
    options = models.JSONField(_("choices"), default=dict, blank=True)
    digest = models.CharField(max_length=16, blank=True, editable=False)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    message = models.TextField(_("what is to be told"), blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(_("last asked for"), null=True, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    applied_at = models.DateTimeField(_("applied"), null=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    abandoned_at = models.DateTimeField(_("abandoned"), null=True, editable=False)
    abandoned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="import_state_known",
                violation_error_message=_("Choose a state."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checking", "applying", "undoing"]) | Q(asked_at__isnull=False),
                name="import_work_was_asked_for",
                violation_error_message=_("Somebody asks for the work that an import waits for."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=["applied", "undoing"], applied_at__isnull=False, undone_at__isnull=True)
                    | Q(state="undone", applied_at__isnull=False, undone_at__isnull=False)
                    | (~Q(state__in=["applied", "undoing", "undone"]) & Q(applied_at__isnull=True))
                ),
                name="import_state_has_its_dates",
                violation_error_message=_("An import that was applied or undone says when."),
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(digest=""),
                name="import_ready_has_a_preview",
                violation_error_message=_("An import that can be applied has a preview."),
            ),
            _at_with_by("asked"),
            _at_with_by("applied"),
            _at_with_by("undone"),
            _at_with_by("abandoned"),
        ]
        indexes = [
            models.Index(fields=["kind", "-id"], name="import_by_kind"),
            models.Index(fields=["kind", "source", "-applied_at"], name="import_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.source})"

    @property
    def is_working(self) -> bool:
        """A worker has it, or will take it up."""
        return self.state in WORKING

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_editable(self) -> bool:
        """Its sheet and its columns can still be chosen."""
        return self.state in EDITABLE and bool(self.headers or self.sheets)

    @property
    def header_mapping(self) -> HeaderMapping:
        return from_document(self.mapping)

    def figure(self, name: str) -> Any:
        return self.figures.get(name, 0)
