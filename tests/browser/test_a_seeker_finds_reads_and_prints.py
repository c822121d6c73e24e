"""A seeker looks for a hybrid security job above a pay, reads it and prints it: by keyboard, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from jobs.models import Posting
from tests.browser.conftest import DESK, PHONE, OpenPage, overflow
from tests.factories import FamilyFactory, LevelFactory, PostingFactory, PostingSkillFactory, SkillFactory, TitleFactory


@pytest.fixture
def wanted(transactional_db: None) -> Posting:
    """The job that the seeker wants, among others that miss one wish each."""
    family = FamilyFactory.create(name="Cybersecurity", slug="cybersecurity", letter="C", color="red")
    title = TitleFactory.create(family=family, level=LevelFactory.create(number=3, name="Practitioner"))
    common = {"title": title, "level": title.level}
    PostingFactory.create(business_title="Security analyst on site", work_mode="onsite", **common)
    PostingFactory.create(
        business_title="Security clerk", work_mode="hybrid", pay_min_cents=40_000_00, pay_max_cents=60_000_00, **common
    )
    PostingFactory.create(business_title="Network planner", work_mode="hybrid")
    found = PostingFactory.create(
        business_title="Security analyst for water systems",
        work_mode="hybrid",
        pay_min_cents=84_780_00,
        pay_max_cents=121_536_00,
        degree_equivalent="Two years of practice or an apprenticeship count.",
        **common,
    )
    PostingSkillFactory.create(posting=found, skill=SkillFactory.create(name="Incident response"), level=2)
    return found


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the wanted control has the focus, as a person without a mouse would."""
    for _press in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reached {selector}")


def shown(page: Page) -> list[str]:
    return page.locator("#results [data-posting-id] .posting-card__title a").all_inner_texts()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_by_keyboard(wanted: Posting, open_page: OpenPage, width: int) -> None:
    page = open_page("/", width=width)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    tab_to(page, "#q")
    page.keyboard.type("security")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert len(shown(page)) == 3
    if width == PHONE:
        tab_to(page, "#facets > summary")
        page.keyboard.press("Enter")
    tab_to(page, "input[name=work][value=hybrid]")
    page.keyboard.press("Space")
    tab_to(page, "#pay_min")
    page.keyboard.type("100,000")
    page.keyboard.press("Enter")
    expect(page.locator("#result-count")).to_have_attribute("data-count", "1")
    assert "q=security" in page.url
    assert "work=hybrid" in page.url
    assert shown(page) == ["Security analyst for water systems"]
    tab_to(page, "#results [data-posting-id] a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Security analyst for water systems"
    assert "$84,780 – $121,536 a year" in page.locator("main").inner_text()
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_scripts(wanted: Posting, open_page: OpenPage, width: int) -> None:
    page = open_page("/jobs/", width=width, js=False)
    page.fill("#q", "security")
    page.click(".search-box button")
    if width == PHONE:
        page.click("#facets > summary")
    page.check("input[name=work][value=hybrid]")
    page.fill("#pay_min", "$100,000")
    page.click("#facets button[type=submit]")
    assert shown(page) == ["Security analyst for water systems"]
    assert page.locator("#result-count").get_attribute("data-count") == "1"
    page.click("a.chip:has-text('Hybrid')")
    assert shown(page) == ["Security analyst for water systems", "Security analyst on site"]
    page.go_back()
    page.click("#results [data-posting-id] a")
    assert "Two years of practice or an apprenticeship count." in page.locator("main").inner_text()


def test_it_prints_on_a_sheet_or_two(wanted: Posting, open_page: OpenPage) -> None:
    page = open_page(wanted.get_absolute_url())
    page.emulate_media(media="print")
    assert not page.locator(".site-header").is_visible()
    assert not page.locator("[data-print]").is_visible()
    text = page.locator("body").inner_text()
    for fact in ["$84,780 – $121,536 a year", "Closes in", "How to apply", wanted.get_absolute_url()]:
        assert fact in text, fact
    assert page.pdf(format="Letter").count(b"/Type /Page\n") <= 2


def test_the_print_button_is_there_only_with_scripts(wanted: Posting, open_page: OpenPage) -> None:
    page = open_page(wanted.get_absolute_url(), js=False)
    assert not page.locator("[data-print]").is_visible()
    page = open_page(wanted.get_absolute_url())
    page.evaluate("window.print = () => { document.title = 'printing' }")
    page.click("[data-print]")
    assert page.title() == "printing"
