"""`/sitemap.xml` by the protocol of sitemaps.org: every page to be found, no other, with the day it last changed."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.text import slugify
from lxml import etree

from chitech.core.accounts.models import User
from chitech.portal.models import Page
from jobs import actions
from jobs import sitemap as postings
from jobs.models import Posting
from tests.conftest import SignIn
from tests.factories import PostingFactory

pytestmark = pytest.mark.django_db
ALWAYS = {"/", "/jobs/", "/why/"}
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
W3C_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def read(client: Client, address: str = "/sitemap.xml") -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert len(answer.content) < 50 * 1024 * 1024
    return etree.fromstring(answer.content)


def pages(root: Any) -> dict[str, datetime | None]:
    """Path -> when it changed. Holds every row against the protocol."""
    found: dict[str, datetime | None] = {}
    row = {f"{NS}urlset": f"{NS}url", f"{NS}sitemapindex": f"{NS}sitemap"}[root.tag]
    assert 0 < len(root) <= 50_000
    for element in root:
        assert element.tag == row
        assert [child.tag for child in element][:1] == [f"{NS}loc"]
        assert {child.tag for child in element} <= {f"{NS}loc", f"{NS}lastmod"}
        place, changed = element.findtext(f"{NS}loc"), element.findtext(f"{NS}lastmod")
        assert place.startswith(f"{settings.SITE_URL}/")
        assert len(place) < 2048
        assert changed is None or W3C_MOMENT.fullmatch(changed)
        path = place.removeprefix(settings.SITE_URL)
        assert path not in found
        found[path] = datetime.fromisoformat(changed) if changed else None
    return found


def but_careers(named: Any) -> list[str]:
    """Without the pages of careers: each opening of these tests has its title."""
    return [path for path in named if not path.startswith("/pathways/")]


def test_it_names_front_door_list_and_every_open_posting(client: Client) -> None:
    shown = [PostingFactory.create(), PostingFactory.create(closes_at=None), PostingFactory.create(audience="public")]
    for phase in ("draft", "scheduled", "ended", "closed", "cancelled"):
        PostingFactory.create(**{phase: True})
    PostingFactory.create(audience="staff")
    named = pages(read(client))
    assert set(but_careers(named)) == {*ALWAYS, *(posting.get_absolute_url() for posting in shown)}
    for path in named:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "noindex" not in answer.text


def story(hr: User, **fields: Any) -> Page:
    title = fields.pop("title", "My work")
    said = {"summary": "In one sentence.", "body": "In many.", "byline": "Ada", "is_published": True, **fields}
    return Page.objects.create(kind="story", slug=slugify(title), title=title, created_by=hr, updated_by=hr, **said)


def test_stories_are_in_it_once_everyone_may_read_them(client: Client, hr: User) -> None:
    changed = timezone.now().replace(microsecond=0) - timedelta(days=3)
    shown = story(hr, updated_at=changed)
    story(hr, title="Not yet", is_published=False)
    part = Page.objects.create(
        kind="part", slug="benefits", title="Benefits", summary="Many.", body="A pension.", is_published=True,
        created_by=hr, updated_by=hr, updated_at=changed - timedelta(days=1),
    )  # fmt: skip
    named = pages(read(client))
    assert set(named) == {*ALWAYS, shown.get_absolute_url()}
    assert named[shown.get_absolute_url()] == named["/why/"] == changed
    assert client.get(shown.get_absolute_url()).status_code == client.get("/why/").status_code == 200
    assert "#" in part.get_absolute_url()


def test_it_is_the_same_for_staff(client: Client, staff: User, sign_in: SignIn) -> None:
    PostingFactory.create(audience="staff")
    assert set(but_careers(pages(read(sign_in(staff))))) == ALWAYS
    assert "Cookie" not in client.get("/sitemap.xml").get("Vary", "")


def test_lastmod_is_when_readers_saw_a_change(client: Client) -> None:
    now = timezone.now().replace(microsecond=0)
    waited = PostingFactory.create(opens_at=now - timedelta(hours=5), updated_at=now - timedelta(days=8))
    edited = PostingFactory.create(opens_at=now - timedelta(days=8), updated_at=now - timedelta(hours=2))
    named = pages(read(client))
    assert named[waited.get_absolute_url()] == now - timedelta(hours=5)
    assert named[edited.get_absolute_url()] == now - timedelta(hours=2)
    assert named["/"] == named["/jobs/"] == now - timedelta(hours=2)


def test_without_openings_no_date_is_made_up(client: Client) -> None:
    assert pages(read(client)) == dict.fromkeys(ALWAYS)


def test_a_closing_is_seen_at_once(client: Client, hr: User) -> None:
    posting = PostingFactory.create()
    etag = client.get("/sitemap.xml")["ETag"]
    assert client.get("/sitemap.xml", headers={"If-None-Match": etag}).status_code == 304
    actions.close(posting=posting, by=hr, reason="Enough")
    assert client.get("/sitemap.xml", headers={"If-None-Match": etag}).status_code == 200
    assert posting.get_absolute_url() not in pages(read(client))


def test_robots_are_told_where_it_is(client: Client) -> None:
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in client.get("/robots.txt").text.splitlines()


class TestManyOpenings:
    """More than a file takes: the sitemap is an index of files. A file of this test takes three."""

    @pytest.fixture
    def many(self, monkeypatch: pytest.MonkeyPatch) -> list[Posting]:
        monkeypatch.setattr(postings, "PER_FILE", 3)
        made = [PostingFactory.create(updated_at=timezone.now() - timedelta(days=9 - age)) for age in range(8)]
        Posting.objects.filter(pk__in=[each.pk for each in made[3:6]]).update(closes_at=None)
        return made

    def test_its_files_together_name_everything_once(self, client: Client, many: list[Posting]) -> None:
        index = read(client)
        assert index.tag == f"{NS}sitemapindex"
        named: list[str] = []
        for path, changed in pages(index).items():
            file = pages(read(client, path))
            assert len(but_careers(file)) <= 3
            assert changed == max(day for day in file.values() if day)
            named += file
        assert sorted(but_careers(named)) == sorted([*ALWAYS, *(posting.get_absolute_url() for posting in many)])

    def test_a_posting_stays_in_its_file_when_others_close(self, client: Client, many: list[Posting], hr: User) -> None:
        def file_of(posting: Posting) -> str:
            files = pages(read(client))
            return next(f for f in files if posting.get_absolute_url() in pages(read(client, f)))

        before = file_of(many[-1])
        for posting in many[:4]:
            actions.close(posting=posting, by=hr, reason="Enough")
        assert file_of(many[-1]) == before

    def test_a_file_with_nothing_open_is_not_there(self, client: Client, many: list[Posting]) -> None:
        assert client.get("/sitemap-999999.xml").status_code == 404
        assert client.get("/sitemap-99999999999999999999999.xml").status_code == 404

    def test_queries_do_not_grow(self, client: Client, many: list[Posting]) -> None:
        # One of each is for the version, two are for courses, and one is for titles.
        assert self.asked(client, "/sitemap.xml") == 6
        assert [self.asked(client, path) for path in pages(read(client))] == [6, *[2] * (len(pages(read(client))) - 1)]

    @staticmethod
    def asked(client: Client, path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        return len(queries)


def test_six_queries_make_it_at_every_size(client: Client, hr: User) -> None:
    for _size in range(2):
        for _row in range(6):
            PostingFactory.create()
            story(hr, title=f"My work, told {timezone.now()}")
        with CaptureQueriesContext(connection) as queries:
            read(client)
        assert len(queries) == 6  # one of them for the version
