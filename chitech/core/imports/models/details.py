"""What hangs on an import: its file, each record of it, each row that was rejected. Large, and in time forgotten."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chitech.core.imports.models.imports import Import
from chitech.core.imports.plan import Verdict


class ImportFile(models.Model):
    """The file as it came. In the database, because the worker may be another machine than the web server."""

    owner = models.OneToOneField(Import, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of imports")

    def __str__(self) -> str:
        return f"file of import {self.pk}"


class ImportItem(models.Model):
    """One record of an import: what would become of it, then what became of it, and how to take that back.

    `shown` has the changes in people's words, cut to what differs: [field, label, before, after]. `before` and
    `written` are the plain values of the changed fields; `stamp` tells whether somebody has touched a record since;
    `forgotten` is the memory of the source before this import, where the import changed it.
    """

    class Undo(models.TextChoices):
        """What undoing did."""

        DELETED = "deleted", _("Deleted")
        ENDED = "ended", _("Ended")
        RESTORED = "restored", _("Put back")
        PARTLY = "partly", _("Partly put back")
        LEFT = "left", _("Left alone")

    owner = models.ForeignKey(Import, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField(_("place"))
    external_id = models.CharField(_("number at the source"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    verdict = models.CharField(_("outcome"), max_length=9, choices=[(v.value, v.value) for v in Verdict])
    rows = models.JSONField(_("rows"), default=list)
    row_count = models.PositiveIntegerField(_("number of rows"), default=1)
    shown = models.JSONField(_("changes"), default=list)
    conflicts = models.JSONField(_("conflicts"), default=list)
    has_conflicts = models.BooleanField(default=False)
    record_id = models.BigIntegerField(_("record"), null=True)
    before = models.JSONField(null=True)
    written = models.JSONField(null=True)
    stamp = models.CharField(max_length=40, blank=True)
    had_memory = models.BooleanField(default=False)
    memory_changed = models.BooleanField(default=False)
    forgotten = models.JSONField(default=dict)
    undo = models.CharField(_("what undoing did"), max_length=8, choices=Undo, blank=True)
    undo_note = models.TextField(_("what undoing left"), blank=True)

    class Meta:
        verbose_name = _("record of an import")
        verbose_name_plural = _("records of imports")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "external_id"],
                name="import_item_once",
                violation_error_message=_("This record is in the import already."),
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[v.value for v in Verdict]),
                name="import_item_verdict_known",
                violation_error_message=_("Choose an outcome."),
            ),
            models.CheckConstraint(
                condition=Q(undo__in=["", "deleted", "ended", "restored", "partly", "left"]),
                name="import_item_undo_known",
                violation_error_message=_("Choose what undoing did."),
            ),
        ]
        indexes = [models.Index(fields=["owner", "verdict", "place"], name="import_item_by_verdict")]

    def __str__(self) -> str:
        return f"{self.external_id} {self.name}"

    @property
    def lines(self) -> list[list[str]]:
        """The changes as a page lists them: label, before, after."""
        return [line[1:] for line in self.shown]


class ImportReject(models.Model):
    """One row of the file that was rejected, with every reason, and its cells so that they can be mended."""

    owner = models.ForeignKey(Import, models.CASCADE, related_name="rejects")
    row = models.PositiveIntegerField(_("row"))
    errors = models.JSONField(_("reasons"), default=list)
    cells = models.JSONField(_("cells"), default=list)

    class Meta:
        verbose_name = _("rejected row")
        verbose_name_plural = _("rejected rows")
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "row"],
                name="import_reject_once",
                violation_error_message=_("This row is on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.row}"
