"""With scripts a filter refreshes the results in place: focus, scroll and open boxes stay, address and count change."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESK, PHONE, OpenPage, violations
from tests.browser.slow import Gate
from tests.factories import PostingFactory, TitleFactory

LIST = "**/jobs/?*"


@pytest.fixture
def world(transactional_db: None) -> None:
    title = TitleFactory.create(revision__name="Bridge engineer")
    for number in range(25):
        mode = "hybrid" if number % 5 else "remote"
        PostingFactory.create(title=title, business_title=f"Bridge engineer {number}", work_mode=mode)
    PostingFactory.create(title=title, business_title="Bridge engineer, lift motors", work_mode="onsite")


def count(page: Page) -> str | None:
    return page.locator("#result-count").get_attribute("data-count")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_filter_by_keyboard(world: None, open_page: OpenPage, width: int) -> None:
    page = open_page("/jobs/", width=width)
    page.evaluate("window.untouched = true")
    page.evaluate("htmx.config.defaultSettleDelay = 60_000")  # the focus comes with the results, not a moment after
    if width == PHONE:
        page.click("#facets > summary")
    box = page.locator("#work-remote")
    box.focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("Space")
    expect(page.locator("#result-count")).to_have_attribute("data-count", "5")
    assert page.evaluate("window.untouched"), "the page was loaded anew"
    assert page.url.endswith("/jobs/?work=remote")
    assert page.evaluate("document.activeElement.id") == "work-remote"
    assert abs(page.evaluate("scrollY") - before) < 5
    assert page.locator("#announcement").inner_text() == "5 openings"
    assert "openings in city tech" in page.title().lower()
    if width == PHONE:
        assert page.locator("#facets").get_attribute("open") is not None
    assert violations(page) == []


def press_space(page: Page, selector: str) -> None:
    page.locator(selector).focus()
    page.keyboard.press("Space")


def test_filters_set_while_an_answer_is_under_way_all_count(world: None, open_page: OpenPage) -> None:
    page = open_page("/jobs/")
    gate = Gate(page, LIST)
    for box in ("#work-remote", "#work-onsite"):
        with page.expect_request(LIST):
            press_space(page, box)
    gate.open()
    expect(page.locator("#result-count")).to_have_attribute("data-count", "6")
    assert page.locator("#work-remote").is_checked()
    assert page.locator("#work-onsite").is_checked()
    assert page.url.endswith("?work=onsite&work=remote")


def test_what_is_typed_while_an_answer_is_under_way_stays_and_counts(world: None, open_page: OpenPage) -> None:
    page = open_page("/jobs/")
    gate = Gate(page, LIST)
    with page.expect_request(LIST):
        press_space(page, "#work-remote")
    page.locator("#q").fill("bridge")
    page.locator("#pay_min").focus()
    page.keyboard.type("999,00")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".looking")).to_be_visible()
    expect(page.locator("#announcement")).to_have_text("Looking…")
    gate.open()
    expect(page.locator("#result-count")).to_have_attribute("data-count", "5")
    expect(page.locator("#announcement")).to_have_text("5 openings")
    expect(page.locator(".looking")).to_be_hidden()
    expect(page.locator("#pay_min")).to_be_focused()
    page.keyboard.type("0")
    assert page.locator("#pay_min").input_value() == "999,000"
    assert page.locator("#q").input_value() == "bridge"
    page.keyboard.press("Tab")
    expect(page.locator("#result-count")).to_have_attribute("data-count", "0")


def test_chips_pages_and_the_way_back(world: None, open_page: OpenPage) -> None:
    page = open_page("/jobs/?work=hybrid&work=remote")
    page.evaluate("window.untouched = true")
    page.click("nav.pagination a[rel=next]")
    expect(page.locator("#results [data-posting-id]")).to_have_count(5)
    assert page.url.endswith("?work=hybrid&work=remote&page=2")
    page.click("a.chip:has-text('Hybrid')")
    expect(page.locator("#result-count")).to_have_attribute("data-count", "5")
    expect(page.locator("#result-count")).to_be_focused()
    assert page.evaluate("window.untouched")
    page.go_back()
    expect(page.locator("#results [data-posting-id]")).to_have_count(5)
    assert "page=2" in page.url


def test_words_are_offered_while_typing(world: None, open_page: OpenPage) -> None:
    page = open_page("/jobs/")
    assert page.locator("#search-words option").count() == 0
    page.locator("#q").focus()
    expect(page.locator("#search-words option")).to_have_count(1)
    assert page.locator("#search-words option").get_attribute("value") == "Bridge engineer"
    page.keyboard.type("bridge motor")
    page.keyboard.press("Enter")
    expect(page.locator("#result-count")).to_have_attribute("data-count", "1")
    assert page.locator("#q").input_value() == "bridge motor"


def test_a_failing_server_is_shown_as_without_scripts(world: None, open_page: OpenPage, complaints: list[str]) -> None:
    page = open_page("/jobs/")
    asked: list[str] = []

    def fail_once(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.headers.get("hx-request"):
            route.abort()
        else:
            route.continue_()

    page.route(LIST, fail_once)
    with page.expect_navigation():
        page.check("#work-remote")
    assert count(page) == "5"
    assert len(asked) == 2
    complaints.clear()
