"""Saving a search and hearing of it, as tests say it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from chitech.core.outbox import kinds
from chitech.core.outbox.models import Message
from jobs import emails
from jobs.criteria import Criteria
from jobs.models import SavedSearch
from jobs.saved import actions, matching

HOUR = timedelta(hours=1)


def saved(owner: Any, *, frequency: str = "at_once", name: str = "Mine", **filters: Any) -> SavedSearch:
    """A search of a person, or of an address whose owner has said yes."""
    criteria = Criteria.from_values(filters)
    if not isinstance(owner, str):
        return actions.save(user=owner, criteria=criteria, name=name, frequency=frequency)
    asked = actions.ask(email=owner, criteria=criteria, name=name, frequency=frequency)
    assert asked
    return actions.confirm(search=asked)


def alerts(search: SavedSearch) -> list[Message]:
    """The messages that were written for a search, in order."""
    numbers = set(search.alerts.values_list("pk", flat=True))
    messages = Message.objects.filter(kind=matching.ALERT).order_by("pk")
    return [each for each in messages if each.context["alert"] in numbers]


def said(message: Message) -> dict[str, Any] | None:
    """What a message says if it goes out now."""
    words = kinds.kind(message.kind).prepare(message)
    return None if words is None else dict(words)


def names(message: Message) -> list[str]:
    """The openings that an alert holds if it goes out now."""
    words = emails.search_alert(message)
    return [each["name"] for each in words["openings"]] if words else []


def look(after: timedelta = timedelta()) -> datetime:
    """Let the matcher run, so long after now."""
    now = timezone.now() + after
    matching.match_due(now)
    return now
