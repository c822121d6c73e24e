"""A person's private calendar address."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class CalendarLink(models.Model):
    """Lets a calendar program read a person's training without signing in, until they take it back.

    `nonce` alone opens nothing: the address is signed (`training.calendar`), so that nobody who reads the database can
    make one. A new nonce ends the old address.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="training_calendar",
        verbose_name=_("person"),
    )
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    since = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"{self.user_id}"
