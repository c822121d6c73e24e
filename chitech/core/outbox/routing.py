"""By which channels a message goes, decided when it is due: by then people may have changed what they want."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from chitech.core.outbox import claims, digests, kinds, rendering, schedule
from chitech.core.outbox.choices import Channel, Delivery, Frequency, SuppressionReason
from chitech.core.outbox.claims import Claim
from chitech.core.outbox.database import DATABASE_TROUBLE
from chitech.core.outbox.kinds import Kind
from chitech.core.outbox.models import ContactSettings, Message, Preference, Suppression

log = structlog.get_logger()


@dataclass(frozen=True)
class Parcel:
    """A message that is to be emailed now, with the words it is filled with."""

    message: Message
    kind: Kind
    context: Mapping[str, Any]


@dataclass
class Route:
    """What becomes of a message. `until`: it waits. `fold`: it goes with the next digest of that frequency."""

    message: Message
    state: Delivery = Delivery.PENDING
    code: str = ""
    words: str = ""
    in_inbox: bool = False
    subject: str = ""
    summary: str = ""
    url: str = ""
    until: datetime | None = None
    fold: Frequency | None = None
    digest_id: int | None = None
    parcel: Parcel | None = None

    @property
    def stays_ours(self) -> bool:
        return self.parcel is not None


@dataclass(frozen=True)
class Wishes:
    """What the people of a batch want: three queries, however many they are."""

    frequencies: Mapping[tuple[int, str, str], str]
    settings: Mapping[int, ContactSettings]
    suppressed: frozenset[tuple[str, str]]
    complained: frozenset[str] = frozenset()

    @classmethod
    def of(cls, messages: Sequence[Message]) -> "Wishes":
        """Read them."""
        people = {message.user_id for message in messages if message.user_id}
        names = {message.kind for message in messages}
        chosen = Preference.objects.filter(user__in=people, kind__in=names) if people else Preference.objects.none()
        rows = chosen.values_list("user_id", "kind", "channel", "frequency")
        suppressions = list(
            Suppression.objects.in_force()
            .of(message.recipient for message in messages)
            .values_list(Lower("address"), "kind", "reason")
        )
        return cls(
            {(user, kind, channel): frequency for user, kind, channel, frequency in rows},
            ContactSettings.objects.in_bulk(people) if people else {},
            frozenset((address, kind) for address, kind, _reason in suppressions),
            frozenset(address for address, _kind, reason in suppressions if reason == SuppressionReason.COMPLAINED),
        )

    def frequency(self, message: Message, kind: Kind, channel: Channel) -> Frequency:
        """How often this person wants this kind by this channel."""
        default = kind.default(channel)
        if kind.always is not None or message.user_id is None:
            return default
        chosen = Frequency(self.frequencies.get((message.user_id, kind.name, channel), default))
        return chosen if chosen in kind.choices(channel) else default

    def is_suppressed(self, message: Message, kind: Kind) -> bool:
        """Whether the address takes no mail. What a person waits for is tried all the same: they just asked for it.

        Unless it is not about their account, and they called our mail spam: then a stranger may have asked for it.
        """
        address = message.recipient.lower()
        if kind.is_urgent:
            return not kind.is_secret and address in self.complained
        return not {(address, ""), (address, kind.name)}.isdisjoint(self.suppressed)

    def quiet_until(self, message: Message, kind: Kind, now: datetime) -> datetime | None:
        """When the quiet hours that hold now are over."""
        wanted = self.settings.get(message.user_id or 0)
        if wanted is None or kind.is_urgent:
            return None
        return schedule.end_of_quiet(now, wanted.quiet_from, wanted.quiet_until, schedule.zone_of(message.user))


def route(claim: Claim, *, now: datetime | None = None) -> list[Parcel]:
    """Put claimed messages into inboxes and digests, and return what is to be emailed at once. One transaction."""
    now = now or timezone.now()
    wishes = Wishes.of(claim.messages)
    routes = [_decide(message, wishes, now) for message in claim.messages]
    with transaction.atomic():
        for folded in sorted((r for r in routes if r.fold), key=lambda r: (r.message.user_id or 0, str(r.fold))):
            assert folded.fold is not None
            wanted = wishes.settings.get(folded.message.user_id or 0)
            folded.digest_id = digests.joined_by(folded.message, folded.fold, wanted, now)
        ours = _apply(routes, claim.token)
        claims.settle_folded(route.message for route in routes if route.state != Delivery.PENDING)
    return [route.parcel for route in routes if route.parcel and route.message.pk in ours]


def _decide(message: Message, wishes: Wishes, now: datetime) -> Route:
    try:
        kind = kinds.kind(message.kind)
    except kinds.UnknownKind:
        return _ended(message, Delivery.DEAD, "unknown_kind")
    if message.user and not message.user.is_active:
        return _ended(message, Delivery.WITHDRAWN, "account_closed")
    if kind.useful_for and now > (message.resent_at or message.due_at) + kind.useful_for:
        return _ended(message, Delivery.DEAD, "too_late")
    try:
        with rendering.in_the_words_of(message):
            context = kind.prepare(message)
            if context is None:
                return _ended(message, Delivery.WITHDRAWN, "nothing_to_say")
            route = _shown(message, kind, context, wishes)
    except DATABASE_TROUBLE:
        raise
    except Exception as error:  # whatever is wrong with this message, the others go on
        report(message, error)
        return _ended(message, Delivery.DEAD, "filling", type(error).__name__)
    return _by_email(route, kind, context, wishes, now)


def _ended(message: Message, state: Delivery, code: str, words: str = "") -> Route:
    """No email any more. What the inbox has shown before stays there."""
    return Route(
        message,
        state,
        code,
        words,
        in_inbox=message.in_inbox,
        subject=message.subject,
        summary=message.summary,
        url=message.url,
    )


def report(message: Message, error: Exception) -> None:
    """Tell those who mend the program. What a secret message holds is in no log, nor in a traceback."""
    log.error(
        "outbox.filling_failed",
        message=message.pk,
        kind=message.kind,
        error=type(error).__name__,
        exc_info=None if message.is_secret else error,
    )


def _shown(message: Message, kind: Kind, context: Mapping[str, Any], wishes: Wishes) -> Route:
    """What the inbox shows: written at the first routing, and left alone after that."""
    if message.routed_at:
        return Route(
            message, in_inbox=message.in_inbox, subject=message.subject, summary=message.summary, url=message.url
        )
    if kind.is_secret:
        return Route(message)
    wants = message.user is not None and wishes.frequency(message, kind, Channel.INBOX) != Frequency.OFF
    return Route(
        message,
        in_inbox=wants,
        subject=rendering.subject_of(kind, rendering.full_context(kind, message, context)),
        summary=str(context.get("summary") or ""),
        url=str(context.get("url") or "")[:2000],
    )


def _by_email(route: Route, kind: Kind, context: Mapping[str, Any], wishes: Wishes, now: datetime) -> Route:
    message = route.message
    frequency = wishes.frequency(message, kind, Channel.EMAIL)
    if frequency == Frequency.OFF or not message.recipient:
        route.state = Delivery.NO_EMAIL
    elif wishes.is_suppressed(message, kind):
        route.state = Delivery.SUPPRESSED
    elif frequency != Frequency.AT_ONCE and message.user_id:
        route.state, route.fold = Delivery.FOLDED, frequency
    elif (until := wishes.quiet_until(message, kind, now)) and not _is_too_late(context, until):
        route.until = until
    else:
        route.parcel = Parcel(message, kind, context)
    return route


def _is_too_late(context: Mapping[str, Any], until: datetime) -> bool:
    """Whether an email that waits for the end of the quiet hours comes when it is of no use any more."""
    needed_by = context.get("needed_by")
    return isinstance(needed_by, datetime) and needed_by <= until


def _apply(routes: Sequence[Route], token: uuid.UUID) -> set[int]:
    """Write all decisions with one statement. Returns what was still ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ROUTE,
            {
                "token": token,
                "ids": [route.message.pk for route in routes],
                "states": [route.state.value for route in routes],
                "codes": [route.code for route in routes],
                "words": [route.words for route in routes],
                "in_inbox": [route.in_inbox for route in routes],
                "subjects": [route.subject for route in routes],
                "summaries": [route.summary for route in routes],
                "urls": [route.url for route in routes],
                "until": [route.until for route in routes],
                "digests": [route.digest_id for route in routes],
                "stays": [route.stays_ours for route in routes],
            },
        )
        return {pk for (pk,) in cursor.fetchall()}


# Who only waits for the morning has not been tried: that claim was no attempt.
_ROUTE = """
UPDATE outbox_message AS message
SET routed_at = coalesce(message.routed_at, statement_timestamp()),
    state = given.state,
    error_code = CASE WHEN given.stays OR given.until IS NOT NULL THEN message.error_code ELSE given.code END,
    error = CASE WHEN given.stays OR given.until IS NOT NULL THEN message.error ELSE given.words END,
    in_inbox = given.in_inbox, subject = given.subject, summary = given.summary, url = given.url,
    digest_id = given.digest_id,
    next_attempt_at = coalesce(given.until, message.next_attempt_at),
    attempts = CASE WHEN given.until IS NULL THEN message.attempts ELSE greatest(message.attempts - 1, 0) END,
    claim = CASE WHEN given.stays THEN message.claim END,
    context = CASE WHEN message.is_secret AND given.state <> 'pending' THEN '{}'::jsonb ELSE message.context END
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(codes)s::text[], %(words)s::text[], %(in_inbox)s::boolean[],
            %(subjects)s::text[], %(summaries)s::text[], %(urls)s::text[], %(until)s::timestamptz[],
            %(digests)s::bigint[], %(stays)s::boolean[])
    AS given (id, state, code, words, in_inbox, subject, summary, url, until, digest_id, stays)
WHERE message.id = given.id AND message.claim = %(token)s AND message.state = 'pending'
RETURNING message.id
"""
