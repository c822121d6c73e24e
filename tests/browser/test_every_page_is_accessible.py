"""axe finds nothing on any page, on a phone and on a desk, by day and by night; no page is wider than its window."""

from typing import Any

import pytest
from playwright.sync_api import Page

from jobs.models import Posting
from tests.browser.conftest import DESK, PHONE, OpenPage, faults
from tests.factories import (
    FamilyFactory,
    PageFactory,
    PostingFactory,
    PostingSkillFactory,
    SkillFactory,
    TitleFactory,
)

PUBLIC_PAGES = {
    "home": "/",
    "list": "/jobs/",
    "list with filters": "/jobs/?q=engineer&work=hybrid&degree=none&pay_min=50000&bogus=1&level=9",
    "nothing found": "/jobs/?q=zebra&work=hybrid",
    "many pages": "/jobs/?page=2",
    "gallery": "/design/",
    "why work here": "/why/",
    "story": "/why/six-cold-mornings/",
    "sign in": "/accounts/login/",
    "forgotten password": "/accounts/password/reset/",
    "not found": "/nowhere/",
}
HR_PAGES = {
    "manage": "/jobs/manage/",
    "new": "/jobs/manage/new/",
    "edit": "/jobs/manage/{pk}/edit/",
    "preview": "/jobs/manage/{pk}/preview/",
    "one": "/jobs/manage/{pk}/",
    "pages": "/why/manage/",
    "new page": "/why/manage/new/",
}


@pytest.fixture
def world(transactional_db: None) -> Posting:
    """Twenty-two openings, one of them with all that a page can show."""
    family = FamilyFactory.create(name="Infrastructure and cloud", letter="I", color="orange")
    title = TitleFactory.create(family=family)
    for _row in range(21):
        PostingFactory.create(title=title)
    rich = PostingFactory.create(
        title=title,
        business_title="Systems engineer for water meters",
        pay_min_cents=24_10,
        pay_max_cents=31_50,
        pay_unit="hourly",
        degree_rule="required",
        degree_reason="The state licenses this work.",
        degree_equivalent="Four years of practice.",
        closes_at=None,
    )
    for level in range(1, 5):
        PostingSkillFactory.create(posting=rich, skill=SkillFactory.create(), level=level)
    PageFactory.create(kind="part", byline="", slug="benefits", title="What you get")
    PageFactory.create(slug="six-cold-mornings")
    PageFactory.create()
    return rich


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_public_page(world: Posting, open_page: OpenPage, name: str) -> None:
    assert faults(open_page(PUBLIC_PAGES[name])) == []


def test_one_opening_and_a_closed_one(world: Posting, open_page: OpenPage) -> None:
    page = open_page(world.get_absolute_url())
    assert faults(page) == []
    page.goto(PostingFactory.create(title=world.title, closed=True).get_absolute_url())
    assert faults(page) == []


def test_pages_of_hr(world: Posting, hr: Any, open_page: OpenPage) -> None:
    page = open_page("/jobs/manage/", user=hr)
    for path in HR_PAGES.values():
        page.goto(path.format(pk=world.pk))
        assert page.title()
        assert faults(page) == []


def test_the_open_filters_of_a_phone(world: Posting, open_page: OpenPage) -> None:
    page = open_page("/jobs/", width=PHONE)
    page.evaluate("document.querySelector('#facets').open = true")
    assert faults(page) == []


def test_a_form_that_failed(world: Posting, hr: Any, open_page: OpenPage) -> None:
    page = open_page(HR_PAGES["edit"].format(pk=world.pk), user=hr)
    page.get_by_label("Name of the job").fill("")
    page.get_by_role("button", name="Save changes").click()
    page.locator(".error-summary").wait_for()
    assert faults(page) == []


def test_who_asks_for_the_dark_has_it(world: Posting, hr: Any, open_page: OpenPage) -> None:
    """Whatever the window; by day it is light."""
    for width in (PHONE, DESK):
        page = open_page("/jobs/", width=width, dark=True, user=hr)
        assert is_dark(page)
        page.emulate_media(color_scheme="light")
        assert not is_dark(page)


def test_paper_is_light_whatever_the_screen(world: Posting, open_page: OpenPage) -> None:
    page = open_page(world.get_absolute_url(), dark=True)
    page.emulate_media(media="print")
    assert not is_dark(page)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(11, 37, 69)"


def test_each_control_wears_the_palette(world: Posting, open_page: OpenPage) -> None:
    """axe does not look at what is drawn: the arrow of a select, the ring of the focus."""
    page = open_page("/design/", dark=True)
    style = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
    ink = "rgb(233, 240, 247)"
    assert ink in page.evaluate(style, ["#form .usa-select", "backgroundImage"])
    page.locator("#form .usa-input").first.focus()
    assert page.evaluate(style, ["#form .usa-input", "outlineColor"]) == "rgb(165, 216, 249)"


def is_dark(page: Page) -> bool:
    return bool(page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(10, 21, 34)")
