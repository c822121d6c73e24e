"""`/jobs/` as a browser gets it: markers, words, addresses, answers."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from tests.core.search.test_any_search_text_gives_a_query import NASTY
from tests.factories import (
    DepartmentFactory,
    FamilyFactory,
    PostingFactory,
    PostingSkillFactory,
    TitleFactory,
)

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def test_the_markers_are_there(client: Client) -> None:
    posting = PostingFactory.create(work_mode="hybrid")
    tree = page(client, "/jobs/")
    assert tree.cssselect("#results [data-posting-id]")[0].get("data-posting-id") == str(posting.pk)
    assert tree.cssselect("#result-count")[0].get("data-count") == "1"
    (choice,) = tree.cssselect('[data-facet="work"][data-value="hybrid"]')
    assert choice.get("data-count") == "1"


def test_the_form_keeps_what_was_chosen(client: Client) -> None:
    PostingFactory.create(work_mode="hybrid")
    tree = page(client, "/jobs/?q=service&work=hybrid&pay_min=50000&posted=7&sort=pay")
    form = tree.get_element_by_id("find")
    assert form.get("method") == "get"
    assert tree.cssselect("#q")[0].get("value") == "service"
    assert tree.cssselect("input[form=find][name=work][value=hybrid]")[0].get("checked") is not None
    assert tree.cssselect('input[form=find][name=posted][value="7"]')[0].get("checked") is not None
    assert tree.cssselect("#pay_min")[0].get("value") == "50000"
    assert tree.cssselect("#find input[name=sort]")[0].get("value") == "pay"


def test_chips_take_one_filter_away(client: Client) -> None:
    PostingFactory.create(work_mode="hybrid")
    tree = page(client, "/jobs/?q=service&work=hybrid&work=remote")
    assert [chip.get("href") for chip in tree.cssselect("a.chip:not(.chip--clear)")] == [
        "?work=hybrid&work=remote",
        "?q=service&work=remote",
        "?q=service&work=hybrid",
    ]


def test_an_unknown_value_is_named_in_a_notice(client: Client) -> None:
    PostingFactory.create()
    tree = page(client, "/jobs/?work=moon%3Cscript%3E&page=900")
    (notice,) = tree.cssselect(".usa-alert__text")
    assert "moon<script>" in notice.text_content()
    assert tree.cssselect("#result-count")[0].get("data-count") == "1"


def test_a_long_search_is_cut_and_said(client: Client) -> None:
    tree = page(client, "/jobs/?q=" + "x" * 10_000)
    assert len(tree.cssselect("#q")[0].get("value")) == 200
    assert "200" in tree.cssselect(".usa-alert__text")[0].text_content()


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:20]))
def test_any_search_answers(client: Client, text: str) -> None:
    PostingFactory.create()
    raw = quote(text.encode("utf-8", "surrogatepass"))
    assert client.get(f"/jobs/?q={raw}&family={raw}&pay_min={raw}&page={raw}").status_code == 200


def test_what_is_typed_is_never_markup(client: Client) -> None:
    answer = client.get("/jobs/?q=%3Cscript%3Ealert(1)%3C/script%3E&work=%22%3E%3Cimg+src=x%3E")
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text


def test_an_empty_result_says_what_to_loosen_and_offers_the_nearest(client: Client) -> None:
    posting = PostingFactory.create(business_title="Network engineer", work_mode="onsite")
    tree = page(client, "/jobs/?q=network&work=remote")
    assert tree.cssselect("#result-count")[0].get("data-count") == "0"
    links = {a.get("href"): a.text_content() for a in tree.cssselect(".empty-state a")}
    assert "1 opening" in links["?q=network"]
    assert [card.get("data-posting-id") for card in tree.cssselect("[data-posting-id]")] == [str(posting.pk)]


def test_queries_do_not_grow_with_rows(client: Client) -> None:
    def world(rows: int) -> int:
        for _row in range(rows):
            posting = PostingFactory.create(
                title=TitleFactory.create(family=family), department=DepartmentFactory.create()
            )
            PostingSkillFactory.create(posting=posting)
            PostingSkillFactory.create(posting=posting)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/jobs/?q=service&work=hybrid&sort=pay").status_code == 200
        return len(queries)

    family = FamilyFactory.create()
    few = world(2)
    many = world(38)
    assert few == many <= 8


def test_a_request_line_of_200_kb_is_read(client: Client) -> None:
    assert client.get("/jobs/?" + "&".join(f"work=x{n}" for n in range(20_000))).status_code == 200


def test_a_site_without_any_opening_says_so(client: Client) -> None:
    tree = page(client, "/jobs/")
    assert tree.cssselect("#result-count")[0].get("data-count") == "0"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("q", ["the", "of the", "-the", "!!!"])
def test_words_that_every_opening_has_are_said_to_be_left_out(client: Client, q: str) -> None:
    PostingFactory.create()
    for _time in range(2):  # built, and as a copy
        tree = html.fromstring(client.get("/jobs/", {"q": q}).text)
        (notice,) = tree.cssselect(".usa-alert__text")
        assert f"“{q}” has no word in it" in notice.text_content()
        assert tree.get_element_by_id("result-count").get("data-count") == "1"


@pytest.mark.parametrize("q", ["the engineer", "", "-zebra"])
def test_words_that_ask_for_something_are_not(client: Client, q: str) -> None:
    PostingFactory.create(business_title="Engineer")
    assert not html.fromstring(client.get("/jobs/", {"q": q}).text).cssselect(".usa-alert__text")


def test_a_second_value_where_one_counts_is_named_in_a_notice(client: Client) -> None:
    PostingFactory.create()
    answer = client.get("/jobs/?sort=pay&sort=closing&posted=7&posted=7&page=1&q=&q=engineer")
    notices = [each.text_content() for each in html.fromstring(answer.text).cssselect(".usa-alert__text")]
    assert notices == ["“sort” takes one value, so we left “pay” out."]
    tree = html.fromstring(client.get("/jobs/?sort=pay&sort=newest").text)
    assert tree.cssselect('.sort a[aria-current="true"]') == []  # one opening needs no order
    assert tree.cssselect('input[name="sort"]')[0].get("value") == "newest"
