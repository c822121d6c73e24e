"""A message's way: into the inbox, counted in the header, by email or not, as the person wants it."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from chitech.core.accounts import actions as role_actions
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.outbox import actions, delivery, kinds, rendering
from chitech.core.outbox.choices import SuppressionReason
from chitech.core.outbox.kinds import Kind
from chitech.core.outbox.models import Message
from chitech.core.outbox.unsubscribing import Subscription
from tests.browser.conftest import OpenPage, faults
from tests.factories import MessageFactory
from tests.proof.kinds import NOTE


@pytest.fixture
def note(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Kind:
    """A kind of message that people choose about, for this test alone."""
    templates = [{**settings.TEMPLATES[0]}]
    templates[0]["DIRS"] = [*templates[0]["DIRS"], settings.BASE_DIR / "tests" / "proof" / "templates"]
    settings.TEMPLATES = templates
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, NOTE.name: NOTE})
    return NOTE


@pytest.fixture
def world(seeker: User, transactional_db: None) -> Message:
    """An inbox of many, one of them with a long name; an address that came back."""
    MessageFactory.create_batch(24, user=seeker)
    actions.suppress(address=seeker.email, reason=SuppressionReason.BOUNCED)
    actions.suppress(address=seeker.email, reason=SuppressionReason.UNSUBSCRIBED, kind="outbox.digest")
    return MessageFactory.create(user=seeker, subject="A very long and unbroken word: " + "Donaudampfschiff" * 8)


def test_from_the_inbox_to_one_click(note: Kind, seeker: User, admin: User, open_page: OpenPage) -> None:
    role_actions.give_role(to=seeker, role=Role.MENTOR, by=admin, reason="Guides two apprentices")
    actions.send(kind=note.name, to=seeker, key="note:1", context={"text": "The first note"})
    assert delivery.drain() == 2
    page = open_page("/jobs/", user=seeker)
    page.get_by_role("link", name=re.compile(r"Inbox\s*,\s*2\s*unread")).click()
    page.get_by_role("link", name="You have a new role: Mentor").click()
    page.get_by_text("Guides two apprentices").wait_for()
    page.get_by_role("link", name=re.compile(r"Inbox\s*,\s*1\s*unread")).wait_for()  # reading it was enough
    page.get_by_role("button", name="Mark as unread").wait_for()

    page.goto("/inbox/settings/")
    page.get_by_role("group", name=note.label).get_by_label("Email").select_option(label="Never")
    page.get_by_role("button", name="Save my choices").click()
    page.get_by_text("Saved.").wait_for()
    actions.send(kind=note.name, to=seeker, key="note:2", context={"text": "The second note"})
    assert delivery.drain() == 0
    assert Message.objects.inbox_of(seeker).count() == 3

    page.get_by_role("group", name=note.label).get_by_label("Email").select_option(label="At once")
    page.get_by_role("button", name="Save my choices").click()
    page.get_by_text("Saved.").wait_for()
    actions.send(kind=note.name, to=seeker, key="note:3", context={"text": "The third note"})
    assert delivery.drain() == 1
    header = str(mail.outbox[-1].message()["List-Unsubscribe"])
    path = re.sub(r"<https?://[^/]+(.*)>", r"\1", header)
    assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    page.reload()
    assert page.get_by_role("group", name=note.label).get_by_label("Email").input_value() == "off"


def test_without_scripts_a_button_says_that_it_is_read(seeker: User, open_page: OpenPage) -> None:
    message = MessageFactory.create(user=seeker)
    page = open_page(f"/inbox/{message.pk}/", user=seeker, js=False)
    page.get_by_role("button", name="Mark as read").click()
    page.get_by_role("button", name="Mark as unread").wait_for()
    assert page.locator("#inbox-link").inner_text().strip() == "Inbox"


def test_the_pages_are_accessible(world: Message, note: Kind, seeker: User, open_page: OpenPage) -> None:
    link = f"/inbox/unsubscribe/{Subscription(note.name, user_id=seeker.pk).token}/"
    pages = ["/inbox/", "/inbox/?show=unread&page=2&x=1&group=none", f"/inbox/{world.pk}/", "/inbox/settings/", link]
    pages += ["/design/emails/", "/design/emails/accounts.role_given/"]
    page = open_page("/inbox/", user=seeker)
    for path in pages:
        page.goto(path)
        assert faults(page) == []


def test_an_email_is_accessible(open_page: OpenPage) -> None:
    page = open_page("/livez")
    for name in ("accounts.role_given", "outbox.digest", "account.login_code", "account.password_changed"):
        page.set_content(rendering.sample(kinds.kind(name)).html)
        assert faults(page) == [], name
