"""How long we keep what we told people.

| what | how long |
|---|---|
| what account mail was filled with (codes, links) | until it is delivered or given up |
| what other messages were filled with | 30 days; the inbox needs subject, summary and link alone |
| messages outside any inbox, dead letters too | 180 days |
| messages in an inbox | 2 years |
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from chitech.core.outbox.choices import Delivery
from chitech.core.outbox.models import Message

CONTEXT_KEPT = timedelta(days=30)
MESSAGES_KEPT = timedelta(days=180)
INBOX_KEPT = timedelta(days=730)
ROWS_AT_ONCE = 5_000
UNFINISHED = [Delivery.PENDING, Delivery.FOLDED]


def is_blanked(message: Message, *, now: datetime | None = None) -> bool:
    """Whether what it was filled with is gone. (One that never had anything looks the same, and loses nothing.)"""
    return not message.context and message.created_at < (now or timezone.now()) - CONTEXT_KEPT


def forget(*, now: datetime | None = None) -> tuple[int, int]:
    """Blank and delete what is old enough, a few thousand rows at a time. Returns how many of each.

    A dead letter keeps what it was filled with for as long as it can be sent again; a dead digest, its messages.
    """
    now = now or timezone.now()
    ended = Message.objects.exclude(state__in=UNFINISHED)
    to_blank = ended.exclude(state=Delivery.DEAD).exclude(context={}).filter(created_at__lt=now - CONTEXT_KEPT)
    blanked = 0
    while pks := list(to_blank.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        blanked += Message.objects.filter(pk__in=pks).update(context={})
    old = Q(in_inbox=False, created_at__lt=now - MESSAGES_KEPT) | Q(created_at__lt=now - INBOX_KEPT)
    deleted = 0
    while pks := list(ended.filter(old).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        lost = Message.objects.filter(digest__in=pks, state=Delivery.FOLDED)
        lost.update(state=Delivery.DEAD, error_code="digest_died", digest=None)
        deleted += Message.objects.filter(pk__in=pks).delete()[0]
    return blanked, deleted
