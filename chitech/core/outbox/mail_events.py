"""What the mail provider tells us of emails that it took: addresses that do not exist, people who call our mail spam.

django-anymail checks the secret and reads each provider's format; here it becomes a suppressed address. docs/adr/0054.
"""

from typing import Any

import structlog
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from chitech.core.outbox import actions
from chitech.core.outbox.choices import SuppressionReason
from chitech.core.outbox.models import Suppression

log = structlog.get_logger()
# What anymail calls it, and what it means here. Delays and full mailboxes pass by themselves and are not in the list.
MEANS = {
    EventType.BOUNCED: SuppressionReason.BOUNCED,
    EventType.COMPLAINED: SuppressionReason.COMPLAINED,
    EventType.UNSUBSCRIBED: SuppressionReason.UNSUBSCRIBED,
}
# Rejected before it left: the address is none, or the provider remembers an earlier bounce or complaint.
REJECTED = {
    RejectReason.INVALID: SuppressionReason.BOUNCED,
    RejectReason.BOUNCED: SuppressionReason.BOUNCED,
    RejectReason.SPAM: SuppressionReason.COMPLAINED,
}
# A full mailbox and a virus are no fault of the address. Providers tell them apart, anymail folds them into "bounced".
PASSING = {"SoftBounce", "VirusNotification", "soft_bounce"}


def heard(sender: Any, event: AnymailTrackingEvent, esp_name: str, **_more: Any) -> None:
    """Receiver of anymail's `tracking`. What says nothing about an address is left alone."""
    del sender
    reason = _reason(event)
    address = (event.recipient or "").strip()
    if reason is None or not _is_address(address):
        return
    if _is_old_news(address, event):
        log.info("outbox.mail_event_late", provider=esp_name, reason=reason.value)
    elif actions.suppress(address=address, reason=reason):
        log.info("outbox.address_suppressed", provider=esp_name, reason=reason.value)


def _reason(event: AnymailTrackingEvent) -> SuppressionReason | None:
    if event.event_type == EventType.REJECTED:
        return REJECTED.get(event.reject_reason)
    told = event.esp_event or {}
    if event.event_type == EventType.BOUNCED and {told.get("Type"), told.get("event")} & PASSING:
        return None
    return MEANS.get(event.event_type)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_old_news(address: str, event: AnymailTrackingEvent) -> bool:
    """Providers repeat what we did not answer. What was true before a person lifted the suppression is no longer."""
    when = event.timestamp or timezone.now()
    return Suppression.objects.of([address]).filter(kind="", lifted_at__gt=when).exists()
