"""Menus, filters and failing forms by keyboard and without scripts; wide letters; fonts that come late."""

import time

import pytest
from playwright.sync_api import Page, expect

from chitech.core.accounts.models import User
from jobs.models import Posting, SavedPosting
from tests.browser.conftest import DESK, PHONE, OpenPage, overflow
from tests.browser.slow import Gate
from tests.factories import FamilyFactory, PostingFactory, TitleFactory


@pytest.fixture
def opening(transactional_db: None) -> Posting:
    title = TitleFactory.create(family=FamilyFactory.create(name="Infrastructure and cloud"))
    return PostingFactory.create(title=title, business_title="Systems engineer for water meters", work_mode="hybrid")


def test_on_a_desk_the_filters_lie_open(opening: Posting, open_page: OpenPage) -> None:
    page = open_page("/jobs/", width=DESK, js=False)
    expect(page.get_by_role("checkbox", name="Hybrid")).to_be_visible()
    expect(page.locator("#facets > summary")).to_be_hidden()


def test_on_a_phone_the_filters_open_by_keyboard(opening: Posting, open_page: OpenPage) -> None:
    page = open_page("/jobs/", width=PHONE, js=False)
    hybrid = page.get_by_role("checkbox", name="Hybrid")
    expect(hybrid).to_be_hidden()
    page.locator("#facets > summary").focus()
    page.keyboard.press("Enter")
    hybrid.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show openings").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "work=hybrid" in page.url
    expect(page.get_by_text("1 in use")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_account_menu_opens_and_signs_out_without_scripts(seeker: User, open_page: OpenPage, width: int) -> None:
    page = open_page("/", width=width, js=False, user=seeker)
    page.locator(".menu > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Signed in as Sam Seeker")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_escape_closes_the_menu_and_gives_the_focus_back(seeker: User, open_page: OpenPage) -> None:
    page = open_page("/", user=seeker)
    page.get_by_text("Account", exact=True).click()
    page.get_by_role("link", name="My account").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_going_elsewhere_closes_the_menu(seeker: User, open_page: OpenPage) -> None:
    page = open_page("/", user=seeker)
    page.get_by_text("Account", exact=True).click()
    page.get_by_role("heading", level=1).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


@pytest.mark.parametrize("js", [True, False])
def test_a_form_that_failed_puts_the_reader_at_its_problems(
    transactional_db: None,
    open_page: OpenPage,
    js: bool,
) -> None:
    page = open_page("/accounts/login/", js=js)
    page.get_by_label("Email").fill("nobody@city.example")
    page.get_by_label("Password").fill("wrong")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value("nobody@city.example")


def test_a_form_is_sent_once_however_often_its_button_is_pressed(
    opening: Posting, seeker: User, open_page: OpenPage
) -> None:
    page = open_page(f"/jobs/saved/openings/{opening.pk}/", user=seeker)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    gate = Gate(page, f"**/jobs/saved/openings/{opening.pk}/")
    with page.expect_navigation():
        page.evaluate(
            """() => {
                const button = document.querySelector('main form[method=post] button');
                button.click();
                button.click();
                setTimeout(() => button.click(), 0);
            }"""
        )
        gate.open()
    assert len(sent) == 1
    assert SavedPosting.objects.count() == 1


def spread_letters(page: Page) -> None:
    """The text spacing that WCAG 1.4.12 lets a reader ask for."""
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
                word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
            document.adoptedStyleSheets = [sheet];
        }"""
    )


@pytest.mark.parametrize("path", ["/", "/jobs/", "/design/", "/accounts/login/"])
def test_wide_letters_stay_on_a_phone(opening: Posting, open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=PHONE)
    spread_letters(page)
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_moves_when_the_fonts_arrive(opening: Posting, open_page: OpenPage, width: int) -> None:
    page = open_page("/design/", width=width)  # any page, to have a window
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; })
            .observe({type: "layout-shift", buffered: true});"""
    )

    def late(route: object) -> None:
        time.sleep(0.3)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/*.woff2", late)
    for path in ("/", "/jobs/", opening.get_absolute_url()):
        page.goto(path)
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(200)
        assert page.evaluate("window.moved") < 0.02, path
