"""`/jobs/feed/`: an Atom feed that keeps RFC 4287, with the filters of the list."""

import re
from datetime import datetime, timedelta
from typing import Any

import lxml.html
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from chitech.core.accounts.models import User
from jobs import actions
from jobs.models import Posting
from tests.conftest import SignIn
from tests.factories import FamilyFactory, PostingFactory, PostingSkillFactory, TitleFactory
from tests.pages import parse

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/jobs/feed/"
# RFC 3339 as RFC 4287 section 3.3 narrows it: a "T", seconds, and an offset.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ONCE = ("id", "title", "updated")
AT_MOST_ONCE = ("subtitle", "rights", "generator", "icon", "logo", "summary", "content", "published")
KNOWN = {
    "feed": {*ONCE, "author", "link", "subtitle", "entry", "category", "generator", "rights"},
    "entry": {*ONCE, "author", "link", "summary", "content", "published", "category", "rights"},
}


def read(client: Client, address: str = FEED) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def entries(feed: Any) -> list[Any]:
    return list(feed.findall(f"{ATOM}entry"))


def titles(client: Client, address: str = FEED) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(read(client, address))]


def links(element: Any, rel: str) -> list[str]:
    """A link without `rel` is an alternate (section 4.2.7.2)."""
    return [link.get("href") for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == rel]


def faults(feed: Any) -> list[str]:
    """What RFC 4287 forbids, by its sections."""
    found: list[str] = []

    def expect(section: str, is_right: Any, about: Any) -> None:
        if not is_right:
            found.append(f"{section}: {about}")

    expect("2", feed.tag == f"{ATOM}feed", feed.tag)
    everywhere = [feed, *entries(feed)]
    for element in everywhere:
        kind = element.tag.removeprefix(ATOM)
        names = [child.tag.removeprefix(ATOM) for child in element]
        expect("4.1", set(names) <= KNOWN[kind], names)
        for name in ONCE:
            expect("4.1", names.count(name) == 1, f"{name} of {kind}")
        for name in AT_MOST_ONCE:
            expect("4.1", names.count(name) <= 1, f"{name} of {kind}")
        expect("4.1.2", kind == "feed" or "content" in names or links(element, "alternate"), names)
        for name in ("updated", "published"):
            for date in element.findall(f"{ATOM}{name}"):
                expect("3.3", MOMENT.fullmatch(date.text), date.text)
        for text in (child for child in element if child.get("type")):
            if text.tag != f"{ATOM}link":
                expect("3.1.1", text.get("type") in {"text", "html", "xhtml"} and not len(text), text.tag)
            if text.get("type") == "html":
                expect("3.1.1.2", lxml.html.fragments_fromstring(text.text), text.text)
        expect("4.1", len(links(element, "alternate")) == 1, f"alternates of {kind}")
        for link in element.findall(f"{ATOM}link"):
            expect("4.2.7", link.get("href", "").startswith(f"{settings.SITE_URL}/"), link.get("href"))
        expect("4.2.6", re.match("[a-z]+:", element.findtext(f"{ATOM}id")), element.findtext(f"{ATOM}id"))
    expect("4.1.1", feed.find(f"{ATOM}author/{ATOM}name") is not None, "an author for every entry")
    expect("4.1.1", len(links(feed, "self")) == 1, "self")
    ids = [element.findtext(f"{ATOM}id") for element in everywhere]
    expect("4.1.1", len(set(ids)) == len(ids), ids)
    return found


def test_it_keeps_the_rules_of_atom(client: Client) -> None:
    for number in range(3):
        posting = PostingFactory.create(what_you_will_do="**Mend** things\n\n- pipes & valves\n- <meters>")
        PostingSkillFactory.create(posting=posting)
        PostingFactory.create(closes_at=None, title=None, level=None, business_title=f"Without a title {number}")
    feed = read(client)
    assert faults(feed) == []
    assert len(entries(feed)) == 6
    assert faults(read(client, "/jobs/feed/?q=mend&work=hybrid&sort=pay&page=2")) == []


def test_an_empty_feed_is_a_feed_and_stays_the_same(client: Client) -> None:
    assert faults(read(client)) == []
    assert entries(read(client)) == []
    assert client.get(FEED).content == client.get(FEED).content


def test_an_entry_says_what_one_chooses_by(client: Client) -> None:
    posting = PostingFactory.create(
        business_title="Engineer <b>&</b> mender",
        what_you_will_do="**Mend** the net\n\n<script>alert(1)</script>",
        department__name="Water & Sewers",
    )
    (entry,) = entries(read(client))
    assert entry.findtext(f"{ATOM}title") == "Engineer <b>&</b> mender"
    assert links(entry, "alternate") == [settings.SITE_URL + posting.get_absolute_url()]
    content = entry.findtext(f"{ATOM}content")
    said = lxml.html.fromstring(f"<div>{content}</div>").text_content()
    for fact in ("$84,780 – $112,500 a year", "Water & Sewers", "Hybrid", "2 years of experience", "No degree asked."):
        assert fact in said, fact
    assert "Apply by" in said
    assert "<strong>Mend</strong>" in content
    assert "<script" not in content
    assert "Water &amp; Sewers" in entry.findtext(f"{ATOM}summary")


def test_an_identifier_outlives_a_new_name(client: Client) -> None:
    posting = PostingFactory.create(business_title="Old name")
    (before,) = entries(read(client))
    Posting.objects.filter(pk=posting.pk).update(business_title="New name")
    (after,) = entries(read(client))
    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id")
    assert str(posting.pk) in after.findtext(f"{ATOM}id")
    assert links(before, "alternate") != links(after, "alternate")


def test_updated_is_when_readers_saw_a_change(client: Client) -> None:
    now = timezone.now().replace(microsecond=0)
    opened, edited = now - timedelta(hours=3), now - timedelta(hours=1)
    PostingFactory.create(business_title="Edited before it opened", opens_at=opened, updated_at=now - timedelta(days=9))
    PostingFactory.create(business_title="Edited since", opens_at=now - timedelta(days=3), updated_at=edited)
    feed = read(client)
    said = {
        entry.findtext(f"{ATOM}title"): datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
        for entry in entries(feed)
    }
    assert said == {"Edited before it opened": opened, "Edited since": edited}
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) == edited
    published = [datetime.fromisoformat(each.findtext(f"{ATOM}published")) for each in entries(feed)]
    assert published == [opened, now - timedelta(days=3)]


def test_the_newest_come_first_and_fifty_are_enough(client: Client) -> None:
    title = TitleFactory.create()
    for age in sorted(range(55), key=lambda age: age % 7):
        PostingFactory.create(
            title=title, business_title=f"Opened {age:02}", opens_at=timezone.now() - timedelta(minutes=age + 1)
        )
    # What has ended takes no place from what is open.
    PostingFactory.create(closed=True, title=title, opens_at=timezone.now() - timedelta(seconds=9))
    assert titles(client) == [f"Opened {age:02}" for age in range(50)]
    assert titles(client, "/jobs/feed/?sort=closing&page=2") == titles(client)


def test_its_filters_are_those_of_the_list(client: Client) -> None:
    family = FamilyFactory.create(slug="data", name="Data & analytics")
    PostingFactory.create(title=TitleFactory.create(family=family), business_title="Data analyst", work_mode="remote")
    PostingFactory.create(title=TitleFactory.create(family=family), business_title="Data clerk", work_mode="onsite")
    PostingFactory.create(business_title="Plumber of pipes", work_mode="remote")
    for query, wanted in {
        "family=data": {"Data analyst", "Data clerk"},
        "work=remote": {"Data analyst", "Plumber of pipes"},
        "family=data&work=remote": {"Data analyst"},
        "q=plumber": {"Plumber of pipes"},
        "pay_min=999999": set(),
        # What the list does not know, it ignores; so does the feed.
        "family=data&family=nonsense&work=teleport&colour=red&level=12": {"Data analyst", "Data clerk"},
    }.items():
        assert set(titles(client, f"/jobs/feed/?{query}")) == wanted, query
        page = parse(client.get(f"/jobs/?{query}"))
        listed = {card.text_content().strip() for card in page.cssselect("#results .results article h3")}
        assert not wanted or listed == wanted, query


def test_self_and_alternate_keep_the_filters_in_one_form(client: Client) -> None:
    FamilyFactory.create(slug="data", name="Data & analytics")
    feed = read(client, "/jobs/feed/?work=remote&family=data&family=nope&sort=pay&page=3&q=%20pipes%20")
    kept = "?q=pipes&family=data&work=remote"
    assert links(feed, "self") == [f"{settings.SITE_URL}/jobs/feed/{kept}"]
    assert links(feed, "alternate") == [f"{settings.SITE_URL}/jobs/{kept}"]
    assert feed.findtext(f"{ATOM}title") == "Openings in city tech: “pipes”, Data & analytics, Remote"
    plain = read(client)
    assert links(plain, "self") == [f"{settings.SITE_URL}/jobs/feed/"]
    assert plain.findtext(f"{ATOM}id") != feed.findtext(f"{ATOM}id")


def test_only_what_is_open_to_the_public_is_in_it(client: Client, staff: User, sign_in: SignIn) -> None:
    PostingFactory.create(business_title="Open")
    for phase in ("draft", "scheduled", "ended", "closed", "cancelled"):
        PostingFactory.create(**{phase: True})
    PostingFactory.create(audience="staff")
    assert titles(client) == ["Open"]
    # A feed is fetched without a person: it is the same for everyone, and may be kept for everyone.
    assert titles(sign_in(staff)) == ["Open"]
    assert "Cookie" not in client.get(FEED).get("Vary", "")


def test_a_closing_is_seen_at_once(client: Client, hr: User) -> None:
    posting = PostingFactory.create()
    answer = client.get(FEED)
    assert "must-revalidate" in answer["Cache-Control"]
    assert "max-age=0" in answer["Cache-Control"]
    etag = answer["ETag"]
    assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 304
    actions.close(posting=posting, by=hr, reason="Enough")
    again = client.get(FEED, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert entries(etree.fromstring(again.content)) == []


def test_letters_that_xml_cannot_hold_are_left_out(client: Client) -> None:
    PostingFactory.create(business_title="Bell\x07 and \ufffe none", what_you_will_do="Ring\x0b it")
    assert titles(client) == ["Bell and  none"]
    assert faults(read(client, "/jobs/feed/?q=bell%07")) == []


def test_the_list_and_the_front_door_lead_to_it(client: Client) -> None:
    FamilyFactory.create(slug="data")
    for address, feed in (
        ("/", "/jobs/feed/"),
        ("/jobs/", "/jobs/feed/"),
        ("/jobs/?sort=pay&family=data", "/jobs/feed/?family=data"),
    ):
        (link,) = parse(client.get(address)).cssselect("head link[rel=alternate][type='application/atom+xml']")
        assert link.get("href") == feed
        assert link.get("title")
    PostingFactory.create()
    assert parse(client.get("/jobs/")).cssselect("main a[href='/jobs/feed/']")


def test_queries_do_not_grow_with_entries(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client, "/jobs/feed/?work=hybrid")
        return len(queries)

    for _row in range(2):
        PostingSkillFactory.create(posting=PostingFactory.create())
    few = asked()
    for _row in range(30):
        PostingSkillFactory.create(posting=PostingFactory.create())
    assert few == asked() <= 6
