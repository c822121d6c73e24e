"""Check-in on a phone: no mark is lost when the connection is cut, the page loaded anew, or the session over."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.utils import timezone
from playwright.sync_api import Dialog, Locator, Page, Route, expect

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from tests.browser.conftest import DESK, PHONE, OpenPage, _sign_in, faults, overflow, violations
from tests.factories import UserFactory
from tests.training.running.cast import begun, first_of, over, seat, teacher_of
from tests.training_factories import EnrollmentFactory
from training.choices import State
from training.models import Attendance, Enrollment, Meeting, Session
from training.running import feedback

MINUTE = timedelta(minutes=1)


@pytest.fixture
def coordinator(transactional_db: None) -> User:
    """Runs training."""
    return UserFactory.create(email="trainer@demo.example", name="Toni Trainer", roles=[Role.TRAINING_COORDINATOR])


@pytest.fixture
def session(transactional_db: None) -> Session:
    """It began yesterday, with three people."""
    found = begun()
    for name in ("Ana Asks", "Ben Behind", "Cleo Comes"):
        seat(found, name)
    return found


def address(meeting: Meeting) -> str:
    return f"/training/manage/sessions/{meeting.session_id}/meetings/{meeting.pk}/"


def press(page: Page, name: str, key: str = "Here") -> None:
    key_of(page, name, key).click()


def key_of(page: Page, name: str, key: str = "Here") -> Locator:
    """A key as a screen reader finds it: by its words, in the group that has the person's name."""
    return page.get_by_role("group", name=name, exact=True).locator("button", has_text=re.compile(f"^\\s*{key}"))


def status(page: Page) -> Any:
    return page.locator("[data-status]")


def marks() -> dict[str, str]:
    rows = Attendance.objects.select_related("enrollment__user")
    return {each.enrollment.user.name: each.presence for each in rows}


def kept(page: Page, who: User, meeting: Meeting) -> list[dict[str, str]]:
    text = page.evaluate("key => localStorage.getItem(key)", f"checkin:{who.pk}:{meeting.pk}")
    found: list[dict[str, str]] = json.loads(text or "[]")
    return found


def test_marks_are_kept_while_the_connection_is_cut_and_sent_when_it_is_back(
    open_page: OpenPage, coordinator: User, session: Session, complaints: list[str]
) -> None:
    meeting = first_of(session)
    page = open_page(address(meeting), width=PHONE, user=coordinator)
    press(page, "Ana Asks")
    expect(status(page)).to_have_text("All marks are sent.")
    assert marks() == {"Ana Asks": "here"}
    page.context.set_offline(True)
    press(page, "Ben Behind")
    press(page, "Cleo Comes", "In part")
    press(page, "Ana Asks", "Not here")
    expect(status(page)).to_contain_text("3 marks not sent yet")
    expect(status(page)).to_contain_text("No connection")
    expect(page.locator("[data-count]")).to_have_text("2 of 3 here")
    assert marks() == {"Ana Asks": "here"}
    assert not violations(page)
    assert overflow(page) == 0
    page.context.set_offline(False)
    expect(status(page)).to_have_text("All marks are sent.")
    assert marks() == {"Ana Asks": "away", "Ben Behind": "here", "Cleo Comes": "part"}
    assert kept(page, coordinator, meeting) == []
    complaints.clear()  # the browser says that it had no connection


def test_a_cut_in_the_middle_of_an_answer_marks_once(
    open_page: OpenPage, coordinator: User, session: Session, complaints: list[str]
) -> None:
    """The server has taken the mark, and its answer is lost."""
    page = open_page(address(first_of(session)), width=PHONE, user=coordinator)
    cut: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not cut:
            cut.append(route.request.post_data or "")
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/marks/", lose)
    press(page, "Ana Asks")
    expect(status(page)).to_contain_text("1 mark not sent yet")
    expect(status(page)).to_have_text("All marks are sent.")
    assert marks() == {"Ana Asks": "here"}
    assert Attendance.pgh_event_model.objects.count() == 1  # type: ignore[attr-defined]
    complaints.clear()


def test_marks_outlive_the_page(
    open_page: OpenPage, coordinator: User, session: Session, complaints: list[str]
) -> None:
    """The page is closed while marks are not sent; the roster says so, and opening it again sends them."""
    meeting = first_of(session)
    page = open_page(address(meeting), width=PHONE, user=coordinator)
    page.route("**/marks/", lambda route: route.abort())
    press(page, "Ana Asks")
    press(page, "Ben Behind", "Not here")
    expect(status(page)).to_contain_text("2 marks not sent yet")
    page.goto(f"/training/manage/sessions/{session.pk}/roster/")
    expect(page.locator("[data-unsent]")).to_contain_text("2 marks on this device are not sent yet")
    page.goto(address(meeting))
    expect(status(page)).to_contain_text("2 marks not sent yet")
    page.unroute("**/marks/")
    page.reload()
    expect(status(page)).to_have_text("All marks are sent.")
    assert marks() == {"Ana Asks": "here", "Ben Behind": "away"}
    complaints.clear()


def test_marks_outlive_the_session_of_who_made_them(
    open_page: OpenPage, coordinator: User, session: Session, live_server: Any, complaints: list[str]
) -> None:
    """Signed out meanwhile: the marks stay, and are sent after signing in again, in another tab even."""
    meeting = first_of(session)
    page = open_page(address(meeting), width=PHONE, user=coordinator)
    UserSession.objects.all().delete()
    BrowserSession.objects.all().delete()
    press(page, "Ana Asks")
    expect(status(page)).to_contain_text("You are signed out")
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    assert len(kept(page, coordinator, meeting)) == 1
    assert marks() == {}
    _sign_in(page.context, live_server.url, coordinator)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(status(page)).to_have_text("All marks are sent.")
    assert marks() == {"Ana Asks": "here"}
    complaints.clear()


def test_a_token_that_is_no_longer_good_is_made_anew(
    open_page: OpenPage, coordinator: User, session: Session, live_server: Any, complaints: list[str]
) -> None:
    """Signing in again in another tab changes it."""
    page = open_page(address(first_of(session)), width=PHONE, user=coordinator)
    page.context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": "n" * 32, "url": live_server.url}])
    press(page, "Ana Asks")
    expect(status(page)).to_have_text("All marks are sent.")
    assert marks() == {"Ana Asks": "here"}
    complaints.clear()


def test_who_signs_in_next_does_not_send_them(
    open_page: OpenPage, coordinator: User, session: Session, live_server: Any, complaints: list[str]
) -> None:
    meeting = first_of(session)
    page = open_page(address(meeting), width=PHONE, user=coordinator)
    _sign_in(page.context, live_server.url, teacher_of(session))
    press(page, "Ana Asks")
    expect(status(page)).to_contain_text("You are signed out")
    assert marks() == {}
    assert len(kept(page, coordinator, meeting)) == 1
    complaints.clear()


def test_a_refused_mark_says_why_until_it_was_seen(open_page: OpenPage, coordinator: User, session: Session) -> None:
    page = open_page(address(first_of(session)), width=PHONE, user=coordinator)
    Enrollment.objects.filter(user__name="Ana Asks").update(state=State.WITHDRAWN)
    press(page, "Ana Asks")
    press(page, "Ben Behind")
    refused = page.locator(".checkin__refused", has_text="They have no seat in this session")
    expect(refused).to_be_visible()
    assert not violations(page)
    assert overflow(page) == 0
    page.reload()
    expect(page.get_by_text("They have no seat in this session").first).to_be_visible()
    page.locator(".checkin__refused:visible button").click()
    expect(page.get_by_text("They have no seat in this session").first).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_text("1 of 2 here")
    assert marks() == {"Ben Behind": "here"}


def test_two_at_once_see_each_other_and_the_later_mark_counts(
    open_page: OpenPage, coordinator: User, session: Session
) -> None:
    here = address(first_of(session))
    mine = open_page(here, width=PHONE, user=coordinator)
    theirs = open_page(here, width=DESK, user=teacher_of(session))
    press(mine, "Ana Asks")
    expect(status(mine)).to_have_text("All marks are sent.")
    press(theirs, "Ana Asks", "In part")
    expect(status(theirs)).to_have_text("All marks are sent.")
    press(mine, "Ben Behind")
    expect(mine.locator("[data-state]").first).to_have_text("In part, by Tess Teaches")
    assert marks() == {"Ana Asks": "part", "Ben Behind": "here"}


def test_a_mark_from_a_page_that_came_slowly_is_dated_when_it_was_made(
    open_page: OpenPage, coordinator: User, session: Session
) -> None:
    """The script arrives long after the page said what time it is, and somebody else marks meanwhile."""
    here = address(first_of(session))
    slow = open_page("/", width=PHONE, user=coordinator)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    slow.route("**/checkin*.js", hold)
    slow.goto(here, wait_until="commit")
    expect(slow.locator("[data-count]")).to_have_text("0 of 3 here")
    quick = open_page(here, width=DESK, user=teacher_of(session))
    press(quick, "Ana Asks")
    expect(status(quick)).to_have_text("All marks are sent.")
    assert held
    held[0].continue_()
    slow.wait_for_load_state("domcontentloaded")
    press(slow, "Ana Asks", "In part")
    expect(status(slow)).to_have_text("All marks are sent.")
    assert marks() == {"Ana Asks": "part"}


def test_a_clock_that_is_set_anew_while_the_page_is_open_dates_no_later_mark_wrongly(
    open_page: OpenPage, coordinator: User, session: Session
) -> None:
    page = open_page(address(first_of(session)), width=PHONE, user=coordinator)
    page.evaluate("() => { const now = Date.now; Date.now = () => now() - 3_600_000; }")
    press(page, "Ana Asks")
    expect(status(page)).to_have_text("All marks are sent.")
    press(page, "Ben Behind")
    expect(page.locator("[data-state]").nth(1)).to_have_text("Here, by Toni Trainer")
    assert abs(Attendance.objects.get(enrollment__user__name="Ben Behind").marked_at - timezone.now()) < MINUTE


def test_signing_out_asks_first_and_leaves_nothing(
    open_page: OpenPage, coordinator: User, session: Session, complaints: list[str]
) -> None:
    page = open_page(address(first_of(session)), user=coordinator)
    page.route("**/marks/", lambda route: route.abort())
    press(page, "Ana Asks")
    expect(status(page)).to_contain_text("1 mark not sent yet")
    said: list[str] = []

    def stay(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    page.click("summary:has-text('Account')")
    page.click("button:has-text('Sign out')")
    assert page.evaluate("localStorage.length") == 1
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.click("button:has-text('Sign out')")
    assert page.evaluate("localStorage.length") == 0
    assert "they are lost" in said[0]
    complaints.clear()


def test_it_works_without_scripts(open_page: OpenPage, coordinator: User, session: Session) -> None:
    page = open_page(address(first_of(session)), width=PHONE, js=False, user=coordinator)
    with page.expect_navigation():
        press(page, "Ana Asks")
    assert marks() == {"Ana Asks": "here"}
    assert key_of(page, "Ana Asks").get_attribute("aria-pressed") == "true"
    assert overflow(page) == 0


def test_every_page_of_running_a_session_is_accessible(open_page: OpenPage, coordinator: User) -> None:
    session = over()
    for number in range(9):
        each = seat(session, f"Wilhelmina Featherstonehaugh-Montgomery {number}")
        Attendance.objects.create(enrollment=each, meeting=first_of(session), presence="part", marked_by=coordinator)
        feedback.give(enrollment=each, by=each.user, useful=4, would_recommend=True, words="averylongword" * 12)
    own = EnrollmentFactory.create(session=over(), user=coordinator)
    EnrollmentFactory.create(session=EnrollmentFactory.create().session, state=State.WAITLISTED)
    start = f"/training/manage/sessions/{session.pk}"
    page = open_page("/training/my/", user=coordinator)
    for path in (
        f"{start}/roster/", f"{start}/roster/?q=nobody", f"{start}/roster/enroll/?q=Toni", f"{start}/sheet/",
        f"{start}/feedback/", address(first_of(session)), "/training/manage/figures/",
        f"/training/my/{own.pk}/feedback/", "/training/my/",
    ):  # fmt: skip
        page.goto(path)
        assert faults(page) == []


def test_the_keys_are_large_enough_for_a_thumb(open_page: OpenPage, coordinator: User, session: Session) -> None:
    page = open_page(address(first_of(session)), width=PHONE, user=coordinator)
    for key in page.locator(".checkin__key").all():
        box = key.bounding_box()
        assert box is not None
        assert box["height"] >= 48
        assert box["width"] >= 48


def test_the_printed_sheet_has_a_page_for_each_meeting(open_page: OpenPage, coordinator: User) -> None:
    session = over(meetings=3)
    seat(session, "Ana Asks")
    page = open_page(f"/training/manage/sessions/{session.pk}/sheet/", user=coordinator)
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 3
