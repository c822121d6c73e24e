"""Who delivers which message: the only SQL that moves one on.

A claim takes rows that are due with SKIP LOCKED, so that any number of workers share the work, and gives each a token
and a lease. Every later step names the token: whoever lost a message to another by taking too long changes nothing.
Each step commits by itself, so that a crash leaves at most the one message in doubt that was in flight.
"""

import random
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, DateTimeField, F, Func, Q, Value, When, prefetch_related_objects
from django.db.models.functions import Coalesce, Greatest

from chitech.core.outbox.choices import DIGEST, Delivery
from chitech.core.outbox.faults import Fault
from chitech.core.outbox.models import Message
from chitech.core.outbox.querysets import MessageQuerySet

LONGEST_PAUSE_SECONDS = 3600
# Counted from when it was due, or was sent again. Mail servers themselves try for three to five days.
GIVE_UP_AFTER = timedelta(days=3)

_CLAIM = """
WITH urgent AS (
    SELECT id FROM outbox_message
    WHERE state = 'pending' AND is_urgent AND next_attempt_at <= coalesce(%(now)s, statement_timestamp()) {only}
    ORDER BY next_attempt_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), other AS (
    SELECT id FROM outbox_message
    WHERE state = 'pending' AND NOT is_urgent AND next_attempt_at <= coalesce(%(now)s, statement_timestamp()) {only}
    ORDER BY next_attempt_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE outbox_message AS message
SET claim = %(token)s,
    next_attempt_at = coalesce(%(now)s, statement_timestamp()) + %(lease)s,
    attempts = attempts + 1,
    unclear_attempts = unclear_attempts + is_in_flight::int,
    is_in_flight = false
FROM (SELECT id FROM urgent UNION ALL SELECT id FROM other LIMIT %(limit)s) AS due
WHERE message.id = due.id
RETURNING message.*
"""


class _ClockTime(Func):
    """The database's clock at this statement: inside a transaction, too, it goes on."""

    template = "statement_timestamp()"
    output_field = DateTimeField()


# The two steps of every email are written out: building them anew each time would take longer than running them.
# The first need not reach the disk before the email goes out: all see it at once, and the claim it renews is there.
# (If Postgres itself crashes within that second, a second copy may come without being counted as unclear.) The second
# step must, or such a crash would send twice what was taken and noted.
_START = """
WITH soon AS (SELECT set_config('synchronous_commit', 'off', true))
UPDATE outbox_message
SET is_in_flight = true, next_attempt_at = statement_timestamp() + %(lease)s
FROM soon
WHERE id = %(id)s AND claim = %(token)s AND state = 'pending'
"""

_SENT = """
UPDATE outbox_message
SET state = 'sent', sent_at = statement_timestamp(), claim = NULL, is_in_flight = false, error_code = '', error = '',
    context = CASE WHEN is_secret THEN '{}'::jsonb ELSE context END
WHERE id = %(id)s AND claim = %(token)s AND state = 'pending'
"""

_SETTLE = """
UPDATE outbox_message AS item
SET state = digest.state, sent_at = digest.sent_at, error_code = digest.error_code
FROM outbox_message AS digest
WHERE digest.id = ANY(%s) AND digest.state NOT IN ('pending', 'dead')
  AND item.digest_id = digest.id AND item.state = 'folded'
"""


@dataclass(frozen=True)
class Claim:
    """Messages that are ours until the lease is over, what is urgent first."""

    token: uuid.UUID
    messages: list[Message]


def lease() -> timedelta:
    """How long a claimed message is ours."""
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def claim(limit: int, *, now: datetime | None = None, only_unrouted: bool = False) -> Claim:
    """Take up to so many messages that are due. One that was in flight when its worker died is marked as unclear."""
    token = uuid.uuid4()
    sql = _CLAIM.format(only="AND routed_at IS NULL" if only_unrouted else "")
    taken = list(Message.objects.raw(sql, {"now": now, "limit": limit, "token": token, "lease": lease()}))
    prefetch_related_objects(taken, "user")
    return Claim(token, sorted(taken, key=lambda message: (not message.is_urgent, message.pk)))


def start(message: Message, token: uuid.UUID) -> bool:
    """Renew the lease and note that the message is about to be handed over. False if it is not ours any more."""
    return _run(_START, {"lease": lease(), "id": message.pk, "token": token})


def sent(message: Message, token: uuid.UUID) -> bool:
    """The mail server has taken it. What was secret is wiped."""
    values = {"id": message.pk, "token": token}
    if message.kind != DIGEST:
        return _run(_SENT, values)
    with transaction.atomic():
        is_ours = _run(_SENT, values)
        settle_folded([message])
    return is_ours


def _run(statement: str, values: dict[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)


def finish(message: Message, token: uuid.UUID, state: Delivery, *, code: str = "", words: str = "") -> bool:
    """The message has come to an end other than being sent. What was secret is wiped."""
    return _end(message, token, state=state, error_code=code, error=words)


@transaction.atomic
def _end(message: Message, token: uuid.UUID, **facts: Any) -> bool:
    ended = _ours([message.pk], token).update(claim=None, is_in_flight=False, context=_kept_context(), **facts)
    settle_folded([message])
    return bool(ended)


def settle_folded(messages: Iterable[Message]) -> None:
    """What happened to a digest happened to its messages. Those of a dead one wait: it may be sent again."""
    digests = [message.pk for message in messages if message.kind == DIGEST]
    if digests:
        with connection.cursor() as cursor:
            cursor.execute(_SETTLE, [digests])


def postpone(message: Message, token: uuid.UUID, fault: Fault) -> bool:
    """Try again later, each time after a longer pause; after three days, give it up."""
    began = Coalesce("resent_at", "due_at")
    is_over = Q(began__lt=_ClockTime() - GIVE_UP_AFTER)
    return bool(
        _ours([message.pk], token)
        .annotate(began=began)
        .update(
            state=Case(When(is_over, then=Value(Delivery.DEAD)), default=Value(Delivery.PENDING)),
            context=Case(When(is_over, then=_kept_context()), default=F("context")),
            next_attempt_at=_ClockTime() + timedelta(seconds=pause(message.attempts)),
            claim=None,
            is_in_flight=False,
            unclear_attempts=F("unclear_attempts") + int(fault.is_unclear),
            error_code=fault.code,
            error=fault.words,
        )
    )


def pause(attempts: int) -> float:
    """Seconds until the next attempt: doubling, up to an hour; a quarter more or less, so that not all come at once."""
    longest = max(settings.OUTBOX_RETRY_SECONDS, LONGEST_PAUSE_SECONDS)
    doubled = settings.OUTBOX_RETRY_SECONDS * 2 ** min(max(attempts - 1, 0), 20)
    return float(min(doubled, longest) * random.uniform(0.75, 1.25))  # noqa: S311 - no secret


def release(pks: Collection[int], token: uuid.UUID) -> int:
    """Give messages back that were not tried: they are due as before, and the claim was no attempt."""
    return _ours(pks, token).update(
        claim=None,
        is_in_flight=False,
        attempts=Greatest(F("attempts") - 1, 0),
        next_attempt_at=Coalesce("resent_at", "due_at"),
    )


def release_untouched(token: uuid.UUID) -> int:
    """Give back all that is left of a claim, but what may be in flight."""
    pks = Message.objects.filter(claim=token, state=Delivery.PENDING, is_in_flight=False).values_list("pk", flat=True)
    return release(list(pks), token)


def _ours(pks: Iterable[int], token: uuid.UUID) -> MessageQuerySet:
    return Message.objects.filter(pk__in=list(pks), claim=token, state=Delivery.PENDING)


def _kept_context() -> Case:
    return Case(When(is_secret=True, then=Value({}, Message._meta.get_field("context"))), default=F("context"))  # noqa: SLF001
