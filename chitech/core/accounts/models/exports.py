"""An archive of all that the portal knows of a person, made for them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=7)


class DataExport(models.Model):
    """One archive. Without `content` it is being made. It is kept for a week.

    No history: it holds nothing that its sources do not, and it must be possible to forget it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_exports", verbose_name=_("person")
    )
    asked_on = models.DateTimeField(_("asked for"), default=timezone.now)
    made_on = models.DateTimeField(_("made"), null=True, blank=True)
    content = models.BinaryField(_("archive"), null=True, blank=True)

    class Meta:
        verbose_name = _("data export")
        verbose_name_plural = _("data exports")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(made_on=None),
                name="export_one_in_the_making",
                violation_error_message=_("Your data is being put together already."),
            ),
            models.CheckConstraint(
                condition=models.Q(made_on=None, content=None) | models.Q(made_on__isnull=False, content__isnull=False),
                name="export_made_with_content",
                violation_error_message=_("An archive is made when it has its content."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.asked_on:%Y-%m-%d}"

    @property
    def is_ready(self) -> bool:
        """Whether it can be downloaded."""
        return self.made_on is not None

    @property
    def kept_until(self) -> datetime:
        """From then on it is gone."""
        return (self.made_on or self.asked_on) + KEPT_FOR
