"""The inbox: counted in the header, read and unread, filtered, one's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts import actions as role_actions
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.outbox import delivery
from chitech.core.outbox.models import Message
from tests.conftest import SignIn
from tests.factories import MessageFactory
from tests.pages import form_fields, parse, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(seeker: User, sign_in: SignIn) -> Client:
    return sign_in(seeker)


def header(browser: Client, address: str = "/jobs/") -> str:
    """What a screen reader says of the link to the inbox."""
    (link,) = parse(browser.get(address)).cssselect("#inbox-link")
    return " ".join(link.text_content().split()).replace(" ,", ",")


def listed(browser: Client, query: str = "") -> list[int]:
    rows = parse(browser.get(f"/inbox/{query}")).cssselect("[data-message-id]")
    return [int(row.get("data-message-id")) for row in rows]


def test_the_header_counts_what_is_unread(browser: Client, seeker: User, staff: User) -> None:
    assert header(browser) == "Inbox"
    first, _second = MessageFactory.create_batch(2, user=seeker)
    MessageFactory.create(user=staff)
    MessageFactory.create(user=seeker, in_inbox=False)
    assert header(browser).replace(" ", "") == "Inbox,2unread"
    browser.post(f"/inbox/{first.pk}/read/")
    assert header(browser).replace(" ", "") == "Inbox,1unread"
    browser.post(f"/inbox/{first.pk}/unread/")
    assert header(browser).replace(" ", "") == "Inbox,2unread"


def test_the_header_stops_counting(browser: Client, seeker: User) -> None:
    Message.objects.bulk_create(MessageFactory.build(user=seeker) for _n in range(105))
    assert "99+" in header(browser)


def test_a_stranger_has_no_inbox(client: Client) -> None:
    assert not parse(client.get("/jobs/")).cssselect("#inbox-link")


def test_looking_at_a_message_changes_nothing(browser: Client, seeker: User) -> None:
    message = MessageFactory.create(user=seeker)
    assert browser.get(f"/inbox/{message.pk}/").status_code == 200
    message.refresh_from_db()
    assert message.read_at is None


def test_a_message_says_all_that_its_email_says(seeker: User, admin: User, browser: Client) -> None:
    role_actions.give_role(to=seeker, role=Role.MENTOR, by=admin, reason="Guides <b>two</b> people & a dog")
    delivery.drain()
    page = browser.get(f"/inbox/{Message.objects.get().pk}/")
    assert "Guides <b>two</b> people & a dog" in text(page)
    assert "<b>two" not in page.text
    assert "Hello" not in text(page)
    assert "You should always know what you may do here." in text(page)


def test_newest_first_in_pages(browser: Client, seeker: User) -> None:
    now = timezone.now()
    messages = [MessageFactory.create(user=seeker, due_at=now - timedelta(minutes=n)) for n in range(23)]
    assert listed(browser) == [message.pk for message in messages[:20]]
    assert listed(browser, "?page=2") == [message.pk for message in messages[20:]]
    assert listed(browser, "?page=99") == [message.pk for message in messages[20:]]


def test_filters_narrow_and_unknown_ones_are_named(browser: Client, seeker: User) -> None:
    new = MessageFactory.create(user=seeker)
    read = MessageFactory.create(user=seeker, read_at=timezone.now())
    other = MessageFactory.create(user=seeker, kind="gone.kind")
    assert set(listed(browser)) == {new.pk, read.pk, other.pk}
    assert set(listed(browser, "?show=unread")) == {new.pk, other.pk}
    assert set(listed(browser, "?group=account")) == {new.pk, read.pk}
    assert listed(browser, "?group=other&show=unread") == [other.pk]
    page = browser.get("/inbox/?show=purple%00&page=x")
    assert page.status_code == 200
    assert "“purple” is unknown here" in text(page)


def test_all_are_read_but_what_came_since(browser: Client, seeker: User) -> None:
    before = MessageFactory.create_batch(2, user=seeker)
    data = form_fields(browser.get("/inbox/"), "form[action='/inbox/read/']")
    since = MessageFactory.create(user=seeker, due_at=timezone.now() + timedelta(seconds=1))
    answer = browser.post("/inbox/read/", data, follow=True)
    assert "2 messages are marked as read." in text(answer)
    assert set(Message.objects.unread()) == {since}
    assert all(message.pk != since.pk for message in before)


def test_all_of_one_group_are_read(browser: Client, seeker: User) -> None:
    MessageFactory.create(user=seeker)
    other = MessageFactory.create(user=seeker, kind="gone.kind")
    browser.post("/inbox/read/", {"group": "account"})
    assert set(Message.objects.unread()) == {other}


def test_one_comes_back_to_where_one_was_and_nowhere_else(browser: Client, seeker: User) -> None:
    message = MessageFactory.create(user=seeker)
    here = "/inbox/?show=unread"
    assert browser.post(f"/inbox/{message.pk}/read/", {"next": here})["Location"] == here
    for evil in ("https://evil.example/inbox/", "//evil.example/inbox/", "/jobs/"):
        assert browser.post(f"/inbox/{message.pk}/read/", {"next": evil})["Location"] == f"/inbox/{message.pk}/"


def test_another_persons_message_does_not_exist(browser: Client, staff: User) -> None:
    message = MessageFactory.create(user=staff)
    assert browser.get(f"/inbox/{message.pk}/").status_code == 404
    for verb in ("read", "unread"):
        assert browser.post(f"/inbox/{message.pk}/{verb}/").status_code == 404
    browser.post("/inbox/read/")
    message.refresh_from_db()
    assert message.read_at is None


def test_an_empty_inbox_says_what_it_is_for(browser: Client) -> None:
    assert "Nothing here yet" in text(browser.get("/inbox/"))


def test_queries_do_not_grow_with_messages(browser: Client, seeker: User, django_assert_num_queries: Any) -> None:
    for size in (2, 20):
        MessageFactory.create_batch(size, user=seeker)
        with django_assert_num_queries(6):  # session, person, counts, rows, unread, roles
            browser.get("/inbox/")
