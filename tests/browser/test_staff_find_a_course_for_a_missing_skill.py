"""Staff see which skill they lack and find a course for it with a free seat: by keyboard, and without scripts."""

import pytest
from playwright.sync_api import Page

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from pathways.models import Revision
from tests.browser.conftest import DESK, PHONE, OpenPage, faults, overflow, violations
from tests.factories import FamilyFactory, RevisionFactory, SkillFactory, UserFactory
from tests.training_factories import CourseFactory, EnrollmentFactory, LearningPathFactory, SessionFactory

NAME = "SQL: from questions to answers"


@pytest.fixture
def analyst(transactional_db: None) -> Revision:
    """A title that needs SQL, with one course that is full, one that has seats, and one of another skill."""
    family = FamilyFactory.create(name="Data", slug="data", letter="D", color="green")
    sql, maps = SkillFactory.create(slug="sql", name="SQL"), SkillFactory.create(slug="maps", name="Maps")
    revision = RevisionFactory.create(name="Data analyst", skills=[(sql, 2, True)])
    full = SessionFactory.create(
        course=CourseFactory.create(name="SQL in a day", slug="sql-in-a-day", family=family, skills=[(sql, 0, 1)]),
        seats=1,
    )
    EnrollmentFactory.create(session=full)
    course = CourseFactory.create(name=NAME, slug="sql", family=family, skills=[(sql, 0, 2)])
    SessionFactory.create(course=course, days=10, meetings=3, seats=12)
    SessionFactory.create(course=CourseFactory.create(name="Maps", skills=[(maps, 0, 2)]))
    LearningPathFactory.create(name="Into data", slug="into-data", title=revision.title, courses=[course])
    return revision


@pytest.fixture
def coordinator(transactional_db: None) -> User:
    """Runs training."""
    return UserFactory.create(email="trainer@demo.example", name="Toni Trainer", roles=[Role.TRAINING_COORDINATOR])


def shown(page: Page) -> list[str]:
    return page.locator("#results [data-course-id] .posting-card__title a").all_inner_texts()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the wanted control has the focus, as a person without a mouse would."""
    for _press in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reached {selector}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_by_keyboard(analyst: Revision, staff: User, open_page: OpenPage, width: int) -> None:
    page = open_page(f"/pathways/me/?title={analyst.title.code}", width=width, user=staff)
    tab_to(page, "a[href='/training/?skill=sql']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert set(shown(page)) == {NAME, "SQL in a day"}
    if width == PHONE:
        tab_to(page, "#facets > summary")
        page.keyboard.press("Enter")
    tab_to(page, "#seats-free")
    page.keyboard.press("Space")
    page.wait_for_selector("#result-count[data-count='1']")
    assert "seats=free" in page.url
    assert shown(page) == [NAME]
    assert not violations(page)
    tab_to(page, "#results [data-course-id] a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == NAME
    said = page.locator("main").inner_text()
    assert "12 seats left" in said
    assert "Data analyst" in said
    assert overflow(page) == 0
    assert not violations(page)
    tab_to(page, ".course-session a.usa-button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/enroll/" in page.url


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_scripts(analyst: Revision, open_page: OpenPage, width: int) -> None:
    page = open_page("/training/", width=width, js=False)
    page.fill("#q", "sql")
    page.click(".search-box button")
    if width == PHONE:
        page.click("#facets > summary")
    page.check("#seats-free")
    page.click("#facets button[type=submit]")
    assert shown(page) == [NAME]
    page.click("a.chip:has-text('seat is free')")
    assert set(shown(page)) == {NAME, "SQL in a day"}
    page.click(f"#results a:has-text('{NAME}')")
    page.click("a:has-text('Into data')")
    assert page.locator("h1").inner_text() == "Into data"
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_month_is_a_table_and_on_a_phone_a_list(analyst: Revision, open_page: OpenPage, width: int) -> None:
    page = open_page("/training/", width=width)
    page.click("a:has-text('Courses by date')")
    page.locator("nav.month-nav a.usa-button").last.click()
    assert page.locator("table.month").is_visible() == (width == DESK)
    assert page.locator(".agenda").is_visible() == (width == PHONE)
    assert overflow(page) == 0
    assert not violations(page)


def test_every_page_of_the_catalogue_is_accessible(analyst: Revision, coordinator: User, open_page: OpenPage) -> None:
    course = LearningPathFactory.create(courses=[CourseFactory.create()]).steps.get().course
    session = SessionFactory.create(course=course)
    page = open_page("/training/", user=coordinator)
    for path in (
        "/training/", "/training/?q=nothing+like+this", "/training/paths/",
        "/training/paths/into-data/", "/training/sql/",
        "/training/calendar/?view=list", "/training/manage/", f"/training/manage/{course.pk}/",
        f"/training/manage/{course.pk}/edit/", f"/training/manage/sessions/{session.pk}/",
    ):  # fmt: skip
        page.goto(path)
        assert faults(page) == []
