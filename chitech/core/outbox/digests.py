"""Many messages in one email, once a day or once a week.

A digest is itself a message, with its own key for each person and moment: nothing but the sweep is needed to send it.
Messages join the one that comes next, as long as nobody has tried to send it; after that they join the one thereafter.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from chitech.core.outbox import actions, kinds, rendering, schedule
from chitech.core.outbox.choices import DIGEST, Channel, Delivery, Frequency
from chitech.core.outbox.database import DATABASE_TROUBLE
from chitech.core.outbox.models import ContactSettings, Message, Preference
from chitech.core.outbox.models.preferences import DIGEST_TIME, MONDAY

log = structlog.get_logger()


def joined_by(message: Message, frequency: Frequency, wanted: ContactSettings | None, now: datetime) -> int:
    """The digest that takes this message in, made if need be. Until the transaction ends nobody can claim it."""
    at = wanted.digest_time if wanted else DIGEST_TIME
    weekday = wanted.digest_weekday if wanted else MONDAY
    moment = now
    while True:
        moment = schedule.next_digest(moment, frequency, at, weekday, schedule.zone_of(message.user))
        key = f"{DIGEST}:{message.user_id}:{frequency}:{moment:%Y-%m-%dT%H:%MZ}"
        assert message.user_id is not None
        made = actions.send(
            kind=DIGEST, to=message.user_id, key=key, context={"frequency": frequency.value}, due_at=moment
        )
        if made:
            return made.pk
        open_one = Message.objects.filter(key=key, state=Delivery.PENDING, attempts=0, claim=None)
        pk = open_one.select_for_update(no_key=True).values_list("pk", flat=True).first()
        if pk is not None:
            return pk


def prepare(message: Message) -> Mapping[str, Any] | None:
    """What is in a digest: each message as it is now. None if nothing is left."""
    folded = list(message.folded.filter(state=Delivery.FOLDED).select_related("user").order_by("due_at", "pk"))
    off = _switched_off(message, folded)
    items = []
    for item in folded:
        if item.kind in off:
            _leave(item, Delivery.NO_EMAIL)
        elif words := _item(item):
            items.append(words)
    return {"frequency": message.context.get("frequency"), "items": items} if items else None


def _switched_off(message: Message, folded: list[Message]) -> set[str]:
    names = {item.kind for item in folded}
    chosen = Preference.objects.filter(user=message.user_id, channel=Channel.EMAIL, frequency=Frequency.OFF)
    return set(chosen.filter(kind__in=names).values_list("kind", flat=True))


def _item(item: Message) -> dict[str, str] | None:
    """One message in a digest; None, and an end of it, if there is nothing to say or it can't be said."""
    try:
        kind = kinds.kind(item.kind)
        context = kind.prepare(item)
        if context is None:
            _leave(item, Delivery.WITHDRAWN, "nothing_to_say")
            return None
        words = rendering.full_context(kind, item, context)
        return {
            "subject": rendering.subject_of(kind, words),
            "summary": str(context.get("summary") or ""),
            "url": str(words["url"]),
        }
    except DATABASE_TROUBLE:
        raise
    except Exception as error:  # the others of the digest go on
        log.error("outbox.filling_failed", message=item.pk, kind=item.kind, exc_info=error)
        _leave(item, Delivery.DEAD, "filling", type(error).__name__)
        return None


def _leave(item: Message, state: Delivery, code: str = "", words: str = "") -> None:
    Message.objects.filter(pk=item.pk, state=Delivery.FOLDED).update(state=state, error_code=code, error=words)
