"""When a saved search is looked at, and what the period is called for which it has at most one alert."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chitech.core.outbox.choices import Frequency
from chitech.core.outbox.models.preferences import DIGEST_TIME, MONDAY
from chitech.core.outbox.schedule import next_digest, zone_of
from jobs.choices import AlertFrequency
from jobs.models import SavedSearch

# "At once" tells of the first opening within a minute, and of those that follow it closely together.
CLOSE_TOGETHER = timedelta(minutes=10)


def period_of(search: SavedSearch, now: datetime) -> str:
    """The period that an alert made now is for. A search that is late has its alert for the day on which it was due."""
    if search.frequency == AlertFrequency.AT_ONCE:
        return f"at once {_slot(now):%Y-%m-%d %H:%M}"
    day = min(search.due, now).astimezone(zone_of(search.user)).date()
    return f"{search.frequency} {day.isoformat()}"


def next_due(search: SavedSearch, now: datetime, *, has_told: bool) -> datetime:
    """When the search is looked at next: in the morning by the clock on its owner's wall."""
    if search.frequency == AlertFrequency.AT_ONCE:
        return _slot(now) + CLOSE_TOGETHER if has_told else now
    at, weekday = _morning(search.user)
    return next_digest(now, Frequency(search.frequency), at, weekday, zone_of(search.user))


def _slot(now: datetime) -> datetime:
    """The beginning of the ten minutes that a moment is in."""
    seconds = int(CLOSE_TOGETHER.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


def _morning(user: Any) -> tuple[Any, int]:
    """When a person wants their digests; 8 on Monday for an address, and for who has not chosen."""
    chosen = getattr(user, "contact_settings", None) if user else None
    return (chosen.digest_time, chosen.digest_weekday) if chosen else (DIGEST_TIME, MONDAY)
