"""The write vocabulary of messages."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox import kinds, nudge
from chitech.core.outbox.choices import Delivery, SuppressionReason
from chitech.core.outbox.models import Message, Suppression

# A person with an account (or their number), or a bare address.
Recipient = User | int | str
ROWS_AN_INSERT = 20_000


class CannotResend(Exception):  # noqa: N818 - reads as what happened
    """This message is not a dead letter, or there is nothing left of it to send."""


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One of many messages of a kind."""

    to: Recipient
    key: str
    context: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None
    locale: str = ""


def send(
    *,
    kind: str,
    to: Recipient,
    key: str,
    context: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
    locale: str = "",
) -> Message | None:
    """Write a message, in the caller's transaction: it goes out if and only if that commits. One INSERT.

    `key` says what it is about, such as `jobs.closing:<posting>:<user>`: of all messages with one key only the first is
    written, and None is returned for the others. Keys of messages older than a year may be used again.
    `context` holds what JSON can hold; numbers of rows rather than copies of them, for `Kind.prepare` reads them anew.
    Raises UnknownKind; ValueError for a bare address where the kind must not go to one.
    """
    row = Outgoing(to=to, key=key, context=context or {}, due_at=due_at, locale=locale)
    inserted = list(Message.objects.raw(_INSERT + "*", _columns(kinds.kind(kind), [row])))
    if inserted:
        _nudge_for([row])
    return inserted[0] if inserted else None


def send_many(kind: str, messages: Iterable[Outgoing]) -> int:
    """Write many messages of a kind with one INSERT (for each 20,000). Returns how many keys were new."""
    known = kinds.kind(kind)
    return sum(_insert(known, rows) for rows in batched(messages, ROWS_AN_INSERT))


def _insert(kind: kinds.Kind, rows: Sequence[Outgoing]) -> int:
    columns = _columns(kind, rows)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + "id", columns)
        inserted = len(cursor.fetchall())
    if inserted:
        _nudge_for(rows)
    return inserted


def _nudge_for(rows: Iterable[Outgoing]) -> None:
    if any(row.due_at is None or row.due_at <= timezone.now() for row in rows):
        nudge.after_commit()


# Rows come as one array a column: the statement's text is the same for one message and for thousands.
_INTO = """
INSERT INTO outbox_message (kind, is_urgent, is_secret, user_id, address, key, context, locale, due_at, next_attempt_at)
"""
_INSERT = (
    _INTO
    + """
SELECT %(kind)s, %(is_urgent)s, %(is_secret)s, user_id, address, key, context, locale, coalesce(due_at, now()),
       coalesce(due_at, now())
FROM unnest(%(user_ids)s::bigint[], %(addresses)s::text[], %(keys)s::text[], %(contexts)s::jsonb[], %(locales)s::text[],
            %(due)s::timestamptz[]) AS given (user_id, address, key, context, locale, due_at)
ON CONFLICT (key) DO NOTHING
RETURNING """
)


def inserting(names: Sequence[str], *, source: str) -> str:
    """SQL that writes messages of these kinds within a larger statement, where a second one would hold a row too long.

    `source` is a relation of that statement with the columns kind, user_id, about and context (jsonb); a message's key
    is its kind and `about`. Such kinds are neither urgent nor secret. The caller nudges after the commit
    (`nudge.after_commit`). Raises UnknownKind; ValueError.
    """
    if any(known.is_urgent or known.is_secret for known in map(kinds.kind, names)):
        raise ValueError("Urgent and secret messages are written by `send`.")
    columns = "kind, false, false, user_id, '', kind || ':' || about, context, '', now(), now()"
    return f"{_INTO}SELECT {columns} FROM {source} ON CONFLICT (key) DO NOTHING RETURNING id"  # noqa: S608 -- our words


def _columns(kind: kinds.Kind, given: Sequence[Outgoing]) -> dict[str, Any]:
    # In one order everywhere: two transactions that write the same keys wait for each other, and never in a circle.
    rows = sorted(given, key=lambda row: row.key)
    bare = [row.to for row in rows if isinstance(row.to, str)]
    if bare and not kind.is_public_address_ok:
        raise ValueError(f"Messages of kind {kind.name} go to people with an account alone.")
    return {
        "kind": kind.name,
        "is_urgent": kind.is_urgent,
        "is_secret": kind.is_secret,
        "user_ids": [None if isinstance(row.to, str) else _number(row.to) for row in rows],
        "addresses": [row.to.strip().replace("\0", "") if isinstance(row.to, str) else "" for row in rows],
        "keys": [row.key for row in rows],
        # Postgres keeps no NUL in text, and none is worth losing a message for.
        "contexts": [json.dumps(row.context, cls=DjangoJSONEncoder).replace("\\u0000", "") for row in rows],
        "locales": [row.locale for row in rows],
        "due": [row.due_at for row in rows],
    }


def _number(person: User | int) -> int:
    return person if isinstance(person, int) else int(person.pk)


def mark_read(*, user: User, pks: Iterable[int] | None = None) -> int:
    """Note that a person has read messages of their inbox: these, or all. Returns how many were unread."""
    messages = Message.objects.filter(user=user, in_inbox=True, read_at=None)
    return (messages if pks is None else messages.filter(pk__in=pks)).update(read_at=Now())


def mark_unread(*, user: User, pk: int) -> int:
    """Let a message of a person's inbox look new again."""
    return Message.objects.filter(user=user, in_inbox=True, pk=pk).update(read_at=None)


@transaction.atomic
def resend(*, message: Message, by: User) -> Message:
    """Send a dead letter again, now. Its key and Message-ID stay. Raises CannotResend."""
    if not resend_many(Message.objects.filter(pk=message.pk), by=by):
        raise CannotResend(message)
    message.refresh_from_db()
    return message


def resend_many(messages: Any, *, by: User) -> int:
    """Send all dead letters among these again. Those whose secret is gone stay dead. Returns how many went."""
    moved: int = messages.filter(state=Delivery.DEAD, is_secret=False).update(
        state=Delivery.PENDING,
        next_attempt_at=Now(),
        attempts=0,
        resent_at=Now(),
        resent_by=by,
    )
    if moved:
        nudge.after_commit()
    return moved


def suppress(*, address: str, reason: SuppressionReason, kind: str = "") -> bool:
    """Send no mail to an address any more, of this kind or at all. False if that was so already."""
    address = address.strip().lower()
    if Suppression.objects.in_force().of([address]).filter(kind=kind).exists():
        return False
    made = Suppression.objects.bulk_create(
        [Suppression(address=address, reason=reason, kind=kind)], ignore_conflicts=True
    )
    return bool(made)


def lift(*, suppression: Suppression, by: User) -> bool:
    """Let an address get mail again. False if it was lifted already."""
    return bool(Suppression.objects.in_force().filter(pk=suppression.pk).update(lifted_at=Now(), lifted_by=by))


def new_key(about: str) -> str:
    """A key for a message that is meant each time it is written, such as a code to sign in."""
    return f"{about}:{uuid.uuid4().hex}"
