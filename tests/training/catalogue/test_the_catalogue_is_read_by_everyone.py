"""The pages of the catalogue: what they show to whom, and what they cost."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import FamilyFactory, RevisionFactory, SkillFactory
from tests.training_factories import CourseFactory, EnrollmentFactory, LearningPathFactory, SessionFactory
from training.choices import Audience
from training.models import Course, Session

pytestmark = pytest.mark.django_db


def make(number: int, **fields: Any) -> list[Course]:
    skill, family = SkillFactory.create(), FamilyFactory.create()
    courses = [CourseFactory.create(skills=[(skill, 0, 2)], family=family, **fields) for _ in range(number)]
    for course in courses:
        SessionFactory.create(course=course, meetings=2)
        SessionFactory.create(course=course, days=40)
    return courses


def queries(client: Client, address: str) -> int:
    client.get(address)  # what a first request alone asks
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "address",
    [
        "/training/",
        "/training/?q=course&seats=free&when=90",
        "/training/calendar/",
        "/training/calendar/?view=list",
        "/training/courses.ics",
        "/training/feed/",
        "/training/paths/",
        "/training/manage/",
    ],
)
def test_queries_do_not_grow_with_the_courses(sign_in: SignIn, coordinator: User, address: str) -> None:
    browser = sign_in(coordinator)
    LearningPathFactory.create(courses=make(2))
    few = queries(browser, address)
    LearningPathFactory.create(courses=make(12))
    assert queries(browser, address) == few


def test_queries_of_a_course_do_not_grow_with_its_sessions(client: Client) -> None:
    (course,) = make(1)
    few = queries(client, course.get_absolute_url())
    for days in range(5, 20):
        SessionFactory.create(course=course, days=days, meetings=3)
    assert queries(client, course.get_absolute_url()) == few


def test_strangers_do_not_see_sessions_for_staff(client: Client, sign_in: SignIn, staff: User) -> None:
    (course,) = make(1)
    inside = SessionFactory.create(course=course, audience=Audience.STAFF, room="Room for staff")
    page = client.get(course.get_absolute_url()).text
    assert "Room for staff" not in page
    assert f"session-{inside.pk}" not in page
    assert "Room for staff" in sign_in(staff).get(course.get_absolute_url()).text
    for address in ("/training/courses.ics", "/training/calendar/?view=list"):
        assert "Room for staff" not in client.get(address).text


def test_a_course_says_what_it_brings_and_whom_it_helps(client: Client) -> None:
    sql = SkillFactory.create(name="SQL")
    course = CourseFactory.create(
        skills=[(sql, 1, 3)], outcomes="Ask\nAnswer", prerequisites="A keyboard", cost_cents=12000
    )
    needs = RevisionFactory.create(name="Data analyst", skills=[(sql, 2, True)])
    RevisionFactory.create(name="Intern", skills=[(sql, 1, True)])
    path = LearningPathFactory.create(name="Into data", courses=[CourseFactory.create(), course])
    page = html.fromstring(client.get(course.get_absolute_url()).text)
    assert [each.text_content() for each in page.cssselect(".outcomes li")] == ["Ask", "Answer"]
    said = page.text_content()
    assert "A keyboard" in said
    assert "$120" in said
    assert page.cssselect(f'a[href="{path.get_absolute_url()}"]')
    assert page.cssselect(f'a[href="/pathways/titles/{needs.title.code}/"]')
    # What the course begins with is no help.
    assert "Intern" not in said


def test_a_draft_is_not_there_and_a_retired_course_is_gone(client: Client, sign_in: SignIn, coordinator: User) -> None:
    draft = CourseFactory.create(draft=True)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert sign_in(coordinator).get(draft.get_absolute_url()).status_code == 200
    old = CourseFactory.create()
    Course.objects.filter(pk=old.pk).update(state="retired", retired_at=old.created_at, retired_by=old.created_by)
    assert client.get(old.get_absolute_url()).status_code == 410


def test_search_engines_read_the_course_and_its_public_sessions(client: Client) -> None:
    (course,) = make(1, name="Tables </script> & trees")
    SessionFactory.create(course=course, audience=Audience.STAFF)
    block = html.fromstring(client.get(course.get_absolute_url()).text).cssselect('script[type="application/ld+json"]')
    facts = json.loads(block[0].text_content())
    assert (facts["@type"], facts["name"]) == ("Course", "Tables </script> & trees")
    instances = facts["hasCourseInstance"]
    assert [each["@type"] for each in instances] == ["CourseInstance"] * 2
    assert instances[0]["courseWorkload"] == "PT6H"
    assert instances[0]["remainingAttendeeCapacity"] == 10
    assert facts["offers"]["category"] == "Free"


def test_a_full_session_offers_the_line(sign_in: SignIn, seeker: User) -> None:
    session: Session = SessionFactory.create(seats=1)
    EnrollmentFactory.create(session=session)
    page = sign_in(seeker).get(session.course.get_absolute_url()).text
    assert "Join the line" in page
    assert f"/training/sessions/{session.pk}/enroll/" in page


def test_the_fragment_is_the_part_that_changes(client: Client) -> None:
    make(1)
    answer = client.get("/training/?when=90", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert 'id="finder"' in answer.text
    assert answer.headers["HX-Push-Url"] == "/training/?when=90"


def test_the_sitemap_has_courses_and_paths(client: Client) -> None:
    path = LearningPathFactory.create(courses=make(1))
    draft = CourseFactory.create(draft=True)
    text = client.get("/sitemap.xml").text
    assert path.get_absolute_url() in text
    assert path.steps.get().course.get_absolute_url() in text
    assert draft.get_absolute_url() not in text
