"""What the mail provider reports, in its own words, through its own address: guarded, and turned into a suppression."""

import json
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox import actions, delivery
from chitech.core.outbox.account_mail import send_account_mail
from chitech.core.outbox.choices import Delivery
from chitech.core.outbox.models import Suppression
from tests.core.outbox.conftest import Written

pytestmark = pytest.mark.django_db
SECRET = "postmark:a-long-password-for-tests"

# As Postmark's documentation shows them, with made-up people.
BOUNCE = {
    "RecordType": "Bounce",
    "ID": 4323372036854775807,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Name": "Hard bounce",
    "Tag": "",
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Metadata": {},
    "ServerID": 23,
    "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    "Email": "Seeker@demo.example",
    "From": "talent@example.org",
    "BouncedAt": "2026-11-22T12:00:00Z",
    "DumpAvailable": True,
    "Inactive": True,
    "CanActivate": True,
    "Subject": "You have a new role",
}
COMPLAINT = {**BOUNCE, "RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 100001}
BREVO_BOUNCE = {
    "event": "hard_bounce",
    "email": "seeker@demo.example",
    "id": 26224,
    "date": "2026-11-22 12:00:00",
    "ts_epoch": 1795348800000,
    "message-id": "<201798300811.5787683@example.org>",
    "subject": "You have a new role",
    "reason": "550 5.1.1 unknown user",
}


@pytest.fixture
def _guarded(settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": [SECRET]}


def report(event: Any, *, provider: str = "postmark", secret: str = SECRET) -> Any:
    """What the provider's server sends: no cookie, no token of ours."""
    headers = {"Authorization": "Basic " + b64encode(secret.encode()).decode()} if secret else {}
    body = event if isinstance(event, str) else json.dumps(event)
    return Client(enforce_csrf_checks=True).post(
        f"/mail/events/{provider}/", body, content_type="application/json", headers=headers
    )


def reasons() -> list[tuple[str, str]]:
    return list(Suppression.objects.in_force().order_by("pk").values_list("address", "reason"))


@pytest.mark.usefixtures("_guarded")
class TestReports:
    @pytest.mark.parametrize(("provider", "event"), [("postmark", BOUNCE), ("brevo", BREVO_BOUNCE)])
    def test_an_address_that_does_not_exist_is_suppressed(self, provider: str, event: Any) -> None:
        assert report(event, provider=provider).status_code == 200
        assert report(event, provider=provider).status_code == 200, "it is told twice, and kept once"
        assert reasons() == [("seeker@demo.example", "bounced")]

    def test_a_complaint_is_suppressed_as_such(self) -> None:
        assert report(COMPLAINT).status_code == 200
        assert reasons() == [("seeker@demo.example", "complained")]

    @pytest.mark.parametrize("event", [BOUNCE, COMPLAINT])
    def test_mail_stops_and_account_mail_is_still_tried(self, event: Any, seeker: User, written: Written) -> None:
        report(event)
        message = written(seeker)
        send_account_mail("account/email/login_code", seeker.email, {"user": seeker, "code": "ABC"})
        delivery.drain()
        message.refresh_from_db()
        assert message.state == Delivery.SUPPRESSED
        assert message.in_inbox, "the inbox has it all the same"
        assert len(mail.outbox) == 1
        assert "ABC" in mail.outbox[0].body

    @pytest.mark.parametrize(
        ("provider", "event"),
        [
            ("postmark", {**BOUNCE, "Type": "SoftBounce"}),
            ("postmark", {**BOUNCE, "Type": "Transient"}),
            ("postmark", {"RecordType": "Delivery", "Recipient": "a@b.example", "DeliveredAt": "2026-11-22T12:00:00Z"}),
            ("postmark", {**BOUNCE, "Email": "nobody"}),
            ("brevo", {**BREVO_BOUNCE, "event": "soft_bounce"}),
            ("brevo", {**BREVO_BOUNCE, "event": "delivered"}),
        ],
    )
    def test_what_passes_by_itself_suppresses_nobody(self, provider: str, event: Any) -> None:
        assert report(event, provider=provider).status_code == 200
        assert not reasons()

    @pytest.mark.parametrize("secret", ["", "postmark:wrong", "x"])
    def test_without_the_secret_nothing_is_believed(self, secret: str) -> None:
        assert report(BOUNCE, secret=secret).status_code == 400
        assert not reasons()

    def test_late_news_does_not_undo_what_a_person_decided(self, seeker: User) -> None:
        report(BOUNCE)
        actions.lift(suppression=Suppression.objects.get(), by=seeker)
        report(BOUNCE)
        assert not reasons()
        report({**BOUNCE, "BouncedAt": (timezone.now() + timedelta(hours=1)).isoformat()})
        assert reasons() == [("seeker@demo.example", "bounced")], "but a new bounce counts"

    def test_nonsense_is_refused(self) -> None:
        assert report("not json").status_code == 400
        assert report(BOUNCE, provider="nobody").status_code == 404


def test_without_a_secret_the_address_does_not_exist(settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": []}
    assert report(BOUNCE).status_code == 404
    assert not reasons()
