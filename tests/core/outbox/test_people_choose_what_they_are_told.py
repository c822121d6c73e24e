"""Each kind by each channel, quiet hours, suppressed addresses: chosen on one page, kept with history."""

from datetime import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from chitech.core.accounts.models import User
from chitech.core.outbox import actions, delivery, wishes
from chitech.core.outbox.choices import Frequency, SuppressionReason
from chitech.core.outbox.models import ContactSettings, Message, Preference, Suppression
from tests.conftest import SignIn
from tests.core.outbox.conftest import Written
from tests.pages import form_fields, parse, text

pytestmark = pytest.mark.django_db
ADDRESS = "/inbox/settings/"


@pytest.fixture
def browser(seeker: User, sign_in: SignIn) -> Client:
    return sign_in(seeker)


def save(browser: Client, **changes: str) -> Any:
    data = form_fields(browser.get(ADDRESS), "form.wishes")
    assert set(changes) <= set(data) | {"quiet_from", "quiet_until"}
    return browser.post(ADDRESS, {**data, **changes}, follow=True)


def test_off_means_no_email_and_the_inbox_stays(browser: Client, seeker: User, written: Written) -> None:
    assert "Saved." in text(save(browser, **{"email-proof.note": "off"}))
    written(seeker)
    delivery.drain()
    assert not mail.outbox
    assert Message.objects.inbox_of(seeker).count() == 1
    page = parse(browser.get(ADDRESS))
    assert page.cssselect("[name='email-proof.note'] option[selected]")[0].get("value") == "off"


def test_only_what_was_changed_is_written(browser: Client, seeker: User) -> None:
    save(browser)
    assert not Preference.objects.exists()
    assert not ContactSettings.objects.exists()
    save(browser, **{"email-proof.note": "daily"})
    save(browser, **{"email-proof.note": "weekly"})
    save(browser)
    events = Preference.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(events.values_list("pgh_label", "frequency")) == [("insert", "daily"), ("update", "weekly")]


def test_all_or_nothing_is_saved(browser: Client) -> None:
    answer = save(browser, **{"email-proof.note": "off", "quiet_from": "22:00"})
    assert answer.status_code == 422
    assert "Give the start and the end of the quiet hours" in text(answer)
    assert parse(answer).cssselect("[name=quiet_from]")[0].get("value") == "22:00"
    assert parse(answer).cssselect("[name='email-proof.note'] option[selected]")[0].get("value") == "off"
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"email-proof.note": "sometimes"}, {"inbox-proof.note": "daily"}, {"digest_weekday": "9"}, {"quiet_from": "late"}],
)
def test_nonsense_is_refused(browser: Client, changes: dict[str, str]) -> None:
    assert save(browser, **changes).status_code == 422
    assert not Preference.objects.exists()


def test_quiet_hours_are_kept_in_ones_own_zone(browser: Client, seeker: User) -> None:
    User.objects.filter(pk=seeker.pk).update(time_zone="America/New_York")
    save(browser, quiet_from="21:30", quiet_until="07:00", digest_time="06:15", digest_weekday="4")
    kept = ContactSettings.objects.get(user=seeker)
    assert (kept.quiet_from, kept.quiet_until) == (time(21, 30), time(7))
    assert (kept.digest_time, kept.digest_weekday) == (time(6, 15), 4)
    assert "America/New_York" in text(browser.get(ADDRESS))


def test_what_always_comes_says_why_and_offers_no_choice(browser: Client, seeker: User) -> None:
    page = browser.get(ADDRESS)
    assert "It keeps your account safe." in text(page)
    names = {select.get("name") for select in parse(page).cssselect("select")}
    assert not {name for name in names if "account" in name or "digest." in name}
    data = form_fields(page, "form.wishes")
    browser.post(ADDRESS, {**data, "email-account.login_code": "off"})
    assert not Preference.objects.exists()


def test_a_suppressed_address_is_seen_and_lifted(browser: Client, seeker: User, written: Written) -> None:
    actions.suppress(address=seeker.email.upper(), reason=SuppressionReason.BOUNCED)
    assert f"We send no email to {seeker.email}" in text(browser.get(ADDRESS))
    pk = Suppression.objects.get().pk
    assert "We email you again" in text(browser.post(f"{ADDRESS}lift/{pk}/", follow=True))
    assert Suppression.objects.get().lifted_by == seeker
    written(seeker)
    assert delivery.drain() == 1
    assert browser.post(f"{ADDRESS}lift/{pk}/").status_code == 404, "there is nothing left to lift"


def test_nobody_lifts_what_is_anothers(browser: Client, staff: User) -> None:
    actions.suppress(address=staff.email, reason=SuppressionReason.COMPLAINED)
    assert browser.post(f"{ADDRESS}lift/{Suppression.objects.get().pk}/").status_code == 404
    assert staff.email not in browser.get(ADDRESS).text


def test_a_choice_that_a_kind_no_longer_offers_is_its_default(seeker: User) -> None:
    Preference.objects.create(user=seeker, kind="outbox.digest", channel="email", frequency="off")
    assert ("outbox.digest", "email") not in wishes.frequencies(seeker)
    assert wishes.frequencies(seeker)["proof.note", "email"] == Frequency.AT_ONCE  # type: ignore[index]


def test_queries_do_not_grow_with_choices(browser: Client, seeker: User, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        browser.get(ADDRESS)
