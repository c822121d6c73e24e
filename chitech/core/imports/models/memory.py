"""What a source said about each record when it was last imported."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedRecord(models.Model):
    """The memory of an import, so that the next one can tell a change at the source from an edit made here.

    `fingerprints` has a short hash for each field that the source has spoken about: enough to compare, nothing to
    leak. It is bookkeeping and has no history of its own; the records themselves have theirs.
    """

    kind = models.CharField(_("kind of record"), max_length=40)
    source = models.CharField(_("source"), max_length=60)
    external_id = models.CharField(_("number at the source"), max_length=60)
    fingerprints = models.JSONField(_("fingerprints"), default=dict)
    file_sha256 = models.CharField(_("file of the last change"), max_length=64)
    imported_at = models.DateTimeField(_("last changed by an import"))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "external_id"],
                name="imported_record_once_a_source",
                violation_error_message=_("This record of the source is already remembered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id} ({self.source})"


class SavedMapping(models.Model):
    """Which column means what in the files of a source, as somebody last said it. Offered with the next file.

    Its history is that of the imports: each keeps the mapping that it was read with.
    """

    kind = models.CharField(_("kind of record"), max_length=40)
    source = models.CharField(_("source"), max_length=60)
    mapping = models.JSONField(_("which column means what"), default=dict)
    options = models.JSONField(_("choices"), default=dict)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source"],
                name="saved_mapping_once_a_source",
                violation_error_message=_("The columns of this source are already remembered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.source})"
