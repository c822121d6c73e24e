"""Writing a message: one INSERT in the caller's transaction, one row for a key, one nudge, and no broker needed."""

import threading
import time
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chitech.core.accounts.models import User
from chitech.core.devservices.processes import wait_until
from chitech.core.outbox import actions, delivery, kinds, nudge
from chitech.core.outbox.actions import Outgoing
from chitech.core.outbox.models import Message
from chitech.core.outbox.tasks import deliver
from tests.factories import UserFactory


def test_a_message_is_one_insert(seeker: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        message = actions.send(kind="proof.note", to=seeker, key="one", context={"text": "Hello"})
    assert len(queries) == 1
    assert message is not None
    kept = Message.objects.get()
    assert (kept.pk, kept.user, kept.context, kept.state) == (message.pk, seeker, {"text": "Hello"}, "pending")


def test_a_fan_out_is_one_insert(db: None) -> None:
    people = [UserFactory.create() for _ in range(3)]
    with CaptureQueriesContext(connection) as queries:
        new = actions.send_many("proof.note", (Outgoing(to=person, key=f"to:{person.pk}") for person in people))
    assert (len(queries), new) == (1, 3)
    again = actions.send_many("proof.note", (Outgoing(to=person.pk, key=f"to:{person.pk}") for person in people))
    assert (again, Message.objects.count()) == (0, 3)


def test_a_key_is_written_once(seeker: User, staff: User) -> None:
    assert actions.send(kind="proof.note", to=seeker, key="same", context={"text": "first"})
    assert actions.send(kind="proof.note", to=staff, key="same", context={"text": "second"}) is None
    assert Message.objects.get().context == {"text": "first"}


def test_what_is_rolled_back_is_never_told(seeker: User) -> None:
    with transaction.atomic():
        actions.send(kind="proof.note", to=seeker, key="undone")
        transaction.set_rollback(True)
    delivery.drain()
    assert not Message.objects.exists()
    assert not mail.outbox


@pytest.fixture
def nothing_said_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new process. The last word of another test may be on its way still, and would be counted here."""
    assert wait_until(lambda: not any(isinstance(each, threading.Timer) for each in threading.enumerate()), 60)
    monkeypatch.setattr(nudge, "_silent_until", 0.0)
    monkeypatch.setattr(nudge, "_said", 0.0)


@pytest.mark.usefixtures("nothing_said_yet")
def test_a_transaction_nudges_once_after_it_commits(
    seeker: User, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(deliver, "apply_async", lambda **_options: told.append(1))
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        for number in range(5):
            actions.send(kind="proof.note", to=seeker, key=f"many:{number}")
        assert not told
    assert len(callbacks) == 1
    assert told == [1]


@pytest.mark.usefixtures("nothing_said_yet")
def test_many_transactions_in_a_row_nudge_together(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []
    monkeypatch.setattr(deliver, "apply_async", lambda **_options: told.append(time.monotonic()))
    began = time.monotonic()
    for _ in range(50):
        nudge.nudge()
    if time.monotonic() - began < nudge.EVERY_SECONDS:  # unless the machine stood still meanwhile
        assert len(told) == 1
    assert wait_until(lambda: len(told) >= 2, 60), "what came after the first word is told of as well"
    assert len(told) == 2
    assert told[1] - began >= nudge.EVERY_SECONDS * 0.9


@pytest.mark.usefixtures("celery_without_broker")
def test_a_broker_that_is_down_neither_fails_nor_slows_a_page(
    seeker: User, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    ask = deliver.apply_async

    def noted(**options: Any) -> None:
        asked.append(time.monotonic())
        ask(**options)

    monkeypatch.setattr(deliver, "apply_async", noted)
    # Longer than this test can take: the machine may stand still meanwhile.
    monkeypatch.setattr(nudge, "QUIET_SECONDS", 3600.0)
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        actions.send(kind="proof.note", to=seeker, key="without broker")
    assert time.monotonic() - began < 60
    assert len(asked) == 1
    monkeypatch.setattr(nudge, "_said", 0.0)
    nudge.nudge()
    assert len(asked) == 1, "asked the silent broker again at once"
    assert delivery.drain() == 1


@pytest.fixture
def celery_without_broker(nothing_said_yet: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Celery looks for its broker where nothing listens."""
    from celery import Celery  # noqa: PLC0415

    from chitech.celery import app  # noqa: PLC0415

    lost = Celery("lost", set_as_current=False)
    lost.config_from_object("django.conf:settings", namespace="CELERY")
    lost.conf.update(broker_url=f"redis+socket://{tmp_path}/nothing.sock")
    monkeypatch.setattr(deliver.__class__, "_app", lost)  # which a task asks its class for
    assert app is not lost


def test_some_kinds_go_to_people_with_an_account_alone(db: None, kind_like: Any) -> None:
    kind_like("proof.note", is_public_address_ok=False)
    with pytest.raises(ValueError, match="people with an account"):
        actions.send(kind="proof.note", to="someone@example.org", key="x")


def test_a_kind_that_nobody_registered_is_refused_at_once(seeker: User) -> None:
    with pytest.raises(kinds.UnknownKind):
        actions.send(kind="proof.nothing", to=seeker, key="x")


def test_a_nul_does_not_cost_a_message(seeker: User) -> None:
    assert actions.send(kind="proof.note", to=seeker, key="nul", context={"text": "a\0b"})
    assert Message.objects.get().context == {"text": "ab"}


def test_every_copy_has_the_same_message_id(seeker: User, settings: Any) -> None:
    first = Message(key="a:1")
    assert first.message_id == Message(key="a:1").message_id != Message(key="a:2").message_id
    assert first.message_id.endswith(f"@{settings.MESSAGE_ID_DOMAIN}>")
