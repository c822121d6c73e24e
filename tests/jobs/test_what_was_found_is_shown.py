"""A search shows why it found something, puts misspelt words right, and offers words while typing."""

import pytest
from django.test import Client
from lxml import html

from jobs import finding
from jobs.words import refresh_words
from tests.factories import (
    PostingFactory,
    PostingSkillFactory,
    SkillFactory,
    TitleAliasFactory,
    TitleFactory,
)

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, **headers: str) -> html.HtmlElement:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def test_matches_are_marked_in_the_name_and_around_them_in_the_text(client: Client) -> None:
    PostingFactory.create(
        business_title="Network engineer", what_you_will_do="- Mend **networks** in the tunnels <b>below</b> the river"
    )
    tree = page(client, "/jobs/?q=network")
    assert tree.cssselect(".posting-card__title mark")[0].text == "Network"
    (snippet,) = tree.cssselect(".posting-card__why")
    assert "Mend networks in the tunnels below the river" in snippet.text_content()
    assert not snippet.cssselect("b")
    assert snippet.cssselect("mark")[0].text == "networks"


def test_no_snippet_where_the_text_does_not_match(client: Client) -> None:
    PostingFactory.create(business_title="Gardener")
    assert not page(client, "/jobs/?q=gardener").cssselect(".posting-card__why")
    assert not page(client, "/jobs/").cssselect("mark")


def test_the_old_word_that_found_it_is_said(client: Client) -> None:
    title = TitleFactory.create()
    TitleAliasFactory.create(title=title, name="Webmaster")
    TitleAliasFactory.create(title=title, name="Coder")
    PostingFactory.create(title=title)
    (why,) = page(client, "/jobs/?q=webmaster").cssselect(".posting-card__why")
    assert " ".join(why.text_content().split()) == "Also called: Webmaster"


def test_a_misspelt_word_leads_to_the_right_one(client: Client) -> None:
    PostingFactory.create(business_title="Cybersecurity analyst")
    refresh_words()
    tree = page(client, "/jobs/?q=cybersecuirty")
    (better,) = tree.cssselect(".did-you-mean a")
    assert (better.text, better.get("href")) == ("cybersecurity", "?q=cybersecurity")
    assert page(client, "/jobs/?q=cybersecurity").cssselect("#result-count")[0].get("data-count") == "1"


def test_a_suggestion_that_finds_nothing_is_not_made(client: Client) -> None:
    PostingFactory.create(business_title="Cybersecurity analyst", work_mode="onsite")
    refresh_words()
    assert not page(client, "/jobs/?q=cybersecuirty&work=remote").cssselect(".did-you-mean")


def test_words_are_offered_of_what_is_open(client: Client) -> None:
    posting = PostingFactory.create(title=TitleFactory.create(revision__name="Bridge engineer"))
    PostingSkillFactory.create(posting=posting, skill=SkillFactory.create(name="Welding"))
    PostingFactory.create(draft=True, title=TitleFactory.create(revision__name="Secret keeper"))
    PostingFactory.create(audience="staff", title=TitleFactory.create(revision__name="Inside keeper"))
    answer = client.get("/jobs/words/")
    assert [option.get("value") for option in html.fromstring(answer.text).cssselect("option")] == [
        "Bridge engineer",
        "Welding",
    ]
    assert "max-age=3600" in answer["Cache-Control"]


def test_htmx_gets_the_part_and_the_address_in_its_shortest_form(client: Client) -> None:
    PostingFactory.create(work_mode="hybrid")
    answer = client.get("/jobs/?q=&work=hybrid&posted=&pay_min=&bogus=1", headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == "/jobs/?work=hybrid"
    assert "HX-Request" in answer["Vary"]
    assert "<html" not in answer.text
    assert 'id="finder"' in answer.text
    assert 'hx-swap-oob="innerHTML:#announcement"' in answer.text


def test_going_back_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/jobs/", headers=headers).text


def test_only_the_newest_of_a_common_word_are_ranked_and_none_is_lost(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "RANKED", 20)
    monkeypatch.setattr(finding, "RANKED_OF_MORE", 20)
    title = TitleFactory.create()
    for number in range(45):
        name = "Security analyst" if number in {0, 40} else f"Clerk {number}"
        PostingFactory.create(title=title, business_title=name, what_you_will_do="About security.")
    seen: list[str] = []
    for number in (1, 2, 3):
        tree = page(client, f"/jobs/?q=security&page={number}")
        seen += [card.get("data-posting-id") for card in tree.cssselect("[data-posting-id]")]
    assert len(seen) == len(set(seen)) == 45
