"""From a missing skill to its star: asked, approved, waited for, offered, accepted, attended, completed; and a session
that is cancelled, of which everyone hears.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from pathways.models import Profile, Revision, Skill
from tests.browser.conftest import DESK, PHONE, OpenPage, faults, overflow, violations
from tests.factories import FamilyFactory, RevisionFactory, SkillFactory, UserFactory, led
from tests.training.helpers import held_for, told
from tests.training_factories import (
    CertificateFactory,
    CourseFactory,
    EnrollmentFactory,
    SessionFactory,
    TrainingBudgetFactory,
)
from training import tokens
from training.actions import leaving
from training.actions.completing import mark
from training.models import Enrollment, Meeting, Session
from training.moves import Action

NAME = "SQL: from questions to answers"


@pytest.fixture
def coordinator(transactional_db: None) -> User:
    """Runs training."""
    return UserFactory.create(email="trainer@demo.example", name="Toni Trainer", roles=[Role.TRAINING_COORDINATOR])


@pytest.fixture
def manager(transactional_db: None, staff: User) -> User:
    leader: User = UserFactory.create(email="manager@demo.example", name="Mika Manager", roles=[Role.MANAGER])
    led(leader=leader, person=staff)
    return leader


@pytest.fixture
def sql(transactional_db: None) -> Skill:
    found: Skill = SkillFactory.create(slug="sql", name="SQL")
    return found


@pytest.fixture
def analyst(staff: User, sql: Skill) -> Revision:
    """What the person is: a title that needs SQL, which they have not shown."""
    found: Revision = RevisionFactory.create(name="Data analyst", skills=[(sql, 2, True)])
    Profile.objects.create(
        user=staff, title=found.title, revision=found, since=timezone.localdate(), origin="set",
        set_at=timezone.now(), set_by=staff,
    )  # fmt: skip
    return found


@pytest.fixture
def taken(sql: Skill, coordinator: User) -> Enrollment:
    """The one seat of the one session, which somebody else has."""
    course = CourseFactory.create(
        name=NAME, slug="sql", skills=[(sql, 0, 2)], needs_approval=True, cost_cents=18_000,
        family=FamilyFactory.create(name="Data", slug="data", letter="D", color="green"),
        assessment="Answer five questions. Four must be right.",
    )  # fmt: skip
    found: Enrollment = EnrollmentFactory.create(session=SessionFactory.create(course=course, days=10, seats=1))
    return found


def ends_well(page: Page) -> None:
    assert overflow(page) == 0, page.url
    assert not violations(page), page.url


def asked(page: Page) -> Enrollment:
    """From the profile by the missing skill to the request."""
    page.locator("a[href='/training/?skill=sql']").first.click()
    page.locator("#results").get_by_role("link", name=NAME).click()
    page.locator(".course-session a.usa-button").click()
    page.get_by_label("Why do you want to take this course?").fill("To stop copying the water data by hand.")
    page.get_by_role("button", name="Ask my manager").click()
    page.get_by_text("Waits for approval").first.wait_for()
    return Enrollment.objects.get(course__slug="sql", state="requested")


def began(session: Session) -> None:
    """Time passes: its meeting was this morning."""
    first = timezone.now() - timedelta(hours=4)
    Meeting.objects.filter(session=session).update(starts=first, ends=first + timedelta(hours=3))


def test_from_the_missing_skill_to_its_star(  # noqa: PLR0917 -- the cast
    open_page: OpenPage, staff: User, manager: User, coordinator: User, analyst: Revision, taken: Enrollment
) -> None:
    assert taken.session
    page = open_page("/pathways/me/", user=staff, width=PHONE)
    enrollment = asked(page)

    page = open_page("/training/team/", user=manager, width=PHONE)
    page.get_by_text("To stop copying the water data by hand.").wait_for()
    page.get_by_text("The seat costs the city $180.").wait_for()
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Approved: Stevie Staff is in line.").wait_for()

    page = open_page("/training/my/", user=staff, width=PHONE)
    page.get_by_text("You are next in line.").wait_for()
    ends_well(page)

    leaving.withdraw(enrollment=taken, by=taken.user)
    link = urlsplit(tokens.offer_url(held_for(enrollment))).path
    page = open_page(link, width=PHONE)  # by the email, without signing in
    ends_well(page)
    page.get_by_role("button", name="Yes, take the seat").click()
    page.get_by_role("heading", name="The seat is yours").wait_for()

    began(taken.session)
    enrollment.refresh_from_db()
    mark(enrollment=enrollment, outcome=Action.ATTENDED, by=coordinator)
    page = open_page("/training/completing/", user=coordinator, width=PHONE)
    page.get_by_role("link", name="Stevie Staff").click()
    page.get_by_text("Once you have noted that they passed it").wait_for()
    page.get_by_text("Passed", exact=True).click()
    page.get_by_label("A word about it").fill("Five of five.")
    page.get_by_role("button", name="Note the result").click()
    page.get_by_text("The result is noted.").wait_for()
    page.get_by_role("button", name="Completed").click()
    page.get_by_text("Stevie Staff has a certificate").wait_for()

    page = open_page("/pathways/me/", user=staff)
    card = page.locator("#skill-sql")
    assert card.locator(".skill-card__head .stars").inner_text().strip() == "Working"
    card.get_by_role("link", name=f"Completed the course “{NAME}”.").click()
    page.get_by_text("Valid", exact=True).wait_for()
    assert page.locator(".certificate__name").inner_text() == "Stevie Staff"
    assert told(staff) == ["in_line", "offer", "confirmed", "certificate"]


def test_everyone_hears_of_a_cancelled_session(
    open_page: OpenPage, staff: User, coordinator: User, taken: Enrollment
) -> None:
    assert taken.session
    waits = EnrollmentFactory.create(user=staff, session=taken.session, state="waitlisted")
    page = open_page(f"/training/manage/sessions/{taken.session_id}/", user=coordinator)
    page.locator("summary", has_text="Cancel this session").click()
    page.get_by_role("button", name="Cancel the session").click()
    page.locator("details.decision .usa-error-message").wait_for()
    page.get_by_label("Why", exact=False).last.fill("The room is flooded.")
    page.get_by_role("button", name="Cancel the session").click()
    page.get_by_text("Everyone who was in it has been told.").wait_for()
    assert told(taken.user) == ["cancelled"]
    assert told(staff) == ["cancelled"]
    page = open_page(f"/training/my/{waits.pk}/", user=staff, width=PHONE)
    page.get_by_text("The room is flooded.").first.wait_for()
    ends_well(page)


def test_every_page_of_it_is_accessible(  # noqa: PLR0917 -- the cast
    open_page: OpenPage, staff: User, manager: User, coordinator: User, analyst: Revision, taken: Enrollment
) -> None:
    TrainingBudgetFactory.create(department=None, leader=manager, amount_cents=10_000)
    EnrollmentFactory.create(user=staff, session=taken.session, state="requested")
    given = CertificateFactory.create(enrollment=EnrollmentFactory.create(user=staff, state="completed"))
    assert given.enrollment.session
    began(given.enrollment.session)
    for path, who in (
        ("/training/my/", staff), ("/training/team/", manager), ("/training/team/skills/", manager),
        ("/training/team/skills/?gaps=1", manager), ("/training/budgets/", coordinator),
        ("/training/completing/?show=done", coordinator), (f"/training/completing/{taken.pk}/", coordinator),
        (f"/training/completing/{given.enrollment_id}/", coordinator), (given.get_absolute_url(), staff),
    ):  # fmt: skip
        page = open_page(path, user=who, width=PHONE)
        for summary in page.locator("main summary").all():
            summary.click()
        assert faults(page) == []
        page.context.close()


def test_the_team_is_a_table_at_a_desk_and_cards_on_a_phone(
    open_page: OpenPage, manager: User, analyst: Revision, taken: Enrollment
) -> None:
    page = open_page("/training/team/skills/", user=manager, width=DESK)
    assert page.locator(".skill-matrix thead").get_by_text("SQL").is_visible()
    assert "2 of 2 levels missing" in page.locator(".skill-matrix tbody").inner_text()
    ends_well(page)
    page.get_by_role("link", name=NAME).click()
    assert page.locator("h1").inner_text() == NAME
    page = open_page("/training/team/skills/", user=manager, width=PHONE)
    assert page.locator(".skill-matrix tbody tr").evaluate("row => getComputedStyle(row).display") == "block"
