"""Closing means 11:59 pm in Chicago on the day that HR chose, in summer and in winter."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from jobs.choices import Phase
from jobs.fields import LAST_MINUTE, MIDNIGHT, DayField
from jobs.forms import PostingForm
from tests.conftest import SignIn
from tests.factories import DepartmentFactory, PostingFactory
from tests.pages import form_fields, text

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("day", "closes", "opens"),
    [
        ("2026-01-15", "2026-01-16 05:59", "2026-01-15 06:00"),  # winter: UTC-6
        ("2026-07-15", "2026-07-16 04:59", "2026-07-15 05:00"),  # summer: UTC-5
        ("2026-03-08", "2026-03-09 04:59", "2026-03-08 06:00"),  # clocks go forward
        ("2026-11-01", "2026-11-02 05:59", "2026-11-01 05:00"),  # clocks go back
        ("11/30/2026", "2026-12-01 05:59", "2026-11-30 06:00"),  # as Americans write it
    ],
)
def test_a_day_becomes_its_last_or_first_minute_in_chicago(day: str, closes: str, opens: str) -> None:
    def utc(moment: datetime) -> str:
        return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")

    assert utc(DayField(at=LAST_MINUTE).clean(day)) == closes
    assert utc(DayField(at=MIDNIGHT).clean(day)) == opens


@pytest.mark.django_db
def test_it_is_open_until_that_minute_and_not_after() -> None:
    closes_at = DayField(at=LAST_MINUTE).clean("2026-11-01")
    posting = PostingFactory.create(opens_at=closes_at - timedelta(days=9), closes_at=closes_at)
    assert posting.phase_at(datetime(2026, 11, 1, 23, 58, 59, tzinfo=CHICAGO)) is Phase.OPEN
    assert posting.phase_at(datetime(2026, 11, 1, 23, 59, tzinfo=CHICAGO)) is Phase.ENDED


@pytest.mark.django_db
def test_the_form_shows_the_day_that_was_typed(hr: User, sign_in: SignIn) -> None:
    browser = sign_in(hr)
    fields = form_fields(browser.get("/jobs/manage/new/?blank=1"))
    fields |= {"business_title": "Night watch", "department": DepartmentFactory.create().pk, "closes_at": "2026-12-31"}
    preview = browser.post("/jobs/manage/new/", fields)["Location"]
    shown = form_fields(browser.get(preview.replace("preview", "edit")))
    assert shown["closes_at"] == "2026-12-31"
    assert "31 December" in text(browser.get(preview))


@pytest.mark.django_db
def test_a_day_left_alone_keeps_its_time() -> None:
    at_five = datetime(2090, 1, 20, 17, 0, tzinfo=CHICAGO)
    posting = PostingFactory.create(closes_at=at_five)
    form = PostingForm(_as_sent(posting), instance=posting)
    assert form.is_valid(), form.errors
    assert (form.values()["closes_at"], form.values()["opens_at"]) == (at_five, posting.opens_at)


@pytest.mark.django_db
def test_what_has_opened_can_not_be_hidden_by_a_later_opening_day() -> None:
    posting = PostingFactory.create()
    later = (timezone.localdate() + timedelta(days=5)).isoformat()
    form = PostingForm(_as_sent(posting) | {"opens_at": later}, instance=posting)
    assert form.is_valid(), form.errors
    assert form.values()["opens_at"] == posting.opens_at


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "2101-01-01"])
def test_a_day_out_of_all_bounds_is_refused(typed: str) -> None:
    form = PostingForm({"closes_at": typed})
    assert form.errors["closes_at"] == ["Choose a date between the years 2000 and 2100."]


@pytest.mark.django_db
def test_closing_comes_after_opening() -> None:
    form = PostingForm({"opens_at": "2027-02-02", "closes_at": "2027-02-01"})
    assert form.errors["closes_at"] == ["A posting closes after it opens. Choose a later day."]
    assert "closes_at" not in PostingForm({"opens_at": "2027-02-02", "closes_at": "2027-02-02"}).errors


def _as_sent(posting: object) -> dict[str, str]:
    form = PostingForm(instance=posting)  # type: ignore[arg-type]
    return {name: "" if (value := form[name].value()) is None else str(value) for name in form.fields}
