"""HR writes a posting from a title, previews and publishes it: without scripts, past mistakes, beside a colleague."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from chitech.core.accounts.models import User
from jobs import actions
from jobs.models import Posting
from tests.browser.conftest import DESK, PHONE, OpenPage, overflow, violations
from tests.factories import DepartmentFactory, FamilyFactory, PostingFactory, SkillFactory, TitleAliasFactory


@pytest.fixture
def vocabulary(transactional_db: None) -> None:
    """A title that is found by an everyday word, a department and two skills."""
    family = FamilyFactory.create(name="Cybersecurity", letter="C", color="red")
    TitleAliasFactory.create(name="hacker hunter", title__family=family, title__revision__name="Security analyst")
    DepartmentFactory.create(name="Water Management")
    for name in ("Incident response", "SQL"):
        SkillFactory.create(name=name)


def press(page: Page, name: str) -> int:
    """Press a button that leads to another page, and say how that page answered."""
    with page.expect_navigation() as answered:
        page.get_by_role("button", name=name, exact=True).click()
    return answered.value.status


@pytest.mark.usefixtures("vocabulary")
@pytest.mark.parametrize(("width", "js"), [(PHONE, False), (DESK, False), (DESK, True)])
def test_from_a_title_to_an_open_posting(hr: User, open_page: OpenPage, width: int, js: bool) -> None:
    page = open_page("/", width=width, js=js, user=hr)
    rooms = page.get_by_role("navigation", name="Main")
    rooms.get_by_text("Manage", exact=True).click()
    rooms.get_by_role("link", name="Postings", exact=True).click()
    page.get_by_role("link", name="New posting").click()
    page.get_by_label("Find a title by any name people use").fill("hacker")
    press(page, "Find")
    page.get_by_role("link", name="Security analyst").click()
    assert page.get_by_label("Pay from").input_value() == "84,780"

    first_skill = page.get_by_role("group", name="Skill 1", exact=True)

    # A first try with mistakes: each is named, and nothing that was typed is gone.
    page.get_by_label("Name of the job").fill("Security analyst for the water works")
    page.get_by_label("Pay to", exact=True).fill("a lot")
    first_skill.get_by_label("Skill 1").fill("Telepathy")
    assert press(page, "Save and preview") == 422
    summary = page.locator(".error-summary")
    for said in ("Choose the department", "Write an amount in dollars", "There is no skill called “Telepathy”"):
        assert said in summary.inner_text()
    assert page.get_by_label("Pay to", exact=True).input_value() == "a lot"
    assert page.get_by_label("Name of the job").input_value() == "Security analyst for the water works"
    if js:
        assert violations(page) == []
    assert overflow(page) == 0 if js else True

    page.get_by_label("Department", exact=True).select_option("Water Management")
    page.get_by_label("Pay to", exact=True).fill("$121,536")
    first_skill.get_by_label("Skill 1").fill("incident response")
    first_skill.get_by_label("Level").select_option(label="3 · practitioner")
    assert press(page, "Save and preview") == 200
    main = page.locator("main")
    assert "The benefits are missing." in main.inner_text()
    assert page.get_by_role("button", name="Publish").count() == 0

    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Benefits").fill("Health insurance and a pension.")
    page.get_by_label("How to apply").fill("Write to jobs@city.example.")
    page.get_by_label("Closes", exact=True).fill((timezone.localdate() + timedelta(days=20)).isoformat())
    assert press(page, "Save and preview") == 200
    assert "Nothing is missing" in main.inner_text()
    assert "Closes in 20 days" in main.inner_text()
    assert press(page, "Publish") == 200
    assert "Published. The posting is open now." in main.inner_text()

    page.get_by_role("link", name="See the public page").click()
    assert re.search(r"\$84,780 – \$121,536\s+a year", main.inner_text())
    assert "Incident response" in main.inner_text()
    page.goto("/jobs/?q=hacker+hunter")
    assert page.locator("#results [data-posting-id]").count() == 1


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_colleague_was_faster(hr: User, publisher: User, open_page: OpenPage, width: int) -> None:
    posting = PostingFactory.create(draft=True, location="City Hall")
    page = open_page(f"/jobs/manage/{posting.pk}/edit/", width=width, user=hr)
    page.get_by_label("Location").fill("Navy Pier")
    actions.update(posting=posting, by=publisher, version=1, values={"location": "The Loop", "division": "Tunnels"})
    assert press(page, "Save and preview") == 409
    conflict = page.get_by_role("region", name="Someone else saved this posting while you were writing")
    for words in ("Parker Publisher", "The Loop", "Navy Pier", "Tunnels"):
        assert words in conflict.inner_text()
    assert violations(page) == []
    assert overflow(page) == 0
    assert press(page, "Save and preview") == 200
    saved = Posting.objects.get()
    assert (saved.location, saved.division) == ("Navy Pier", "Tunnels")


def test_closing_early_by_keyboard(hr: User, open_page: OpenPage) -> None:
    posting = PostingFactory.create()
    page = open_page(f"/jobs/manage/{posting.pk}/", user=hr)
    page.get_by_text("Close early", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("We found two people.")
    assert violations(page) == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "The posting is closed." in page.locator("main").inner_text()
    posting.refresh_from_db()
    assert (posting.state, posting.end_reason) == ("closed", "We found two people.")
