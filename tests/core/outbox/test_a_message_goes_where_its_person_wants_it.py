"""Inbox, email, digest or nowhere: decided when a message is due, by what people chose until then."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox import actions, delivery
from chitech.core.outbox.choices import Channel, Delivery, Frequency, SuppressionReason
from chitech.core.outbox.models import Message, Preference, Suppression
from tests.core.outbox.conftest import RegisterKind, Written


def choose(user: User, channel: Channel, frequency: Frequency, kind: str = "proof.note") -> None:
    Preference.objects.create(user=user, kind=kind, channel=channel, frequency=frequency)


def test_without_a_choice_it_comes_to_inbox_and_email(seeker: User, written: Written) -> None:
    written(seeker, url="/jobs/", summary="A sentence.")
    assert delivery.drain() == 1
    message = Message.objects.inbox_of(seeker).get()
    assert (message.subject, message.summary, message.url) == ("Note 0", "A sentence.", "/jobs/")
    assert message.state == Delivery.SENT
    (email,) = mail.outbox
    assert isinstance(email, mail.EmailMultiAlternatives)
    assert (email.subject, email.to) == ("Note 0", [seeker.email])
    assert email.extra_headers["Message-ID"] == message.message_id
    assert "Hello Sam Seeker" in email.body
    assert "<p>Note 0</p>" in str(email.alternatives[0][0])


def test_nothing_comes_before_it_is_due(seeker: User, written: Written) -> None:
    written(seeker, due_at=timezone.now() + timedelta(hours=1))
    assert delivery.drain() == 0
    assert not Message.objects.inbox_of(seeker).exists()
    assert delivery.drain(now=timezone.now() + timedelta(hours=2)) == 1


def test_a_channel_can_be_switched_off(seeker: User, written: Written) -> None:
    choose(seeker, Channel.EMAIL, Frequency.OFF)
    written(seeker)
    assert delivery.drain() == 0
    assert Message.objects.inbox_of(seeker).get().state == Delivery.NO_EMAIL


def test_the_inbox_can_be_switched_off(seeker: User, written: Written) -> None:
    choose(seeker, Channel.INBOX, Frequency.OFF)
    written(seeker)
    assert delivery.drain() == 1
    assert not Message.objects.inbox_of(seeker).exists()


def test_what_matters_can_not_be_switched_off(seeker: User, written: Written, kind_like: RegisterKind) -> None:
    kind_like("proof.note", always="It is the law.")
    choose(seeker, Channel.EMAIL, Frequency.OFF)
    written(seeker)
    assert delivery.drain() == 1


def test_what_is_over_when_it_is_due_is_withdrawn(seeker: User, written: Written) -> None:
    over = written(seeker, kind="proof.closing", is_closed=True)
    written(seeker, kind="proof.closing", is_closed=False)
    assert delivery.drain() == 1
    over.refresh_from_db()
    assert (over.state, over.error_code, over.in_inbox) == (Delivery.WITHDRAWN, "nothing_to_say", False)


def test_an_account_that_was_closed_gets_nothing(seeker: User, written: Written) -> None:
    message = written(seeker)
    User.objects.filter(pk=seeker.pk).update(is_active=False)
    assert delivery.drain() == 0
    message.refresh_from_db()
    assert message.state == Delivery.WITHDRAWN


@pytest.mark.parametrize(("kind", "sent"), [("", 0), ("proof.note", 0), ("proof.other", 1)])
def test_a_suppressed_address_gets_no_mail(seeker: User, written: Written, kind: str, sent: int) -> None:
    actions.suppress(address=seeker.email.upper(), reason=SuppressionReason.COMPLAINED, kind=kind)
    written(seeker)
    assert delivery.drain() == sent
    assert Message.objects.inbox_of(seeker).exists()


def test_lifting_lets_mail_through_again(seeker: User, written: Written) -> None:
    actions.suppress(address=seeker.email, reason=SuppressionReason.BOUNCED)
    assert not actions.suppress(address=seeker.email, reason=SuppressionReason.BOUNCED)
    assert actions.lift(suppression=Suppression.objects.get(), by=seeker)
    written(seeker)
    assert delivery.drain() == 1


def test_a_code_is_tried_even_at_a_suppressed_address(db: None) -> None:
    actions.suppress(address="a@city.example", reason=SuppressionReason.BOUNCED)
    actions.send(kind="account.login_code", to="a@city.example", key="code", context={"code": "ABC"})
    assert delivery.drain() == 1


def test_a_code_goes_before_everything_else(db: None, written: Written, mail_server: Any) -> None:
    for number in range(5):
        written(f"p{number}@city.example")
    actions.send(kind="account.login_code", to="a@city.example", key="code", context={"code": "ABC"})
    delivery.drain(batch=2)
    assert mail_server.taken[0].to == ["a@city.example"]


def test_a_code_that_is_late_is_not_sent(db: None) -> None:
    message = actions.send(kind="account.login_code", to="a@city.example", key="code", context={"code": "ABC"})
    assert message is not None
    assert delivery.drain(now=timezone.now() + timedelta(hours=2)) == 0
    message.refresh_from_db()
    assert (message.state, message.error_code, message.context) == (Delivery.DEAD, "too_late", {})


def test_what_was_secret_is_wiped_and_never_in_the_inbox(db: None) -> None:
    message = actions.send(kind="account.login_code", to="a@city.example", key="code", context={"code": "XYZ-123"})
    assert message is not None
    assert delivery.drain() == 1
    assert "XYZ-123" in mail.outbox[0].body
    message.refresh_from_db()
    assert (message.state, message.context, message.in_inbox, message.subject) == (Delivery.SENT, {}, False, "")
