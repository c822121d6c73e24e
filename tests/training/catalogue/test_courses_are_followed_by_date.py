"""The calendar of courses, and the feeds with the list's filters."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar
from lxml import etree, html

from tests.factories import SkillFactory
from tests.training_factories import CourseFactory, SessionFactory

pytestmark = pytest.mark.django_db

CITY = ZoneInfo("America/Chicago")


def test_a_meeting_stands_on_its_day_in_the_city(client: Client) -> None:
    # Late in the evening: the next day already by UTC.
    first = (datetime.now(CITY) + timedelta(days=40)).replace(day=17, hour=21, minute=0, second=0, microsecond=0)
    session = SessionFactory.create(first=first)
    page = html.fromstring(client.get(f"/training/calendar/?month={first:%Y-%m}").text)
    (cell,) = [td for td in page.cssselect("table.month td") if td.cssselect("a")]
    assert cell.cssselect("time")[0].get("datetime") == f"{first:%Y-%m}-17"
    assert session.course.name in cell.text_content()
    assert len(page.cssselect("table.month th")) == 7


def test_a_day_with_many_meetings_leads_to_all_of_them(client: Client) -> None:
    first = (datetime.now(CITY) + timedelta(days=40)).replace(day=17, hour=9, minute=0, second=0, microsecond=0)
    for _number in range(5):
        SessionFactory.create(first=first)
    page = html.fromstring(client.get(f"/training/calendar/?month={first:%Y-%m}").text)
    (more,) = page.cssselect(".month__more a")
    assert "2 more" in more.text_content()
    day = html.fromstring(client.get(f"/training/calendar/{more.get('href')}").text)
    assert len(day.cssselect(".agenda__meeting")) == 5


def test_what_is_no_month_is_named_and_this_one_shown(client: Client) -> None:
    answer = client.get("/training/calendar/?month=soon&day=31&view=circle")
    assert answer.status_code == 200
    for word in ("soon", "31", "circle"):
        assert f"“{word}”" in answer.text


def test_the_calendar_and_feeds_heed_the_filters(client: Client) -> None:
    sql = SkillFactory.create(slug="sql", name="SQL")
    wanted = SessionFactory.create(course=CourseFactory.create(name="Wanted", skills=[(sql, 0, 2)]))
    SessionFactory.create(course=CourseFactory.create(name="Unwanted"))
    month = f"{wanted.starts:%Y-%m}"
    for address in (
        f"/training/calendar/?skill=sql&month={month}",
        "/training/feed/?skill=sql",
        "/training/courses.ics?skill=sql",
    ):
        text = client.get(address).text
        assert "Wanted" in text, address
        assert "Unwanted" not in text, address


def test_the_calendar_file_is_one_that_programs_read(client: Client) -> None:
    session = SessionFactory.create(meetings=2, days=3)
    type(session).objects.filter(pk=session.pk).update(link="https://meet.example/secret")
    answer = client.get("/training/courses.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "secret" not in answer.text
    found: Any = Calendar.from_ical(answer.content)
    (event,) = found.walk("VEVENT")
    assert event["UID"] == f"training-session-{session.pk}@{event['UID'].partition('@')[2]}"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["DTSTART"].dt == session.starts
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert client.get("/training/courses.ics").content == answer.content  # nothing of the moment is in it


def test_the_feed_is_atom_with_stable_numbers(client: Client) -> None:
    course = CourseFactory.create(name="Trees & roots")
    tree = etree.fromstring(client.get("/training/feed/").content)
    atom = "{http://www.w3.org/2005/Atom}"
    (entry,) = tree.findall(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == "Trees & roots"
    assert (entry.findtext(f"{atom}id") or "").endswith(f":training/{course.pk}")
