"""A title's revision from its first word to the public page, by three people: who writes, who decides, who reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways import actions
from pathways.models import Title
from tests.browser.conftest import OpenPage, faults
from tests.browser.slow import Gate
from tests.factories import BenchmarkFactory, MoveFactory, PostingFactory, RevisionFactory, SkillFactory, TitleFactory


@pytest.fixture
def title(transactional_db: None) -> Title:
    made: Title = TitleFactory.create(revision=None)
    skills = [(SkillFactory.create(name="SQL"), 2, True), (SkillFactory.create(name="Plain talk"), 3, False)]
    steps = [84_780_00, 98_640_00, 112_500_00]
    RevisionFactory.create(title=made, name="Data analyst", experience_months=0, skills=skills, pay_steps=steps)
    MoveFactory.create(origin=made)
    BenchmarkFactory.create(title=made)
    PostingFactory.create(title=made)
    return made


def test_written_reviewed_confirmed_and_read(open_page: OpenPage, title: Title, hr: User, publisher: User) -> None:
    # The editor writes; the draft keeps itself.
    page = open_page(f"/pathways/manage/titles/{title.code}/", user=hr)
    page.get_by_role("button", name="Start a new revision").click()
    page.get_by_label("Summary").fill("You find out what the numbers mean, and say it plainly.")
    page.get_by_text("Saved by itself.").wait_for()
    page.reload()
    assert page.get_by_label("Summary").input_value().startswith("You find out")
    page.get_by_label("What changes, and why").fill("A plainer summary.")
    page.get_by_role("button", name="Save and submit for review").click()
    page.get_by_text("Submitted.").wait_for()
    assert not page.get_by_role("button", name="Approve and put in force").count()
    review = page.url

    # The publisher reads what it touches, confirms it, and approves.
    page = open_page(review.removeprefix(page.url.split("/pathways")[0]), user=publisher)
    page.get_by_text("1 open posting").wait_for()
    page.get_by_label("In force from").fill(str(timezone.localdate()))
    page.get_by_text("I have read what this touches").click()
    page.get_by_role("button", name="Approve and put in force").click()
    page.get_by_text("Approved. It holds").wait_for()

    # Everyone reads it.
    page = open_page(f"/pathways/titles/{title.code}/")
    page.get_by_text("You find out what the numbers mean").wait_for()
    page.get_by_role("link", name="What changed").click()
    page.get_by_text("A plainer summary.").wait_for()
    page.get_by_role("link", name="side by side").click()
    assert page.locator("ins").count() > 0


def test_a_copy_under_way_is_nobody_elses(open_page: OpenPage, title: Title, hr: User) -> None:
    """Saved by hand while the connection is slow and the form's own copy has not arrived."""
    draft = actions.start_draft(title=title, by=hr)
    address = f"/pathways/manage/drafts/{draft.pk}/"
    page = open_page(address, user=hr)
    page.evaluate("AbortSignal.timeout = undefined")  # as in a browser of some years ago
    gate = Gate(page, "**/autosave/")
    with page.expect_request("**/autosave/"):
        page.get_by_label("Summary").fill("You find out what the numbers mean.")
    page.get_by_label("Summary").fill("You find out what the numbers mean, and say it plainly.")
    page.get_by_role("button", name="Save draft").click()
    gate.open()
    page.get_by_text("The draft is saved.").wait_for()
    draft.refresh_from_db()
    assert draft.summary.endswith("plainly.")


def test_pages_are_accessible(open_page: OpenPage, title: Title, hr: User) -> None:
    later: Any = {"in_force_from": timezone.localdate() - timedelta(days=5)}
    RevisionFactory.create(title=title, number=2, name="Analyst of data", experience_months=24, **later)
    draft = actions.start_draft(title=title, by=hr)
    actions.comment(revision=draft, by=hr, text="Why?", field="duties")
    other = TitleFactory.create(revision__demands_owner=hr)
    address, found = f"/pathways/titles/{title.code}/", []
    page = open_page("/pathways/", user=hr)
    for path in (
        "/pathways/", address, f"{address}?on=2026-02-01", f"{address}history/?from=1&to=2",
        f"/pathways/compare/?a={title.code}&b={other.code}", "/pathways/degrees/", "/pathways/manage/",
        f"/pathways/manage/titles/{title.code}/", f"/pathways/manage/drafts/{draft.pk}/",
        f"/pathways/manage/drafts/{draft.pk}/review/", "/pathways/manage/register/", "/pathways/manage/sets/new/",
    ):  # fmt: skip
        page.goto(path)
        found += faults(page)
    assert not found, "\n".join(found)
