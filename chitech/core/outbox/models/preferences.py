"""What a person wants to be told, how and when."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from chitech.core.outbox.choices import Channel, Frequency

DIGEST_TIME = time(8)
MONDAY = 0


@tracked()
class Preference(models.Model):
    """What a person chose for one kind and channel. Without a row the kind's default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="message_preferences", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=80)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel)
    frequency = models.CharField(_("how often"), max_length=7, choices=Frequency)

    class Meta:
        verbose_name = _("message preference")
        verbose_name_plural = _("message preferences")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "channel"],
                name="preference_once",
                violation_error_message=_("There is already a choice for these messages."),
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values),
                name="preference_channel_known",
                violation_error_message=_("Choose inbox or email."),
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values),
                name="preference_frequency_known",
                violation_error_message=_("Choose how often from the list."),
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.INBOX) | Q(frequency__in=[Frequency.AT_ONCE, Frequency.OFF]),
                name="preference_inbox_at_once_or_off",
                violation_error_message=_("Messages come to the inbox at once or never."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.get_channel_display()}: {self.get_frequency_display()}"


@tracked()
class ContactSettings(models.Model):
    """When email may reach a person, in their own time zone (`User.time_zone`). Without a row: always, digests at 8."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="contact_settings",
        verbose_name=_("person"),
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    digest_time = models.TimeField(_("digests at"), default=DIGEST_TIME)
    digest_weekday = models.PositiveSmallIntegerField(
        _("weekly digests on"), default=MONDAY, help_text=_("0 is Monday, 6 is Sunday.")
    )

    class Meta:
        verbose_name = _("contact settings")
        verbose_name_plural = _("contact settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="contact_quiet_hours_whole",
                violation_error_message=_("Give the start and the end of the quiet hours: two different times."),
            ),
            models.CheckConstraint(
                condition=Q(digest_weekday__lte=6),
                name="contact_weekday_known",
                violation_error_message=_("Choose a day of the week."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
