"""Addresses that take no mail from us."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from chitech.core.outbox import kinds
from chitech.core.outbox.choices import SuppressionReason
from chitech.core.outbox.querysets import SuppressionQuerySet


@tracked()
class Suppression(models.Model):
    """An address that gets no mail: none at all, or none of one kind. Once the person lifts it, the row tells so."""

    address = models.EmailField(_("email address"))
    kind = models.CharField(_("kind"), max_length=80, blank=True, help_text=_("Empty: all kinds."))
    reason = models.CharField(_("reason"), max_length=12, choices=SuppressionReason)
    since = models.DateTimeField(_("since"), db_default=Now())
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.UniqueConstraint(
                Lower("address"),
                "kind",
                name="suppression_once",
                condition=Q(lifted_at=None),
                violation_error_message=_("This address is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(reason__in=SuppressionReason.values),
                name="suppression_reason_known",
                violation_error_message=_("Choose one of the listed reasons."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="suppression_lifted_at_with_by",
                violation_error_message=_("Say both when it was lifted and by whom."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.kind}".strip()

    @property
    def kind_label(self) -> str:
        """What the kind is called that the address gets no more; empty where it is all of them."""
        try:
            return str(kinds.kind(self.kind).label) if self.kind else ""
        except kinds.UnknownKind:
            return self.kind
