"""HR's list: phases with counts, filters that combine, orders, pages, and queries that do not grow."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from jobs import manage_list
from jobs.choices import Phase
from jobs.models import Posting
from tests.conftest import SignIn
from tests.factories import DepartmentFactory, PostingFactory
from tests.pages import parse, text

pytestmark = pytest.mark.django_db
TRAITS = ["draft", "scheduled", "ended", "closed", "cancelled"]


@pytest.fixture
def browser(hr: User, sign_in: SignIn) -> Client:
    return sign_in(hr)


def listed(browser: Client, **asked: Any) -> list[int]:
    rows = parse(browser.get("/jobs/manage/", asked)).cssselect("[data-posting-id]")
    return [int(row.get("data-posting-id")) for row in rows]


def counts(browser: Client, **asked: Any) -> dict[str, int]:
    tabs = parse(browser.get("/jobs/manage/", asked)).cssselect("[data-facet=phase]")
    return {tab.get("data-value"): int(tab.get("data-count")) for tab in tabs}


def test_each_phase_is_counted_and_shows_what_it_counts(browser: Client) -> None:
    for number, trait in enumerate(TRAITS, start=1):
        PostingFactory.create_batch(number, **{trait: True})
    PostingFactory.create_batch(6)
    assert counts(browser) == {
        "": 21, "draft": 1, "scheduled": 2, "ended": 3, "closed": 4, "cancelled": 5, "open": 6,
    }  # fmt: skip
    assert counts(browser, phase="draft") == counts(browser)  # a choice does not count itself out
    for phase in Phase:
        shown = Posting.objects.in_bulk(listed(browser, phase=phase.value))
        assert len(shown) == counts(browser)[phase.value]
        assert {posting.phase for posting in shown.values()} == {phase}


def test_a_phase_in_the_query_is_the_phase_of_the_model() -> None:
    now = timezone.now()
    for trait in TRAITS:
        PostingFactory.create(**{trait: True})
    PostingFactory.create(opens_at=now, closes_at=now + timedelta(days=1))
    PostingFactory.create(opens_at=now - timedelta(days=1), closes_at=now)
    for phase in Phase:
        in_query = set(Posting.objects.filter(manage_list.in_phase(phase, now)))
        assert in_query == {posting for posting in Posting.objects.all() if posting.phase_at(now) is phase}


def test_filters_combine_and_each_counts_under_the_others(browser: Client) -> None:
    water, library = DepartmentFactory.create(name="Water"), DepartmentFactory.create(name="Library")
    wanted = PostingFactory.create(draft=True, department=water, source="NYC", external_id="1")
    PostingFactory.create(department=water)
    PostingFactory.create(draft=True, department=library, source="NYC", external_id="2")
    assert listed(browser, phase="draft", department=water.slug, source="NYC") == [wanted.pk]
    assert counts(browser, department=water.slug)["draft"] == 1
    page = text(browser.get("/jobs/manage/", {"phase": "draft"}))
    assert "Water (1)" in page
    assert "Library (1)" in page
    assert "NYC (2)" in page
    assert len(listed(browser, source="-")) == 1


def test_words_and_numbers_find(browser: Client) -> None:
    # A number that is no part of the other one's: what an employer calls a posting is found by a part, too.
    keeper = PostingFactory.create(pk=940_041, draft=True, business_title="Keeper of bridges")
    other = PostingFactory.create(pk=940_042, external_id="587123", source="NYC")
    assert listed(browser, q="bridge keep") == [keeper.pk]
    assert listed(browser, q="587123") == [other.pk]
    assert listed(browser, q=str(keeper.pk)) == [keeper.pk]
    assert listed(browser, q=f"#{other.pk}") == [other.pk]
    assert "No posting is like that" in text(browser.get("/jobs/manage/", {"q": "zebra"}))


@pytest.mark.parametrize(
    "q", ["'; drop table jobs_posting; --", "\x00", "a" * 10_000, '"', "🌉", "&|!():*<->", "9" * 30, "#"]
)
def test_any_words_answer(q: str, browser: Client) -> None:
    PostingFactory.create()
    assert browser.get("/jobs/manage/", {"q": q}).status_code == 200


def test_orders(browser: Client) -> None:
    now = timezone.now()
    a = PostingFactory.create(business_title="Avalanche warden", closes_at=now + timedelta(days=9))
    b = PostingFactory.create(business_title="Beekeeper", closes_at=None)
    c = PostingFactory.create(business_title="Carillon tuner", closes_at=now + timedelta(days=1))
    Posting.objects.filter(pk=a.pk).update(updated_at=now + timedelta(minutes=1))
    assert listed(browser) == [a.pk, c.pk, b.pk]
    assert listed(browser, sort="closing") == [c.pk, a.pk, b.pk]
    assert listed(browser, sort="name") == [a.pk, b.pk, c.pk]


def test_pages_follow_each_other_and_past_the_end_is_the_last(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage_list, "PAGE_SIZE", 2)
    PostingFactory.create_batch(5)
    pages = [listed(browser, page=number) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({pk for page in pages for pk in page}) == 5
    for beyond in ("4", "99999999999", "0", "-1", "x"):
        assert listed(browser, page=beyond) == (pages[2] if beyond in {"4", "99999999999"} else pages[0])


def test_an_unknown_value_is_named_and_left_out(browser: Client) -> None:
    PostingFactory.create()
    page = browser.get("/jobs/manage/", {"phase": "lost", "department": "atlantis", "sort": "smell", "source": "Mars"})
    assert page.status_code == 200
    for value in ("lost", "atlantis", "smell", "Mars"):
        assert f"“{value}”" in text(page)
    assert len(parse(page).cssselect("[data-posting-id]")) == 1


def test_queries_do_not_grow_with_rows(browser: Client, django_assert_num_queries: Any) -> None:
    for size in (3, 24):
        for number in range(size):
            trait = [*TRAITS, None][number % 6]
            PostingFactory.create(
                **({trait: True} if trait else {}), source=f"S{number % 3}", external_id=f"{size}-{number}"
            )
        with django_assert_num_queries(8):  # session, person, unread, roles, departments, counts, numbers, rows
            page = browser.get("/jobs/manage/")
        assert len(parse(page).cssselect("[data-posting-id]")) == min(manage_list.PAGE_SIZE, Posting.objects.count())
