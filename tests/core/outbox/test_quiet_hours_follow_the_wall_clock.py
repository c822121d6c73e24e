"""No email in the hours that a person wants quiet, by the clock on their wall, on the days when it jumps too."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from chitech.core.accounts.models import User
from chitech.core.outbox import delivery, schedule
from chitech.core.outbox.models import ContactSettings, Message
from tests.core.outbox.conftest import Written

CHICAGO = ZoneInfo("America/Chicago")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_an_email_waits_for_the_morning_and_the_inbox_does_not(seeker: User, written: Written) -> None:
    ContactSettings.objects.create(user=seeker, quiet_from=time(21), quiet_until=time(7))
    night = utc(2026, 11, 23, 5, 0)  # 11 pm in Chicago
    written(seeker, due_at=night)
    assert delivery.drain(now=night) == 0
    message = Message.objects.inbox_of(seeker).get()
    assert message.next_attempt_at == utc(2026, 11, 23, 13, 0)
    assert message.attempts == 0
    assert delivery.drain(now=utc(2026, 11, 23, 12, 59)) == 0
    assert delivery.drain(now=utc(2026, 11, 23, 13, 0)) == 1
    assert len(mail.outbox) == 1


def test_a_person_elsewhere_has_their_own_night(seeker: User, written: Written) -> None:
    User.objects.filter(pk=seeker.pk).update(time_zone="Asia/Tokyo")
    ContactSettings.objects.create(user=seeker, quiet_from=time(21), quiet_until=time(7))
    written(seeker, due_at=utc(2026, 11, 23, 5, 0))  # 2 pm there
    assert delivery.drain(now=utc(2026, 11, 23, 5, 0)) == 1


@pytest.mark.parametrize(
    ("now", "start", "end", "ends"),
    [
        # In the night to 8 March 2026 the clock jumps from 2 to 3: half past two is half past three.
        (utc(2026, 3, 8, 7, 30), time(22), time(2, 30), utc(2026, 3, 8, 8, 30)),
        (utc(2026, 3, 8, 7, 30), time(22), time(7), utc(2026, 3, 8, 12, 0)),
        # In the night to 1 November 2026 it goes back from 2 to 1: half past one comes twice, the first counts.
        (utc(2026, 11, 1, 6, 0), time(22), time(1, 30), utc(2026, 11, 1, 6, 30)),
        # And in the repeated quarter past one it is quiet again until the second.
        (utc(2026, 11, 1, 7, 15), time(22), time(1, 30), utc(2026, 11, 1, 7, 30)),
        (utc(2026, 11, 1, 6, 0), time(22), time(7), utc(2026, 11, 1, 13, 0)),
        # Not quiet at all.
        (utc(2026, 11, 23, 18, 0), time(22), time(7), None),
    ],
)
def test_the_end_of_the_quiet_hours(now: datetime, start: time, end: time, ends: datetime | None) -> None:
    assert schedule.end_of_quiet(now, start, end, CHICAGO) == ends


@given(
    hours=st.integers(0, 24 * 366),
    minutes=st.integers(0, 59),
    start=st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0)),
    end=st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0)),
    zone=st.sampled_from(["America/Chicago", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "Europe/Dublin"]),
)
def test_quiet_hours_always_end_within_a_day_or_so(hours: int, minutes: int, start: time, end: time, zone: str) -> None:
    if start == end:
        return
    now = utc(2026, 1, 1) + timedelta(hours=hours, minutes=minutes)
    ends = schedule.end_of_quiet(now, start, end, ZoneInfo(zone))
    assert ends is None or now < ends <= now + timedelta(hours=25)


def test_the_next_moment_of_a_time_that_is_skipped_comes_that_day_still() -> None:
    after = utc(2026, 3, 8, 6, 0)
    assert schedule.next_moment(after, time(2, 30), CHICAGO) == utc(2026, 3, 8, 8, 30)


def test_a_zone_that_nobody_knows_is_the_citys(seeker: User) -> None:
    seeker.time_zone = "Mars/Olympus"
    assert schedule.zone_of(seeker) == CHICAGO
