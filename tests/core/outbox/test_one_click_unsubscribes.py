"""The link of an email stops that kind of email: at once, without cookies, by POST alone. RFC 8058."""

import re

import pytest
from django.core import mail
from django.test import Client

from chitech.core.accounts.models import User
from chitech.core.outbox import actions, delivery, kinds, unsubscribing
from chitech.core.outbox.choices import Channel, Delivery, Frequency
from chitech.core.outbox.models import Message, Preference, Suppression
from chitech.core.outbox.unsubscribing import Subscription
from tests.core.outbox.conftest import RegisterKind, Written
from tests.pages import text
from tests.project.walk import patterns

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def machine() -> Client:
    """A mail program's server: no cookies, no token."""
    return Client(enforce_csrf_checks=True)


def link_of(email: mail.EmailMessage) -> str:
    """The path in the header."""
    header = str(email.message()["List-Unsubscribe"])
    found = re.fullmatch(r"<https?://[^/]+(/.*)>", header)
    assert found, header
    return found[1]


def test_a_person_gets_no_more_of_these_by_email(seeker: User, written: Written, machine: Client) -> None:
    written(seeker)
    delivery.drain()
    (email,) = mail.outbox
    assert email.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = machine.post(link_of(email), ONE_CLICK)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert not answer.cookies
    written(seeker)
    delivery.drain()
    assert len(mail.outbox) == 1
    assert Message.objects.inbox_of(seeker).count() == 2, "the inbox still gets them"


def test_other_kinds_and_other_people_are_not_touched(
    seeker: User, staff: User, written: Written, machine: Client
) -> None:
    machine.post(f"/inbox/unsubscribe/{Subscription('proof.note', user_id=seeker.pk).token}/", ONE_CLICK)
    written(staff)
    delivery.drain()
    assert [email.to for email in mail.outbox] == [[staff.email]]
    assert Preference.objects.get().kind == "proof.note"


def test_looking_at_the_page_changes_nothing(seeker: User, client: Client) -> None:
    address = f"/inbox/unsubscribe/{Subscription('proof.note', user_id=seeker.pk).token}/"
    page = client.get(address)
    assert page.status_code == 200
    assert "Do you want no more of these emails?" in text(page)
    assert page["Cache-Control"] == "private, no-store"
    assert seeker.email not in page.text
    assert not Preference.objects.exists()


def test_a_person_presses_the_button_and_takes_it_back(seeker: User) -> None:
    Preference.objects.create(user=seeker, kind="proof.note", channel=Channel.EMAIL, frequency=Frequency.WEEKLY)
    address = f"/inbox/unsubscribe/{Subscription('proof.note', user_id=seeker.pk).token}/"
    browser = Client()
    assert "You are unsubscribed" in text(browser.post(address, follow=True))
    assert Preference.objects.get().frequency == Frequency.OFF
    assert "Do you want no more" in text(browser.post(f"{address}again/", follow=True))
    assert Preference.objects.get().frequency == Frequency.WEEKLY, "as it was before"


def test_who_had_chosen_nothing_has_chosen_nothing_again(seeker: User) -> None:
    subscription = Subscription("proof.note", user_id=seeker.pk)
    unsubscribing.stop(subscription)
    unsubscribing.stop(subscription)
    unsubscribing.start_again(subscription)
    assert not Preference.objects.exists()
    assert not unsubscribing.is_stopped(subscription)


def test_signing_up_again_needs_the_page_itself(seeker: User, machine: Client) -> None:
    """Somebody else's page can't do it with a form of its own."""
    address = f"/inbox/unsubscribe/{Subscription('proof.note', user_id=seeker.pk).token}/again/"
    assert machine.post(address).status_code == 403


def test_a_bare_address_gets_no_more_of_these(written: Written, kind_like: RegisterKind, machine: Client) -> None:
    kind_like("proof.note", is_public_address_ok=True)
    written("Someone@Example.org")
    delivery.drain()
    address = link_of(mail.outbox[0])
    machine.post(address, ONE_CLICK)
    machine.post(address, ONE_CLICK)  # mail programs repeat themselves
    suppression = Suppression.objects.get()
    assert (suppression.address, suppression.kind, suppression.reason) == (
        "someone@example.org",
        "proof.note",
        "unsubscribed",
    )
    late = written("someone@example.org")
    delivery.drain()
    late.refresh_from_db()
    assert (late.state, len(mail.outbox)) == (Delivery.SUPPRESSED, 1)
    Client().post(f"{address}again/")
    suppression.refresh_from_db()
    assert suppression.lifted_at


def test_a_digest_stops_and_its_parts_stay_in_the_inbox(seeker: User, machine: Client) -> None:
    subscription = Subscription("outbox.digest", user_id=seeker.pk)
    machine.post(f"/inbox/unsubscribe/{subscription.token}/", ONE_CLICK)
    assert Suppression.objects.of([seeker.email]).get().kind == "outbox.digest"
    assert not Preference.objects.exists()
    assert unsubscribing.is_stopped(subscription)


@pytest.mark.parametrize("token", ["x", "sample", "WyJwcm9vZi5ub3RlIiwxXQ.AAAA", "a.b.c", "é"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_made_up_link_is_no_link(client: Client, token: str, method: str) -> None:
    assert getattr(client, method)(f"/inbox/unsubscribe/{token}/").status_code == 404


def test_a_link_outlives_the_account(seeker: User, machine: Client) -> None:
    """And tells nobody that the account is gone."""
    address = f"/inbox/unsubscribe/{Subscription('proof.note', user_id=seeker.pk).token}/"
    seeker.delete()
    assert machine.get(address).status_code == 200
    assert machine.post(address, ONE_CLICK).status_code == 200


def test_account_mail_can_not_be_unsubscribed_from(seeker: User) -> None:
    # A question comes once; who does not answer hears no more.
    asks_once = {"jobs.confirm_search"}
    for kind in kinds.all_kinds():
        message = Message(kind=kind.name, user=seeker, key="k")
        has_link = bool(unsubscribing.link(kind, message))
        assert has_link == (not kind.name.startswith(("account.", "accounts.")) and kind.name not in asks_once), (
            kind.name
        )


def test_only_what_machines_call_takes_a_post_without_a_token() -> None:
    exempt = {route for route, pattern in patterns() if getattr(pattern.callback, "csrf_exempt", False)}
    by_machines = {"inbox/unsubscribe/<str:token>/", "mail/events/<str:provider>/", "jobs/saved/stop/<token>/"}
    assert exempt - {"admin/login/"} == by_machines


def test_a_lifted_suppression_lets_mail_through(written: Written, kind_like: RegisterKind) -> None:
    kind_like("proof.note", is_public_address_ok=True)
    actions.suppress(address="a@example.org", reason="unsubscribed", kind="proof.note")  # type: ignore[arg-type]
    unsubscribing.start_again(Subscription("proof.note", address="a@example.org"))
    written("a@example.org")
    assert delivery.drain() == 1
