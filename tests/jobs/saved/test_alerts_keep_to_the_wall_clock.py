"""Alerts come in the morning by the clock on the person's wall, once a day or a week, whatever the clock does."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from chitech.core.outbox.models import ContactSettings
from jobs.models import SavedSearch
from jobs.saved.periods import next_due, period_of
from tests.factories import UserFactory

CHICAGO = ZoneInfo("America/Chicago")


def search(frequency: str, **user: str) -> SavedSearch:
    person = UserFactory.build(pk=None, **user) if user else None
    return SavedSearch(user=person, email="" if person else "sam@example.org", frequency=frequency)


def local(moment: datetime, zone: ZoneInfo = CHICAGO) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def test_a_day_and_a_week() -> None:
    sunday = datetime(2026, 11, 22, 15, 0, tzinfo=CHICAGO)
    assert local(next_due(search("daily"), sunday, has_told=True)) == "2026-11-23 08:00"
    assert local(next_due(search("weekly"), sunday, has_told=False)) == "2026-11-23 08:00"
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=CHICAGO)
    assert local(next_due(search("weekly"), monday, has_told=True)) == "2026-11-30 08:00"


@pytest.mark.parametrize(
    ("before", "after"),
    [("2026-03-07 08:00", "2026-03-08 08:00"), ("2026-10-31 08:00", "2026-11-01 08:00")],
    ids=["spring", "autumn"],
)
def test_eight_stays_eight_when_the_clock_is_moved(before: str, after: str) -> None:
    start = datetime.fromisoformat(before).replace(tzinfo=CHICAGO)
    due = next_due(search("daily"), start, has_told=True)
    assert local(due) == after
    assert (due - start).total_seconds() != 24 * 3600


def test_each_in_their_own_zone() -> None:
    manila = search("daily", time_zone="Asia/Manila")
    due = next_due(manila, datetime(2026, 11, 22, 12, 0, tzinfo=UTC), has_told=True)
    assert local(due, ZoneInfo("Asia/Manila")) == "2026-11-23 08:00"
    manila.due = due
    assert period_of(manila, due) == "daily 2026-11-23"


@pytest.mark.django_db
def test_an_hour_that_comes_twice_is_one_period() -> None:
    person = UserFactory.create()
    ContactSettings.objects.create(user=person, digest_time=time(1, 30))
    mine = SavedSearch(user=person, frequency="daily")
    mine.due = next_due(mine, datetime(2026, 10, 31, 12, 0, tzinfo=CHICAGO), has_told=True)
    first = period_of(mine, mine.due)
    mine.due = next_due(mine, mine.due, has_told=True)
    assert period_of(mine, mine.due) in {first, "daily 2026-11-02"}
    assert first == "daily 2026-11-01"


def test_a_late_alert_is_for_the_day_on_which_it_was_due() -> None:
    late = search("daily")
    late.due = datetime(2026, 11, 20, 8, 0, tzinfo=CHICAGO)
    now = datetime(2026, 11, 22, 21, 0, tzinfo=CHICAGO)
    assert period_of(late, now) == "daily 2026-11-20"
    assert local(next_due(late, now, has_told=True)) == "2026-11-23 08:00"
