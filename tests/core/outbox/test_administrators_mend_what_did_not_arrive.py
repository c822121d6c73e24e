"""The page of dead letters: who sees it, what it says, and what sending again does."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.outbox.choices import Delivery
from chitech.core.outbox.models import MailServer, Message
from tests.conftest import SignIn
from tests.factories import UserFactory

PAGE = "/manage/messages/"


def dead(number: int = 1, **fields: Any) -> list[Message]:
    start = Message.objects.count()
    return [
        Message.objects.create(
            **{
                "key": f"dead:{start + n}",
                "kind": "proof.note",
                "user": UserFactory.create(),
                "subject": f"Note {start + n}",
                "state": Delivery.DEAD,
                "error_code": "refused",
                "error": "550 no such mailbox",
                "attempts": 1,
                **fields,
            }
        )
        for n in range(number)
    ]


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory.create(email="administrator@demo.example", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def auditor(db: None) -> User:
    return UserFactory.create(email="auditor@demo.example", roles=[Role.AUDITOR])


def test_it_says_what_to_whom_and_why(administrator: User, sign_in: SignIn) -> None:
    (message,) = dead()
    page = sign_in(administrator).get(PAGE)
    row = html.fromstring(page.text).cssselect("tbody tr")[0].text_content()
    for words in ("Note 0", message.recipient, "will never take this email", "550 no such mailbox", "1 attempt"):
        assert words in " ".join(row.split())


def test_one_is_sent_again(administrator: User, sign_in: SignIn) -> None:
    message, other = dead(2)
    answer = sign_in(administrator).post(f"{PAGE}{message.pk}/resend/", follow=True)
    assert "on its way again" in answer.text
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.state, message.resent_by, other.state) == (Delivery.PENDING, administrator, Delivery.DEAD)


def test_all_of_a_kind_are_sent_again(administrator: User, sign_in: SignIn) -> None:
    dead(2)
    dead(1, kind="proof.closing")
    answer = sign_in(administrator).post(f"{PAGE}resend/", {"kind": "proof.note"}, follow=True)
    assert "2 messages are on their way again" in answer.text
    assert [m.kind for m in Message.objects.dead()] == ["proof.closing"]


def test_what_held_a_code_can_not_be_sent_again(administrator: User, sign_in: SignIn) -> None:
    (message,) = dead(is_secret=True)
    browser = sign_in(administrator)
    assert not html.fromstring(browser.get(PAGE).text).cssselect("tbody form")
    assert "can’t be sent again" in browser.post(f"{PAGE}{message.pk}/resend/", follow=True).text
    assert Message.objects.dead().exists()


def test_an_auditor_reads_and_sends_nothing(auditor: User, sign_in: SignIn) -> None:
    (message,) = dead()
    browser = sign_in(auditor)
    assert not html.fromstring(browser.get(PAGE).text).cssselect("tbody form")
    assert browser.post(f"{PAGE}{message.pk}/resend/").status_code == 404
    assert browser.post(f"{PAGE}resend/", {"kind": "proof.note"}).status_code == 404


def test_for_everyone_else_there_is_no_such_page(seeker: User, hr: User, sign_in: SignIn) -> None:
    assert {sign_in(person).get(PAGE).status_code for person in (seeker, hr)} == {404}


def test_it_tells_when_the_mail_server_fails(administrator: User, sign_in: SignIn) -> None:
    now = "2026-11-22T12:00Z"
    MailServer.objects.create(failures=3, failing_since=now, resting_until=now, error_code="line_down", error="x")
    assert "could not be reached" in sign_in(administrator).get(PAGE).text


def test_its_queries_do_not_grow(administrator: User, sign_in: SignIn) -> None:
    browser, counts = sign_in(administrator), []
    for number in (2, 20):
        dead(number)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(PAGE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_nul_in_the_address_is_no_error(administrator: User, sign_in: SignIn) -> None:
    assert sign_in(administrator).get(f"{PAGE}?kind=%00").status_code == 200
