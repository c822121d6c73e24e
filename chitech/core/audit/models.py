"""What was taken out of history, and why: the one thing that history does not tell by itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked


@tracked()
class Erasure(models.Model):
    """Columns of a history table that were redacted for some rows. Written by `audit.actions.erase` alone."""

    erased_at = models.DateTimeField(_("when"), default=timezone.now)
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    table = models.CharField(_("table"), max_length=63)
    columns = models.JSONField(_("columns"))
    about = models.CharField(_("about whom or what"), max_length=120)
    rows = models.PositiveIntegerField(_("rows"))
    reason = models.CharField(_("reason"), max_length=300)
    rule = models.CharField(_("under which rule"), max_length=300)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(rule=""),
                name="erasure_with_reason_and_rule",
                violation_error_message=_("Say why this is taken out of history, and under which rule."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.about}"
