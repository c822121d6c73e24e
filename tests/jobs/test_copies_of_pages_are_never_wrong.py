"""Public pages are kept as copies in Redis, and no copy ever shows what is no longer so."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisConnectionError

from chitech.core import page_copies
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.portal.models import Page
from jobs import actions, catalogue
from jobs.models import CatalogueChange, Posting
from pathways.models import Level, TitleAlias
from tests.factories import PageFactory, PostingFactory, TitleFactory, UserFactory


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/jobs/", "/jobs/?q=engineer&work=hybrid"])
def test_the_second_reader_gets_a_copy(client: Client, address: str) -> None:
    PostingFactory.create()
    queries(client, "/jobs/")  # the vocabulary of this version is read once
    first = queries(client, address)
    assert queries(client, address) == 1
    assert first == 1 or first > 3


@pytest.mark.django_db
def test_the_same_list_in_other_words_is_one_copy(client: Client) -> None:
    PostingFactory.create(work_mode="hybrid")
    queries(client, "/jobs/?work=remote&work=hybrid")
    assert queries(client, "/jobs/?q=&work=hybrid&work=remote&page=1&pay_min=") == 1


@pytest.mark.django_db
def test_a_page_and_its_part_are_two_copies(client: Client) -> None:
    PostingFactory.create()
    assert "<html" in client.get("/jobs/").text
    assert "<html" not in client.get("/jobs/", headers={"HX-Request": "true"}).text
    assert "<html" in client.get("/jobs/").text


@pytest.mark.django_db
def test_headers_for_strangers_and_for_people(client: Client, sign_in: Any, seeker: User) -> None:
    posting = PostingFactory.create()
    for address in ["/", "/jobs/", posting.get_absolute_url(), "/jobs/?bogus=1&work=moon"]:
        for _time in range(2):
            control = client.get(address)["Cache-Control"]
            assert set(control.split(", ")) == {"public", "max-age=0", "must-revalidate"}, address
        assert set(sign_in(seeker).get(address)["Cache-Control"].split(", ")) == {"private", "no-store"}, address


@pytest.mark.django_db
def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    PostingFactory.create()
    tag = client.get("/jobs/")["ETag"]
    again = client.get("/jobs/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    PostingFactory.create()
    assert client.get("/jobs/", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.django_db
def test_a_copy_is_sent_packed_to_who_can_unpack(client: Client) -> None:
    PostingFactory.create()
    plain = client.get("/jobs/")
    packed = client.get("/jobs/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.django_db
def test_city_staff_and_strangers_never_share(client: Client, sign_in: Any, staff: User) -> None:
    PostingFactory.create(business_title="Inside job", audience="staff")
    browser = sign_in(staff)
    for _time in range(2):
        assert "Inside job" in browser.get("/jobs/").text
        assert "Inside job" not in client.get("/jobs/").text


def _change_alias(posting: Posting) -> None:
    TitleAlias.objects.create(title_id=posting.title_id or 0, name="Wizard", source="test")


CHANGES: dict[str, Callable[[Posting], Any]] = {
    "edit": lambda p: Posting.objects.filter(pk=p.pk).update(business_title="Another name"),
    "close": lambda p: actions.close(
        posting=p, by=UserFactory.create(roles=[Role.HR_EDITOR]), reason="Enough people applied."
    ),
    "delete": lambda p: p.delete(),
    "department": lambda p: type(p.department).objects.update(name="Department of Renaming"),
    "level": lambda _p: Level.objects.update(name="Renamed"),
    "alias": _change_alias,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_makes_every_copy_old(client: Client, name: str) -> None:
    posting = PostingFactory.create()
    before = {address: client.get(address).content for address in ["/jobs/", "/", "/jobs/?q=wizard"]}
    version = catalogue.read(timezone.now()).version
    CHANGES[name](Posting.objects.get(pk=posting.pk))
    assert catalogue.read(timezone.now()).version != version
    changed = [address for address in before if client.get(address).content != before[address]]
    assert changed


@pytest.mark.django_db
def test_a_copy_ends_when_a_posting_opens_or_closes(client: Client) -> None:
    now = timezone.now()
    PostingFactory.create(business_title="Closing job", closes_at=now + timedelta(seconds=30))
    PostingFactory.create(business_title="Opening job", opens_at=now + timedelta(seconds=40))
    assert "Closing job" in client.get("/jobs/").text
    with patch.object(timezone, "now", return_value=now + timedelta(seconds=29)):
        assert queries(client, "/jobs/") == 1
    with patch.object(timezone, "now", return_value=now + timedelta(seconds=30)):
        assert "Closing job" not in client.get("/jobs/").text
        assert "Opening job" not in client.get("/jobs/").text
    with patch.object(timezone, "now", return_value=now + timedelta(seconds=40)):
        assert "Opening job" in client.get("/jobs/").text


@pytest.mark.django_db
def test_without_redis_pages_are_built(client: Client) -> None:
    PostingFactory.create(business_title="Still here")
    with (
        patch.object(cache, "get", side_effect=RedisConnectionError),
        patch.object(cache, "set", side_effect=RedisConnectionError),
    ):
        for _time in range(2):
            assert "Still here" in client.get("/jobs/").text


@pytest.mark.django_db
def test_old_changes_are_forgotten_and_the_newest_stays() -> None:
    PostingFactory.create()
    CatalogueChange.objects.update(at=timezone.now() - timedelta(hours=1))
    newest = CatalogueChange.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert catalogue.forget_old_changes() > 0
    assert list(CatalogueChange.objects.values_list("pk", flat=True)) == [newest]


def test_a_posting_closed_under_load_is_in_no_later_answer(live_server: Any, transactional_db: None) -> None:
    title = TitleFactory.create()
    for number in range(5):
        PostingFactory.create(title=title, business_title=f"Staying job {number}")
    hr = UserFactory.create(roles=[Role.HR_EDITOR])
    gone = PostingFactory.create(title=title, business_title="Closing job")
    address = urlsplit(live_server.url)
    answers: list[tuple[float, bool, int]] = []
    stop = threading.Event()

    def read() -> None:
        link = HTTPConnection(address.hostname or "", address.port, timeout=60)
        while not stop.is_set():
            asked_at = time.monotonic()
            link.request("GET", "/jobs/")
            answer = link.getresponse()
            answers.append((asked_at, b"Closing job" in answer.read(), answer.status))
        link.close()

    readers = [threading.Thread(target=read) for _reader in range(4)]
    for reader in readers:
        reader.start()
    try:
        _wait_until(lambda: len(answers) > 40)
        actions.close(posting=Posting.objects.get(pk=gone.pk), by=hr, reason="Enough people applied.")
        closed_at = time.monotonic()
        _wait_until(lambda: sum(asked > closed_at for asked, *_rest in answers) > 40)
    finally:
        stop.set()
        for reader in readers:
            reader.join(timeout=120)
    assert {status for *_rest, status in answers} == {200}
    assert any(listed for asked, listed, _status in answers if asked < closed_at)
    assert not any(listed for asked, listed, _status in answers if asked > closed_at)


def _wait_until(is_so: Callable[[], bool], *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        threading.Event().wait(0.02)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/jobs/feed/", "/jobs/feed/?work=hybrid", "/sitemap.xml", "/sitemap-0.xml", "/why/"]
)
def test_what_machines_and_newcomers_read_is_copied_too(client: Client, address: str) -> None:
    PostingFactory.create(work_mode="hybrid")
    queries(client, "/jobs/")  # the vocabulary of this version is read once
    assert queries(client, address) > 1
    assert queries(client, address) == 1
    answer = client.get(address)
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=0", "must-revalidate"}
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/jobs/feed/", "/sitemap.xml"])
def test_a_feed_is_the_same_for_who_has_signed_in(client: Client, sign_in: Any, staff: User, address: str) -> None:
    PostingFactory.create(business_title="Inside job", audience="staff")
    PostingFactory.create(business_title="Outside job")
    browser = sign_in(staff)
    client.get(address)
    assert browser.get(address).content == client.get(address).content
    assert "public" in browser.get(address)["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/why/", "/why/six-cold-mornings/", "/sitemap.xml"])
def test_a_change_of_what_hr_writes_is_seen_at_once(client: Client, address: str) -> None:
    page = PageFactory.create(slug="six-cold-mornings", title="Six cold mornings")
    before = client.get(address).content
    assert client.get(address).content == before
    Page.objects.filter(pk=page.pk).update(title="Seven", updated_at=timezone.now() + timedelta(days=1))
    changed = client.get(address).content
    assert changed != before
    page.delete()
    assert client.get(address).content != changed


@pytest.mark.django_db
def test_pages_of_hr_are_private_to_who_has_signed_in(client: Client, sign_in: Any, hr: User) -> None:
    PageFactory.create(slug="six-cold-mornings")
    for address in ["/why/", "/why/six-cold-mornings/"]:
        client.get(address)
        answer = sign_in(hr).get(address)
        assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
        assert "/why/manage/" in answer.text
        assert "/why/manage/" not in client.get(address).text


@pytest.mark.django_db
def test_a_process_own_copies_end_with_the_others(client: Client) -> None:
    now = timezone.now()
    PostingFactory.create(business_title="Closing job", closes_at=now + timedelta(seconds=30))
    client.get("/jobs/")
    cache.clear()
    assert queries(client, "/jobs/") == 1  # its own copy is there still
    with patch.object(timezone, "now", return_value=now + timedelta(seconds=30)):
        assert "Closing job" not in client.get("/jobs/").text
    Level.objects.create(number=7, name="Executive", meaning="Leads.")
    assert queries(client, "/jobs/") > 1


def test_a_process_keeps_no_more_copies_than_it_may() -> None:
    copy = page_copies.Copy(b"x", "text/html", {}, "", 0.0)
    for number in range(page_copies.NEAR_MOST + 10):
        page_copies._hold(str(number), copy)
    page_copies._hold("large", replace(copy, compressed=b"x" * (page_copies.NEAR_LARGEST + 1)))
    assert len(page_copies._near) == page_copies.NEAR_MOST
    assert "large" not in page_copies._near
    assert "0" not in page_copies._near
