"""What we know of the mail server's health."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chitech.core.outbox import faults


class MailServer(models.Model):
    """One row while the mail server fails: all workers leave it alone until `resting_until`. No row: all is well.

    So an outage costs one attempt now and then, not one for each message and worker; and when it is over, everything
    that waited goes out at once.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    failures = models.PositiveIntegerField(_("failures in a row"))
    failing_since = models.DateTimeField(_("failing since"))
    resting_until = models.DateTimeField(_("left alone until"))
    error_code = models.CharField(_("last error"), max_length=40)
    error = models.TextField(_("last error in words"))

    class Meta:
        verbose_name = _("mail server")
        verbose_name_plural = _("mail server")
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="mail_server_is_one",
                violation_error_message=_("There is one mail server."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.failures}"

    @property
    def reason(self) -> str:
        """What is wrong with it, for people to read."""
        return faults.sentence(self.error_code)
