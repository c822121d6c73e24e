"""Old contexts are blanked, old messages go, and a person's messages go with their account."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from chitech.core.accounts import hooks
from chitech.core.accounts.models import User
from chitech.core.outbox import actions, delivery, retention
from chitech.core.outbox.choices import Channel, Delivery, Frequency, SuppressionReason
from chitech.core.outbox.models import ContactSettings, Message, Preference, Suppression
from tests.conftest import SignIn
from tests.core.outbox.conftest import Written

LATER = {days: timedelta(days=days) for days in (29, 31, 181, 731)}


def forget_after(days: int) -> tuple[int, int]:
    return retention.forget(now=timezone.now() + LATER[days])


def test_what_a_message_was_filled_with_goes_after_a_month(seeker: User, written: Written, sign_in: SignIn) -> None:
    message = written(seeker)
    delivery.drain()
    assert forget_after(29) == (0, 0)
    assert forget_after(31) == (1, 0)
    message.refresh_from_db()
    assert (message.context, message.subject) == ({}, "Note 0"), "the inbox still shows it"
    Message.objects.update(created_at=timezone.now() - LATER[31])
    assert "Note 0" in sign_in(seeker).get(f"/inbox/{message.pk}/").text


def test_messages_go_after_half_a_year_and_the_inbox_after_two_years(seeker: User, written: Written) -> None:
    kept, gone = written(seeker), written("a@city.example")
    delivery.drain()
    forget_after(181)
    assert list(Message.objects.all()) == [kept]
    assert not Message.objects.filter(pk=gone.pk).exists()
    forget_after(731)
    assert not Message.objects.exists()


@pytest.mark.parametrize("state", ["pending", "dead"])
def test_what_is_not_delivered_keeps_what_it_needs(written: Written, state: str) -> None:
    message = written("a@city.example")
    code = "busy" if state == "dead" else ""
    Message.objects.filter(pk=message.pk).update(state=state, error_code=code)
    assert forget_after(31) == (0, 0)
    assert forget_after(181)[1] == (1 if state == "dead" else 0)


def test_a_dead_digest_takes_nobodys_inbox_with_it(seeker: User, written: Written) -> None:
    Preference.objects.create(user=seeker, kind="proof.note", channel=Channel.EMAIL, frequency=Frequency.DAILY)
    item = written(seeker)
    delivery.drain()
    digest = Message.objects.get(kind="outbox.digest")
    Message.objects.filter(pk=digest.pk).update(state=Delivery.DEAD, error_code="refused")
    forget_after(181)
    item.refresh_from_db()
    assert (item.state, item.error_code, item.in_inbox) == (Delivery.DEAD, "digest_died", True)


def test_a_person_takes_their_messages_with_them(seeker: User, staff: User, written: Written) -> None:
    written(seeker)
    written(seeker.email.upper())
    others = written(staff)
    Preference.objects.create(user=seeker, kind="proof.note", channel=Channel.INBOX, frequency=Frequency.OFF)
    ContactSettings.objects.create(user=seeker, quiet_from="21:00", quiet_until="07:00")
    actions.suppress(address=seeker.email, reason=SuppressionReason.BOUNCED)
    told = {section.name: len(section.rows) for section in hooks.personal_data(seeker)["messages"]}
    assert told == {"messages": 2, "preferences": 1, "contact": 1, "addresses_without_mail": 1}

    hooks.erase(seeker)

    assert list(Message.objects.all()) == [others]
    assert not Preference.objects.exists()
    assert not ContactSettings.objects.exists()
    assert not Suppression.objects.exists()
    assert _history("SuppressionEvent", "address") == {""}
    assert _history("ContactSettingsEvent", "quiet_from") == {None}


def _history(model: str, column: str) -> set[Any]:
    return set(apps.get_model("outbox", model)._default_manager.values_list(column, flat=True))


def test_every_kind_has_a_sample_that_renders(db: None) -> None:
    from chitech.core.outbox import kinds, rendering  # noqa: PLC0415

    for kind in kinds.all_kinds():
        words = rendering.sample(kind)
        assert words.subject, kind.name
        assert words.text.strip(), kind.name
        assert "<html" in words.html, kind.name
