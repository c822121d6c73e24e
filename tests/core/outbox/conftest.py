"""Kinds of message for tests, their templates, and a worker that one can steer."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.mail import EmailMessage

from chitech.core.outbox import actions, kinds
from chitech.core.outbox.kinds import Kind
from chitech.core.outbox.models import Message
from tests.proof.kinds import ALL

TEMPLATES_OF_TESTS = django_settings.BASE_DIR / "tests" / "proof" / "templates"
Written = Callable[..., Message]
RegisterKind = Callable[..., Kind]


@pytest.fixture(autouse=True)
def _kinds_and_templates(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kinds that only tests send exist during these tests alone."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], TEMPLATES_OF_TESTS]
    settings.TEMPLATES = templates
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, **{kind.name: kind for kind in ALL}})


@pytest.fixture
def kind_like() -> RegisterKind:
    """`kind_like("proof.note", email=Frequency.DAILY)`: that kind, changed, in its place."""

    def changed(name: str, **fields: Any) -> Kind:
        old = kinds.kind(name)
        new = Kind(**{**{f: getattr(old, f) for f in old.__dataclass_fields__}, **fields})
        kinds._kinds[name] = new
        return new

    return changed


@pytest.fixture
def written(db: None) -> Written:
    """`written(to=seeker)`: a note that is due now."""
    numbers = iter(range(1000))

    def write(to: Any, *, kind: str = "proof.note", due_at: datetime | None = None, **context: Any) -> Message:
        number = next(numbers)
        context = {"text": f"Note {number}", **context}
        message = actions.send(kind=kind, to=to, key=f"test:{number}", context=context, due_at=due_at)
        assert message
        return message

    return write


class MailServerDouble:
    """A mail server that answers what a test says: an exception for an address, or for all."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Exception]] = {}
        self.at_the_door: list[Exception] = []
        self.taken: list[EmailMessage] = []
        self.connections = 0

    def open(self) -> bool:
        if self.at_the_door:
            raise self.at_the_door.pop(0)
        self.connections += 1
        return True

    def close(self) -> None:
        """Nothing to close."""

    def send_messages(self, emails: list[EmailMessage]) -> int:
        for email in emails:
            if self.answers.get(email.to[0]):
                raise self.answers[email.to[0]].pop(0)
            self.taken.append(email)
        return len(emails)


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> MailServerDouble:
    """In place of the mail server."""
    double = MailServerDouble()
    monkeypatch.setattr("chitech.core.outbox.mail_line.mailers.create_connection", lambda _alias: double)
    return double
