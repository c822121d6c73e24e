"""The closed lists of words of messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The kind of the emails that others are folded into.
DIGEST = "outbox.digest"


class Channel(models.TextChoices):
    """How a message reaches a person."""

    INBOX = "inbox", _("Inbox")
    EMAIL = "email", _("Email")


class Frequency(models.TextChoices):
    """How often messages of a kind come by a channel."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    OFF = "off", _("Never")


class Delivery(models.TextChoices):
    """How far a message has come. All but PENDING and FOLDED are final; an administrator may send a dead one again."""

    PENDING = "pending", _("On its way")
    FOLDED = "folded", _("Goes with a digest")
    SENT = "sent", _("Taken by the mail server")
    NO_EMAIL = "no_email", _("Not wanted by email")
    WITHDRAWN = "withdrawn", _("Nothing left to say when it was due")
    SUPPRESSED = "suppressed", _("The address takes no mail")
    DEAD = "dead", _("Could not be delivered")


class SuppressionReason(models.TextChoices):
    """Why an address gets no mail."""

    BOUNCED = "bounced", _("Mail to this address came back")
    COMPLAINED = "complained", _("Our mail was reported as unwanted")
    UNSUBSCRIBED = "unsubscribed", _("The person has unsubscribed")
