""" "Why work here": what everyone reads, and how HR writes it without losing a word."""

from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from chitech.core import page_copies
from chitech.core.accounts.models import User
from chitech.portal import actions, seeding
from chitech.portal.errors import NotAllowed, StaleEdit
from chitech.portal.models import Page
from pathways.models import Level
from tests.conftest import SignIn
from tests.factories import PageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def part() -> Page:
    return PageFactory.create(kind="part", byline="", slug="benefits", title="Our benefits", body="A **pension**.")


@pytest.fixture
def story() -> Page:
    return PageFactory.create(slug="six-cold-mornings", title="Six cold mornings")


def typed(page: Page, **changes: Any) -> dict[str, Any]:
    """What the form of a page sends, with some boxes changed. `version` is that of `page`."""
    names = ("kind", "title", "byline", "slug", "summary", "body", "order", "version")
    data = {name: getattr(page, name) for name in names}
    return data | ({"is_published": "on"} if page.is_published else {}) | changes


def values(**changes: Any) -> dict[str, Any]:
    given = {"kind": "story", "slug": "new", "title": "New", "byline": "Ana", "summary": "One.", "body": "Words."}
    return {**given, "order": 1, "is_published": False, **changes}


def test_everyone_reads_the_parts_the_levels_and_where_the_stories_are(client: Client, part: Page, story: Page) -> None:
    Level.objects.create(number=3, name="Practitioner", meaning="You do the full job on your own.")
    tree = html.fromstring(client.get("/why/").text)
    section = tree.get_element_by_id("benefits")
    assert section.cssselect("h2")[0].text_content() == "Our benefits"
    assert section.cssselect(".prose strong")[0].text == "pension"
    (stop,) = tree.cssselect(".level-stops > li")
    assert "You do the full job on your own." in stop.text_content()
    assert stop.cssselect("a")[0].get("href") == "/jobs/?level=3"
    assert tree.cssselect('#stories a[href="/why/six-cold-mornings/"]')


def test_everyone_reads_a_story_and_who_tells_it(client: Client, story: Page) -> None:
    tree = html.fromstring(client.get("/why/six-cold-mornings/").text)
    assert tree.cssselect("h1")[0].text == "Six cold mornings"
    assert tree.cssselect(".story__byline")[0].text == story.byline
    assert tree.cssselect(".prose h3")[0].text == "What is hard"


def test_what_is_not_published_is_not_there(client: Client, part: Page, story: Page) -> None:
    Page.objects.update(is_published=False)
    assert client.get("/why/six-cold-mornings/").status_code == 404
    words = client.get("/why/").text
    assert part.title not in words
    assert story.title not in words


def test_a_part_has_no_page_of_its_own(client: Client, part: Page) -> None:
    assert client.get("/why/benefits/").status_code == 404
    assert part.get_absolute_url() == "/why/#benefits"


def test_a_script_in_a_text_is_words(client: Client) -> None:
    PageFactory.create(slug="sly", body="<script>alert(1)</script> [here](javascript:alert(1))")
    tree = html.fromstring(client.get("/why/sly/").text)
    assert not tree.cssselect(".prose script, .prose a")
    assert "<script>alert(1)</script>" in tree.cssselect(".prose")[0].text_content()


def test_queries_do_not_grow_with_pages(client: Client, sign_in: SignIn, hr: User) -> None:
    counts: dict[str, set[int]] = {"/why/": set(), "/why/manage/": set()}
    browser = sign_in(hr)
    for number in (2, 9):
        for _row in range(number):
            PageFactory.create()
        for address, asked in counts.items():
            with CaptureQueriesContext(connection) as queries:
                (client if address == "/why/" else browser).get(address)
            asked.add(len(queries))
    assert counts["/why/"] == {4}  # one for the version
    assert len(counts["/why/manage/"]) == 1


@pytest.mark.parametrize("address", ["/why/manage/", "/why/manage/new/", "/why/manage/{pk}/"])
def test_nobody_but_hr_knows_the_pages_for_writing(
    client: Client, sign_in: SignIn, staff: User, story: Page, address: str
) -> None:
    address = address.format(pk=story.pk)
    assert client.get(address)["Location"].startswith("/accounts/login/?next=")
    assert sign_in(staff).get(address).status_code == 404
    assert sign_in(staff).post(address, typed(story, title="Mine")).status_code in (404, 405)
    story.refresh_from_db()
    assert story.title == "Six cold mornings"


def test_only_hr_sees_the_way_there(client: Client, sign_in: SignIn, hr: User, story: Page) -> None:
    for address in ("/why/", story.get_absolute_url()):
        assert "/why/manage/" not in client.get(address).text
        assert "/why/manage/" in sign_in(hr).get(address).text


def test_hr_writes_a_page_that_only_hr_sees_until_it_is_published(client: Client, sign_in: SignIn, hr: User) -> None:
    answer = sign_in(hr).post("/why/manage/new/", {**values(body="First\r\nsecond"), "is_published": ""})
    page = Page.objects.get()
    assert answer["Location"] == f"/why/manage/{page.pk}/"
    assert (page.body, page.created_by, page.updated_by) == ("First\nsecond", hr, hr)
    assert client.get("/why/new/").status_code == 404
    answer = sign_in(hr).post(f"/why/manage/{page.pk}/", typed(page, is_published="on"))
    assert answer["Location"] == "/why/new/"
    assert client.get("/why/new/").status_code == 200


def test_a_preview_shows_the_words_and_saves_nothing(sign_in: SignIn, hr: User, story: Page) -> None:
    answer = sign_in(hr).post(f"/why/manage/{story.pk}/", typed(story, body="Some *new* words.", preview="1"))
    tree = html.fromstring(answer.text)
    assert answer.status_code == 200
    assert tree.cssselect(".preview-banner .prose em")[0].text == "new"
    assert tree.cssselect("textarea[name=body]")[0].text.strip() == "Some *new* words."
    story.refresh_from_db()
    assert story.version == 1
    assert "Some *new*" not in story.body


def test_a_preview_of_a_new_page_saves_nothing(sign_in: SignIn, hr: User) -> None:
    answer = sign_in(hr).post("/why/manage/new/", {**values(kind="part", byline=""), "preview": "1"})
    assert html.fromstring(answer.text).cssselect(".preview-banner .why-part")
    assert not Page.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Fill this in."),
        ({"slug": "manage"}, "taken"),
        ({"slug": "benefits"}, "Another page has this address"),
        ({"byline": ""}, "Say who tells this story."),
        ({"kind": "part"}, "Only a story says who tells it."),
    ],
)
def test_a_form_that_fails_says_what_to_do_and_keeps_the_words(
    sign_in: SignIn, hr: User, story: Page, changes: dict[str, str], words: str
) -> None:
    PageFactory.create(kind="part", byline="", slug="benefits")
    answer = sign_in(hr).post(f"/why/manage/{story.pk}/", typed(story, body="Long work.", **changes))
    tree = html.fromstring(answer.text)
    assert answer.status_code == 422
    assert words in tree.cssselect(".error-summary")[0].text_content()
    assert tree.cssselect("textarea[name=body]")[0].text.strip() == "Long work."
    story.refresh_from_db()
    assert story.version == 1


def test_a_stale_edit_is_refused_and_shows_both_texts(sign_in: SignIn, hr: User, publisher: User, story: Page) -> None:
    first, second = typed(story, body="Mine."), typed(story, body="Theirs.", title="Their title")
    assert sign_in(publisher).post(f"/why/manage/{story.pk}/", second).status_code == 302
    answer = sign_in(hr).post(f"/why/manage/{story.pk}/", first)
    tree = html.fromstring(answer.text)
    assert answer.status_code == 409
    conflict = tree.cssselect(".conflict")[0].text_content()
    assert "Theirs." in conflict
    assert "Their title" in conflict
    assert tree.cssselect("textarea[name=body]")[0].text.strip() == "Mine."
    story.refresh_from_db()
    assert (story.body, story.updated_by) == ("Theirs.", publisher)
    # Having read both, the person saves again: the form now stands on what is saved.
    again = {**first, "version": tree.cssselect("input[name=version]")[0].get("value")}
    assert sign_in(hr).post(f"/why/manage/{story.pk}/", again).status_code == 302
    story.refresh_from_db()
    assert (story.body, story.version) == ("Mine.", 3)


def test_a_preview_keeps_the_version_that_the_person_read(
    sign_in: SignIn, hr: User, publisher: User, story: Page
) -> None:
    """Looking at one's words first must not slip past what someone else saved meanwhile."""
    actions.update_page(page=story, by=publisher, version=1, values={"body": "Theirs."})
    answer = sign_in(hr).post(f"/why/manage/{story.pk}/", typed(story, body="Mine.", preview="1"))
    version = html.fromstring(answer.text).cssselect("input[name=version]")[0].get("value")
    assert sign_in(hr).post(f"/why/manage/{story.pk}/", typed(story, body="Mine.", version=version)).status_code == 409


def test_a_form_without_its_version_is_stale(sign_in: SignIn, hr: User, story: Page) -> None:
    for version in ("", "x", "²", "9" * 40):
        sent = typed(story, body="Blind.", version=version)
        assert sign_in(hr).post(f"/why/manage/{story.pk}/", sent).status_code == 409


def test_the_actions_ask_who_it_is(seeker: User, story: Page) -> None:
    with pytest.raises(NotAllowed):
        actions.create_page(by=seeker, values=values())
    with pytest.raises(NotAllowed):
        actions.update_page(page=story, by=seeker, version=1, values={"title": "Mine"})


def test_of_two_edits_of_one_version_the_second_is_refused(hr: User, publisher: User, story: Page) -> None:
    actions.update_page(page=story, by=hr, version=1, values={"title": "One"})
    with pytest.raises(StaleEdit) as refusal:
        actions.update_page(page=story, by=publisher, version=1, values={"title": "Two"})
    assert refusal.value.current.title == "One"


def test_what_changes_nothing_writes_nothing(hr: User, story: Page) -> None:
    events = apps.get_model("portal", "PageEvent").objects
    before = events.count()
    same = actions.update_page(page=story, by=hr, version=1, values={"title": story.title})
    assert (same.version, events.count()) == (1, before)


@pytest.mark.django_db(transaction=True)  # all that one transaction changed is one entry
def test_each_change_is_kept_and_told(sign_in: SignIn, hr: User, story: Page) -> None:
    actions.update_page(page=story, by=hr, version=1, values={"title": "Seven cold mornings"})
    tree = html.fromstring(sign_in(hr).get(f"/why/manage/{story.pk}/").text)
    told = tree.cssselect(".timeline__entry")[0].text_content()
    assert "Six cold mornings" in told
    assert "Seven cold mornings" in told
    assert hr.name in told


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "poem"}, {"slug": "manage"}, {"title": ""}, {"body": ""}, {"byline": ""}, {"kind": "part"}],
    ids=str,
)
def test_the_database_refuses_a_page_that_says_nothing_or_lies(hr: User, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.create_page(by=hr, values=values(**wrong))


def test_the_demo_has_words_of_its_own_and_says_that_its_people_are_made_up(
    client: Client, hr: User, settings: Any
) -> None:
    seeding.seed_pages(by=hr)
    seeding.seed_pages(by=hr)
    assert Page.objects.published().parts().count() == 3
    story = Page.objects.published().stories().first()
    assert story is not None
    settings.DEMO = True
    for address in ("/why/", story.get_absolute_url()):
        assert "The people in these stories are made up." in client.get(address).text
    settings.DEMO = False
    cache.clear()
    page_copies.forget_near()
    assert "made up" not in client.get("/why/").text
