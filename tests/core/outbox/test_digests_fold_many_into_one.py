"""Daily and weekly digests: one email for a person and a moment, with what is still true then."""

from datetime import UTC, datetime, timedelta

from django.core import mail
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox import claims, delivery
from chitech.core.outbox.choices import Channel, Delivery, Frequency
from chitech.core.outbox.models import ContactSettings, Message, Preference
from tests.core.outbox.conftest import Written


def daily(user: User, kind: str = "proof.note", frequency: Frequency = Frequency.DAILY) -> None:
    Preference.objects.create(user=user, kind=kind, channel=Channel.EMAIL, frequency=frequency)


def digest_of(user: User) -> Message:
    return Message.objects.get(user=user, kind="outbox.digest")


def test_many_become_one_at_eight_in_the_morning(seeker: User, written: Written) -> None:
    daily(seeker)
    written(seeker, url="/jobs/1/")
    written(seeker)
    assert delivery.drain() == 0
    assert Message.objects.inbox_of(seeker).count() == 2, "the inbox has them at once"
    digest = digest_of(seeker)
    assert timezone.localtime(digest.due_at).strftime("%H:%M") == "08:00"
    assert delivery.drain(now=digest.due_at) == 1
    (email,) = mail.outbox
    assert email.subject == "2 messages for you"
    assert "Note 0" in email.body
    assert "http://localhost:8000/jobs/1/" in email.body
    assert set(Message.objects.values_list("state", flat=True)) == {Delivery.SENT}
    assert not Message.objects.inbox_of(seeker).filter(kind="outbox.digest").exists()


def test_a_weekly_digest_waits_for_its_day(seeker: User, written: Written) -> None:
    daily(seeker, frequency=Frequency.WEEKLY)
    ContactSettings.objects.create(user=seeker, digest_weekday=3)
    written(seeker)
    delivery.drain()
    assert timezone.localtime(digest_of(seeker).due_at).weekday() == 3


def test_what_comes_after_a_digest_went_out_waits_for_the_next(seeker: User, written: Written) -> None:
    daily(seeker)
    written(seeker)
    delivery.drain()
    first = digest_of(seeker)
    assert delivery.drain(now=first.due_at) == 1
    late = written(seeker)
    # Routed at a moment when the first would still be the next one.
    delivery.drain(now=first.due_at - timedelta(minutes=1))
    late.refresh_from_db()
    assert late.digest is not None
    days = [timezone.localdate(each.due_at) for each in (first, late.digest)]  # one of 23 or 25 hours, now and then
    assert (late.state, days[1] - days[0]) == (Delivery.FOLDED, timedelta(days=1))


def test_a_digest_that_is_being_sent_takes_nothing_more_in(seeker: User, written: Written) -> None:
    daily(seeker)
    written(seeker)
    delivery.drain()
    first = digest_of(seeker)
    claims.claim(10, now=first.due_at)  # another worker has it in hand
    late = written(seeker)
    delivery.drain(now=first.due_at - timedelta(minutes=1))
    late.refresh_from_db()
    assert late.digest_id != first.pk


def test_what_is_over_or_not_wanted_any_more_is_left_out(seeker: User, written: Written) -> None:
    daily(seeker)
    daily(seeker, "proof.closing")
    kept = written(seeker, kind="proof.closing")
    over = written(seeker, kind="proof.closing")
    unwanted = written(seeker)
    delivery.drain()
    Message.objects.filter(pk=over.pk).update(context={"text": "x", "is_closed": True})
    Preference.objects.filter(kind="proof.note").update(frequency=Frequency.OFF)
    assert delivery.drain(now=digest_of(seeker).due_at) == 1
    assert mail.outbox[0].subject == "1 message for you"
    states = {m.pk: m.state for m in Message.objects.all()}
    assert (states[kept.pk], states[over.pk], states[unwanted.pk]) == (
        Delivery.SENT,
        Delivery.WITHDRAWN,
        Delivery.NO_EMAIL,
    )


def test_a_digest_with_nothing_left_is_withdrawn(seeker: User, written: Written) -> None:
    daily(seeker)
    written(seeker)
    delivery.drain()
    Preference.objects.update(frequency=Frequency.OFF)
    assert delivery.drain(now=digest_of(seeker).due_at) == 0
    assert digest_of(seeker).state == Delivery.WITHDRAWN


def test_a_digest_keeps_its_hour_when_the_clocks_change(seeker: User, written: Written) -> None:
    daily(seeker)
    saturday = datetime(2026, 10, 31, 20, 0, tzinfo=UTC)
    written(seeker, due_at=saturday)
    delivery.drain(now=saturday)
    assert digest_of(seeker).due_at == datetime(2026, 11, 1, 14, 0, tzinfo=UTC), "8 am is 14:00 UTC from that day on"
