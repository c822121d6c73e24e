"""Two people edit one posting: the second is told, sees both versions, and loses no word of either."""

from typing import Any

import pytest
from django.test import Client

from chitech.core.accounts.models import User
from jobs import actions
from jobs.errors import StaleEdit
from jobs.models import Posting
from pathways.asked import AskedSkill
from tests.conftest import SignIn
from tests.factories import PostingFactory, PostingSkillFactory, SkillFactory
from tests.pages import form_fields, parse, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def posting() -> Posting:
    return PostingFactory.create(draft=True, location="City Hall", division="Bridges", benefits="A pension")


@pytest.fixture
def browser(hr: User, sign_in: SignIn) -> Client:
    return sign_in(hr)


def url(posting: Posting) -> str:
    return f"/jobs/manage/{posting.pk}/edit/"


def opened(browser: Client, posting: Posting) -> dict[str, Any]:
    return form_fields(browser.get(url(posting)))


def someone_else_saves(posting: Posting, by: User, **values: Any) -> None:
    actions.update(posting=posting, by=by, version=posting.version, values=values)


def test_both_versions_stand_side_by_side_and_nothing_is_saved(
    posting: Posting, browser: Client, publisher: User
) -> None:
    mine = opened(browser, posting) | {"location": "Navy Pier", "benefits": "A pension and a bicycle"}
    someone_else_saves(posting, publisher, location="The Loop")
    page = browser.post(url(posting), mine)
    assert page.status_code == 409
    row = parse(page).get_element_by_id("conflict-location").getparent().text_content()
    assert "The Loop" in row
    assert "Navy Pier" in row
    assert "Parker Publisher saved it" in text(page)
    kept = form_fields(page)
    assert (kept["location"], kept["benefits"]) == ("Navy Pier", "A pension and a bicycle")
    posting.refresh_from_db()
    assert (posting.location, posting.benefits) == ("The Loop", "A pension")


def test_saving_again_keeps_mine_and_does_not_undo_theirs(posting: Posting, browser: Client, publisher: User) -> None:
    mine = opened(browser, posting) | {"location": "Navy Pier"}
    someone_else_saves(posting, publisher, division="Tunnels")
    page = browser.post(url(posting), mine)
    # What they alone changed is ticked to be taken over; what I typed is not.
    fields = form_fields(page)
    assert fields["theirs"] == "division"
    assert browser.post(url(posting), fields).status_code == 302
    posting.refresh_from_db()
    assert (posting.location, posting.division) == ("Navy Pier", "Tunnels")


def test_a_person_may_keep_their_own_words_or_take_the_others(
    posting: Posting, browser: Client, publisher: User
) -> None:
    mine = opened(browser, posting) | {"location": "Navy Pier", "pay_max_cents": "200,000"}
    someone_else_saves(posting, publisher, location="The Loop", pay_max_cents=190_000_00)
    fields = form_fields(browser.post(url(posting), mine)) | {"theirs": ["pay_max_cents"]}
    assert browser.post(url(posting), fields).status_code == 302
    posting.refresh_from_db()
    assert (posting.location, posting.pay_max_cents) == ("Navy Pier", 190_000_00)


def test_skills_are_compared_and_taken_over_too(posting: Posting, browser: Client, publisher: User) -> None:
    sql = PostingSkillFactory.create(posting=posting, skill__name="SQL", level=2).skill
    python = SkillFactory.create(name="Python")
    mine = opened(browser, posting) | {"skills-0-level": "4"}
    actions.update(
        posting=posting, by=publisher, version=1, values={},
        skills=[AskedSkill(sql, 2), AskedSkill(python, 1)],
    )  # fmt: skip
    page = browser.post(url(posting), mine)
    assert page.status_code == 409
    row = parse(page).get_element_by_id("conflict-skills").getparent().text_content()
    assert "SQL, expert, essential" in row
    assert "Python, awareness, essential; SQL, working, essential" in row
    assert browser.post(url(posting), form_fields(page) | {"theirs": "skills"}).status_code == 302
    assert set(posting.skill_list.values_list("skill__name", "level")) == {("SQL", 2), ("Python", 1)}


def test_a_third_edit_in_between_is_caught_as_well(posting: Posting, browser: Client, publisher: User) -> None:
    mine = opened(browser, posting) | {"location": "Navy Pier"}
    someone_else_saves(posting, publisher, division="Tunnels")
    again = form_fields(browser.post(url(posting), mine))
    posting.refresh_from_db()
    someone_else_saves(posting, publisher, division="Locks")
    assert browser.post(url(posting), again).status_code == 409


def test_a_form_without_a_version_is_stale(posting: Posting, browser: Client) -> None:
    mine = opened(browser, posting) | {"location": "Navy Pier"}
    for version in ("", "x", "0", "99999999999999999999"):
        assert browser.post(url(posting), mine | {"version": version}).status_code == 409


def test_words_typed_while_the_posting_was_cancelled_are_still_on_the_page(
    posting: Posting, browser: Client, publisher: User
) -> None:
    mine = opened(browser, posting) | {"what_helps": "An hour of careful writing"}
    actions.cancel(posting=posting, by=publisher, reason="No money")
    page = browser.post(url(posting), mine)
    assert page.status_code == 409
    assert "This can no longer be saved" in text(page)
    assert form_fields(page)["what_helps"] == "An hour of careful writing"


def test_what_changed_after_the_preview_is_not_published(posting: Posting, browser: Client, publisher: User) -> None:
    button = f"main form[action='/jobs/manage/{posting.pk}/publish/']"
    seen = form_fields(browser.get(f"/jobs/manage/{posting.pk}/preview/"), button)
    someone_else_saves(posting, publisher, benefits="Nothing at all")
    page = browser.post(f"/jobs/manage/{posting.pk}/publish/", seen)
    assert page.status_code == 409
    assert "Someone changed this posting after you looked at it" in text(page)
    assert "Nothing at all" in text(page)
    posting.refresh_from_db()
    assert posting.state == "draft"
    assert browser.post(f"/jobs/manage/{posting.pk}/publish/", form_fields(page, button)).status_code == 302


def test_the_action_compares_the_version(posting: Posting, hr: User) -> None:
    someone_else_saves(posting, hr, location="The Loop")
    with pytest.raises(StaleEdit) as refusal:
        actions.update(posting=posting, by=hr, version=1, values={"location": "Navy Pier"})
    assert refusal.value.current.location == "The Loop"


def test_only_what_was_checked_is_published(posting: Posting, hr: User, publisher: User) -> None:
    in_hand = Posting.objects.get(pk=posting.pk)
    someone_else_saves(posting, publisher, how_to_apply="")
    with pytest.raises(StaleEdit):
        actions.publish(posting=in_hand, by=hr)
    posting.refresh_from_db()
    assert posting.state == "draft"
