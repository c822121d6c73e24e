"""Temporary faults are tried again after a pause, permanent ones never; one person's fault is nobody else's."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox import actions, claims, delivery, mail_line
from chitech.core.outbox.choices import Delivery
from chitech.core.outbox.models import MailServer, Message
from tests.core.outbox.conftest import MailServerDouble, Written


def refused(code: int) -> Exception:
    return smtplib.SMTPRecipientsRefused({"a@city.example": (code, b"no such mailbox")})


@pytest.fixture
def long_pauses(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is tried again by itself while a test runs, however long that takes."""
    settings.OUTBOX_RETRY_SECONDS = 3600
    monkeypatch.setattr(mail_line, "FIRST_REST_SECONDS", 3600)
    monkeypatch.setattr(mail_line, "LONGEST_REST_SECONDS", 36_000)


def wait_for_the_next_attempt() -> None:
    Message.objects.filter(state=Delivery.PENDING).update(next_attempt_at=timezone.now())
    MailServer.objects.update(resting_until=timezone.now())


@pytest.mark.usefixtures("long_pauses")
@pytest.mark.parametrize(
    "error", [refused(450), smtplib.SMTPDataError(451, b"busy"), smtplib.SMTPServerDisconnected(), TimeoutError()]
)
def test_a_temporary_fault_is_tried_again(written: Written, mail_server: MailServerDouble, error: Exception) -> None:
    message = written("a@city.example")
    mail_server.answers["a@city.example"] = [error]
    assert delivery.drain() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Delivery.PENDING, 1)
    assert message.error_code
    assert message.next_attempt_at > timezone.now() + timedelta(minutes=30)
    assert delivery.drain() == 0, "not before its pause is over"
    wait_for_the_next_attempt()
    assert delivery.drain() == 1
    message.refresh_from_db()
    assert (message.state, message.error_code) == (Delivery.SENT, "")


@pytest.mark.parametrize("error", [refused(550), smtplib.SMTPDataError(554, b"spam"), ValueError("bad address")])
def test_a_permanent_fault_is_a_dead_letter_at_once(
    written: Written, mail_server: MailServerDouble, error: Exception
) -> None:
    message, other = written("a@city.example"), written("b@city.example")
    mail_server.answers["a@city.example"] = [error]
    assert delivery.drain() == 1
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.state, other.state) == (Delivery.DEAD, Delivery.SENT)
    assert message.reason
    wait_for_the_next_attempt()
    assert delivery.drain() == 0


def test_a_template_that_fails_for_one_stops_nobody_else(written: Written, mail_server: MailServerDouble) -> None:
    messages = [written(f"p{number}@city.example", kind="proof.fragile", is_broken=number == 1) for number in range(3)]
    assert delivery.drain() == 2
    states = [Message.objects.get(pk=message.pk).state for message in messages]
    assert states == [Delivery.SENT, Delivery.DEAD, Delivery.SENT]
    assert Message.objects.get(pk=messages[1].pk).error_code == "filling"


def test_pauses_double_and_differ(settings: Any) -> None:
    settings.OUTBOX_RETRY_SECONDS = 15
    assert 11 <= claims.pause(1) <= 19
    assert 45 <= claims.pause(3) <= 75
    assert claims.pause(50) <= 4500
    assert len({claims.pause(1) for _ in range(10)}) > 1


def test_after_three_days_it_is_given_up(written: Written, mail_server: MailServerDouble) -> None:
    message = written("a@city.example", due_at=timezone.now() - timedelta(days=3, minutes=1))
    mail_server.answers["a@city.example"] = [refused(450)]
    delivery.drain()
    message.refresh_from_db()
    assert (message.state, message.error_code) == (Delivery.DEAD, "busy")


@pytest.mark.usefixtures("long_pauses")
def test_a_mail_server_that_is_down_is_left_alone_and_the_inbox_filled(
    seeker: User, written: Written, mail_server: MailServerDouble
) -> None:
    for _ in range(3):
        written(seeker)
    mail_server.at_the_door = [ConnectionRefusedError()]
    assert delivery.drain(batch=1) == 0
    assert MailServer.objects.get().failures == 1, "asked once, not once for each message"
    assert Message.objects.inbox_of(seeker).count() == 3
    assert not Message.objects.exclude(attempts=0).exists(), "no attempt of theirs"
    assert delivery.drain() == 0
    wait_for_the_next_attempt()
    assert delivery.drain() == 3
    assert mail_server.connections == 1, "one connection for all"
    assert not MailServer.objects.exists()


@pytest.mark.usefixtures("long_pauses")
def test_the_mail_server_is_left_alone_longer_each_time(written: Written, mail_server: MailServerDouble) -> None:
    written("a@city.example")
    mail_server.at_the_door = [ConnectionRefusedError() for _ in range(4)]
    for rest in (1, 2, 4, 8):
        before = timezone.now()
        delivery.drain()
        after, until = timezone.now(), MailServer.objects.get().resting_until
        assert before <= until - rest * timedelta(hours=1) <= after
        wait_for_the_next_attempt()


@pytest.mark.usefixtures("long_pauses")
def test_a_broken_connection_is_made_anew(written: Written, mail_server: MailServerDouble) -> None:
    written("a@city.example")
    written("b@city.example")
    mail_server.answers["a@city.example"] = [smtplib.SMTPServerDisconnected()]
    assert delivery.drain() == 1, "the other one goes at once"
    wait_for_the_next_attempt()
    assert delivery.drain() == 1
    assert Message.objects.get(key="test:0").unclear_attempts == 1


def test_a_dead_letter_can_be_sent_again(written: Written, mail_server: MailServerDouble, admin: User) -> None:
    message = written("a@city.example")
    mail_server.answers["a@city.example"] = [refused(550)]
    delivery.drain()
    before = message.message_id
    message.refresh_from_db()
    actions.resend(message=message, by=admin)
    assert delivery.drain() == 1
    message.refresh_from_db()
    assert (message.state, message.resent_by, message.message_id) == (Delivery.SENT, admin, before)
    with pytest.raises(actions.CannotResend):
        actions.resend(message=message, by=admin)


def test_a_code_that_died_can_not_be_sent_again(mail_server: MailServerDouble, admin: User) -> None:
    message = actions.send(kind="account.login_code", to="a@city.example", key="c", context={"code": "ABC"})
    assert message is not None
    mail_server.answers["a@city.example"] = [refused(550)]
    delivery.drain()
    message.refresh_from_db()
    assert (message.state, message.context) == (Delivery.DEAD, {})
    with pytest.raises(actions.CannotResend):
        actions.resend(message=message, by=admin)


def test_a_worker_that_was_too_slow_sends_nothing(written: Written, mail_server: MailServerDouble) -> None:
    message = written("a@city.example")
    mine = claims.claim(10)
    Message.objects.update(next_attempt_at=F("next_attempt_at") - timedelta(hours=1))  # the lease is over
    theirs = claims.claim(10)
    assert not claims.start(message, mine.token)
    assert claims.start(message, theirs.token)
    assert not claims.sent(message, mine.token)
    assert claims.sent(message, theirs.token)


def test_a_worker_that_died_while_sending_leaves_a_mark(written: Written) -> None:
    message = written("a@city.example")
    first = claims.claim(10)
    claims.start(message, first.token)
    assert not claims.claim(10).messages, "not before the lease is over"
    Message.objects.update(next_attempt_at=timezone.now())
    (again,) = claims.claim(10).messages
    assert (again.unclear_attempts, again.is_in_flight) == (1, False)
