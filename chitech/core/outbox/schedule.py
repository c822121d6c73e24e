"""When an email may go out: quiet hours and digests, by the clock on the person's wall.

Every answer is a moment in UTC. A wall clock skips an hour in spring and shows one twice in autumn: a time that is
skipped counts as that much later, and one that comes twice is taken the first time unless that is past.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from chitech.core.outbox.choices import Frequency


def zone_of(user: Any) -> ZoneInfo:
    """A person's time zone; the city's for a bare address, and where theirs is unknown to this machine."""
    name = getattr(user, "time_zone", "") or settings.TIME_ZONE
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def moments(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """When the wall clock shows that time on that day, in UTC: once, or twice where the clock is set back over it."""
    both = [datetime.combine(day, at.replace(fold=fold), tzinfo=zone).astimezone(UTC) for fold in (0, 1)]
    is_skipped = both[1] < both[0]  # in spring: fold 0 reads the clock as it was before the change
    return both[:1] if is_skipped or both[0] == both[1] else both


def next_moment(after: datetime, at: time, zone: ZoneInfo, *, weekday: int | None = None) -> datetime:
    """The first moment later than `after` at which the wall clock shows `at` (on a Monday: 0, ...)."""
    return next(moment for moment in _coming(after, at, zone, weekday) if moment > after)


def _coming(after: datetime, at: time, zone: ZoneInfo, weekday: int | None) -> Iterator[datetime]:
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        if weekday is None or day.weekday() == weekday:
            yield from moments(day, at, zone)
        day += timedelta(days=1)


def is_quiet(now: datetime, start: time, end: time, zone: ZoneInfo) -> bool:
    """Whether the wall clock stands between start (inclusive) and end (exclusive). Hours may go over midnight."""
    shown = now.astimezone(zone).time().replace(fold=0)
    return start <= shown < end if start < end else shown >= start or shown < end


def end_of_quiet(now: datetime, start: time | None, end: time | None, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that hold now are over; None where none hold."""
    if start is None or end is None or not is_quiet(now, start, end, zone):
        return None
    return next_moment(now, end, zone)


def next_digest(now: datetime, frequency: Frequency, at: time, weekday: int, zone: ZoneInfo) -> datetime:
    """When the next daily or weekly digest of a person goes out."""
    return next_moment(now, at, zone, weekday=weekday if frequency == Frequency.WEEKLY else None)
