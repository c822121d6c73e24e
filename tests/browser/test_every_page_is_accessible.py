"""axe finds nothing on any page, on a phone and on a desk; no page is wider than its window."""

from typing import Any

import pytest

from jobs.models import Posting
from tests.browser.conftest import DESK, PHONE, OpenPage, overflow, violations
from tests.factories import FamilyFactory, PostingFactory, PostingSkillFactory, SkillFactory, TitleFactory

PUBLIC_PAGES = {
    "home": "/",
    "list": "/jobs/",
    "list with filters": "/jobs/?q=engineer&work=hybrid&degree=none&pay_min=50000&bogus=1&level=9",
    "nothing found": "/jobs/?q=zebra&work=hybrid",
    "many pages": "/jobs/?page=2",
    "gallery": "/design/",
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
    return rich


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_public_page(world: Posting, open_page: OpenPage, name: str, width: int) -> None:
    page = open_page(PUBLIC_PAGES[name], width=width)
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_one_opening_and_a_closed_one(world: Posting, open_page: OpenPage, width: int) -> None:
    page = open_page(world.get_absolute_url(), width=width)
    assert violations(page) == []
    assert overflow(page) == 0
    gone = PostingFactory.create(title=world.title, closed=True)
    page.goto(gone.get_absolute_url())
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", HR_PAGES)
def test_a_page_of_hr(world: Posting, hr: Any, open_page: OpenPage, name: str, width: int) -> None:
    page = open_page(HR_PAGES[name].format(pk=world.pk), width=width, user=hr)
    assert page.title()
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_open_filters_of_a_phone(world: Posting, open_page: OpenPage, width: int) -> None:
    page = open_page("/jobs/", width=width)
    page.evaluate("document.querySelector('#facets').open = true")
    assert violations(page) == []
    assert overflow(page) == 0
