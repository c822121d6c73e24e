"""Save a search with an email address alone, say yes, get the alert from a mail server, stop it with one click."""

import email
import logging
import re
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default as modern
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox import delivery
from chitech.env import mailer
from jobs.models import Posting, SavedPosting, SavedSearch
from jobs.saved import matching, tokens
from tests.browser.conftest import PHONE, OpenPage, faults
from tests.factories import PostingFactory
from tests.jobs.saved.cast import saved


class Kept:
    """A mail server's box."""

    def __init__(self) -> None:
        self.emails: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=modern)
        assert isinstance(message, EmailMessage)
        self.emails.append(message)
        return "250 Taken"

    def text(self) -> str:
        """The plain text of the last email."""
        body = self.emails[-1].get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@pytest.fixture
def box(settings: Any) -> Iterator[Kept]:
    """A real mail server on loopback, to which the portal delivers."""
    kept = Kept()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    server.start()
    settings.MAILERS = {"default": mailer(f"smtp://127.0.0.1:{port}")}
    yield kept
    server.stop()


def path_in(text: str, part: str) -> str:
    """The first address of ours in a text that has this part, without the host."""
    found = re.search(rf"https?://[^/\s]+(/jobs/saved/{part}/\S+)", text)
    assert found, text
    return found[1]


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without"])
def test_from_the_list_to_one_click(open_page: OpenPage, box: Kept, js: bool) -> None:
    PostingFactory.create(business_title="Data engineer of last year", work_mode="remote")
    page = open_page("/jobs/?q=data", width=PHONE, js=js)
    page.get_by_role("link", name="Save this search and hear of new openings").click()
    page.get_by_label("Your email address").fill("sam@example.org")
    page.get_by_text("At once, when an opening appears").click()
    page.get_by_label("Name of this search").fill("Data jobs")
    page.get_by_role("button", name="Save this search").click()
    page.get_by_role("heading", name="Look in your email").wait_for()

    assert delivery.drain() == 1
    assert box.emails[-1]["To"] == "sam@example.org"
    page.goto(path_in(box.text(), "confirm"))
    assert not SavedSearch.objects.get().is_active
    page.get_by_role("button", name="Yes, start these emails").click()
    page.get_by_role("heading", name="Data jobs").wait_for()

    PostingFactory.create(business_title="Data engineer for the harbor", opens_at=timezone.now())
    matching.match_due()
    assert delivery.drain() == 1
    said = box.text()
    assert box.emails[-1]["Subject"] == "1 new opening: Data jobs"
    assert "Data engineer for the harbor" in said
    assert "last year" not in said

    page.goto(path_in(said, "useful"))
    page.get_by_role("button", name="Yes, it was useful").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    page.get_by_role("link", name="Change, pause or delete this search").click()
    page.get_by_text("We write to you when something new opens for this search.").wait_for()

    header = str(box.emails[-1]["List-Unsubscribe"]).strip(" <>")
    assert (
        Client(enforce_csrf_checks=True)
        .post(re.sub(r"https?://[^/]+", "", header), {"List-Unsubscribe": "One-Click"})
        .status_code
        == 200
    )
    page.reload()
    page.get_by_role("button", name="Resume these emails").wait_for()
    PostingFactory.create(business_title="Data analyst", opens_at=timezone.now())
    matching.match_due()
    assert delivery.drain() == 0


def test_a_star_by_way_of_the_sign_in(open_page: OpenPage, seeker: User) -> None:
    posting = PostingFactory.create(business_title="Bridge keeper")
    seeker.set_password("a long enough password")
    seeker.save()
    EmailAddress.objects.create(user=seeker, email=seeker.email, verified=True, primary=True)
    page = open_page("/jobs/?q=bridge")
    page.get_by_role("link", name=re.compile(r"^Save\s*: Bridge keeper")).click()
    page.locator("[name=login]").fill(seeker.email)
    page.locator("[name=password]").fill("a long enough password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Save this opening").click()
    page.wait_for_url(f"**/jobs/?q=bridge#opening-{posting.pk}")
    page.get_by_role("button", name=re.compile(r"Saved, take off\s*: Bridge keeper")).click()
    page.get_by_role("button", name=re.compile(r"^Save\s*: Bridge keeper")).wait_for()
    assert not SavedPosting.objects.exists()


@pytest.fixture
def world(seeker: User, transactional_db: None) -> dict[str, str]:
    """Searches and openings that somebody keeps, and the address of each page."""
    posting: Posting = PostingFactory.create(business_title="Systems engineer for water meters and other pumps")
    search = saved(seeker, name="A search with a rather long name", q="engineer", work=["hybrid", "remote"])
    saved(seeker, name="Second", pay_min=80_000)
    SavedSearch.objects.filter(name="Second").update(paused=timezone.now())
    SavedPosting.objects.create(user=seeker, posting=posting)
    bare = saved("sam@example.org", q="data")
    PostingFactory.create(business_title="Data clerk", opens_at=timezone.now())
    matching.match_due()
    alert = bare.alerts.get()
    return {
        "list": "/jobs/",
        "one": posting.get_absolute_url(),
        "new": "/jobs/saved/new/?q=data",
        "sent": "/jobs/saved/sent/",
        "deleted": "/jobs/saved/deleted/",
        "index": "/jobs/saved/",
        "edit": f"/jobs/saved/{search.pk}/edit/",
        "star": f"/jobs/saved/openings/{posting.pk}/",
        "link": f"/jobs/saved/link/{tokens.make(bare, tokens.MANAGE)}/",
        "stop": f"/jobs/saved/stop/{tokens.make(bare, tokens.STOP)}/",
        "useful": f"/jobs/saved/useful/{tokens.make(bare, tokens.USEFUL, number=alert.pk)}/",
    }


SIGNED_IN = {"list", "one", "index", "edit", "star"}


@pytest.mark.parametrize(
    "page_name", ["list", "one", "new", "sent", "deleted", "index", "edit", "star", "link", "stop", "useful"]
)
def test_every_page_is_accessible(world: dict[str, str], seeker: User, open_page: OpenPage, page_name: str) -> None:
    user = seeker if page_name in SIGNED_IN else None
    assert faults(open_page(world[page_name], user=user)) == []
