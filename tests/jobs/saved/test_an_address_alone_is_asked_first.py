"""Saving a search with an email address alone: nothing is sent before its owner has pressed a button."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox import delivery
from chitech.core.outbox.actions import suppress
from chitech.core.outbox.choices import SuppressionReason
from chitech.core.outbox.models import Message
from jobs.criteria import Criteria
from jobs.models import SavedSearch, SearchAlert
from jobs.saved import actions, limits, tokens
from tests.factories import PostingFactory
from tests.jobs.saved.cast import alerts, look, said, saved
from tests.pages import form_fields, parse, text

pytestmark = pytest.mark.django_db
FORM = {"email": "Sam@Example.org", "name": "From home", "frequency": "daily"}


@pytest.fixture(autouse=True)
def _nobody_has_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of one's own: other tests clear the one that they share."""
    kept = LocMemCache("tries", {})
    kept.clear()
    monkeypatch.setattr(limits, "cache", kept)


def ask(client: Client, address: str = "/jobs/saved/new/?work=remote", **fields: str) -> Any:
    return client.post(address, {**FORM, **fields})


def test_the_list_leads_to_saving_it(client: Client) -> None:
    page = client.get("/jobs/?q=data&work=remote&sort=pay&page=2")
    (link,) = parse(page).cssselect(".save-search a")
    assert link.get("href") == "/jobs/saved/new/?q=data&work=remote"
    form = client.get(link.get("href"))
    assert form_fields(form)["name"] == "“data”, Remote"
    assert "no-store" in form["Cache-Control"]


def test_from_address_to_alert(client: Client) -> None:
    answer = ask(client)
    assert (answer.status_code, answer["Location"]) == (302, "/jobs/saved/sent/")
    (message,) = Message.objects.all()
    assert (message.kind, message.address) == ("jobs.confirm_search", "sam@example.org")
    words = said(message)
    assert words
    assert words["filters"] == ["Remote"]
    PostingFactory.create(work_mode="remote", opens_at=timezone.now())
    look(timedelta(days=2))
    assert not SearchAlert.objects.exists()  # not before the yes

    link = words["url"].partition("8000")[2]
    page = client.get(link)
    assert not SavedSearch.objects.get().is_active  # opening a link is not a yes
    assert "sam@" not in page.text.lower()  # a link may have been passed on
    client.post(link, form_fields(page))
    search = SavedSearch.objects.get()
    assert search.is_active
    assert said(message) is None  # the question is answered
    look(timedelta(days=2))
    assert len(alerts(search)) == 1  # what opened while the question was open is told
    assert alerts(search)[0].address == "sam@example.org"


def test_who_called_our_mail_spam_is_not_asked_because_a_stranger_types_their_address(client: Client) -> None:
    suppress(address="sam@example.org", reason=SuppressionReason.COMPLAINED)
    suppress(address="sue@example.org", reason=SuppressionReason.BOUNCED)
    for email in ("sam@example.org", "sue@example.org"):
        assert ask(client, email=email)["Location"] == "/jobs/saved/sent/"
    delivery.drain()
    # A mailbox that did not exist may exist now: whoever waits for it has just asked.
    assert [letter.to for letter in mail.outbox] == [["sue@example.org"]]


def test_an_old_or_made_up_link_opens_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client)
    search = SavedSearch.objects.get()
    good = tokens.make(search, tokens.CONFIRM)
    assert client.get(f"/jobs/saved/confirm/{good[:-2]}xx/").status_code == 404
    for purpose in ("link", "stop", "useful"):  # a link to confirm is good for nothing else, nor before the yes
        assert client.get(f"/jobs/saved/{purpose}/{good}/").status_code == 404
    assert client.get(f"/jobs/saved/link/{tokens.make(search, tokens.MANAGE)}/").status_code == 404
    monkeypatch.setattr("time.time", lambda: timezone.now().timestamp() + 8 * 86_400)
    assert tokens.read(good, tokens.CONFIRM) is None


def test_nobody_is_pestered_and_nobody_learns_who_is_known(client: Client, seeker: User) -> None:
    known = client.post("/jobs/saved/new/", {**FORM, "email": seeker.email})
    answers = {(answer.status_code, answer["Location"]) for answer in [known, *(ask(client) for _time in range(6))]}
    assert answers == {(302, "/jobs/saved/sent/")}
    assert Message.objects.filter(address="sam@example.org").count() == actions.ASKED_AN_HOUR


def test_one_network_cannot_try_many_addresses(client: Client) -> None:
    for number in range(limits.ASKED_AN_HOUR):
        assert ask(client, email=f"p{number}@example.org").status_code == 302
    refused = ask(client, email="last@example.org")
    assert refused.status_code == 429
    assert form_fields(refused)["email"] == "last@example.org"  # what was typed is still there
    assert not SavedSearch.objects.filter(email="last@example.org").exists()


def test_a_form_that_fails_says_what_to_do(client: Client) -> None:
    answer = ask(client, email="sam", name="")
    assert answer.status_code == 422
    assert "Type a whole address, such as sam@example.org." in text(answer)
    assert form_fields(answer)["email"] == "sam"


def test_saving_the_same_again_changes_the_first(client: Client) -> None:
    first = saved("sam@example.org", work=["remote"], name="Old name")
    actions.pause(search=first)
    second = saved("SAM@example.org", work=["remote"], name="New name", frequency="weekly")
    assert second.pk == first.pk
    assert (second.name, second.frequency, second.paused) == ("New name", "weekly", None)
    assert SavedSearch.objects.count() == 1


def test_what_nobody_confirmed_is_forgotten(client: Client) -> None:
    ask(client)
    confirmed = saved("other@example.org")
    SavedSearch.objects.update(since=timezone.now() - timedelta(days=6, hours=23))
    actions.forget_old()
    assert SavedSearch.objects.count() == 2
    SavedSearch.objects.update(since=timezone.now() - timedelta(days=7, hours=1))
    actions.forget_old()
    assert list(SavedSearch.objects.all()) == [confirmed]


def test_an_account_takes_over_what_its_address_saved(sign_in: Any, seeker: User) -> None:
    saved(seeker, work=["remote"])
    saved(seeker.email, work=["remote"])
    bare = saved(seeker.email, q="data")
    saved("other@example.org", q="data")
    browser = sign_in(seeker)
    assert "Bring into my account" not in browser.get("/jobs/saved/").text  # the address is not confirmed
    browser.post("/jobs/saved/take-over/")
    bare.refresh_from_db()
    assert bare.user is None
    EmailAddress.objects.create(user=seeker, email=seeker.email, verified=True, primary=True)
    assert "Bring into my account" in browser.get("/jobs/saved/").text
    browser.post("/jobs/saved/take-over/")
    assert {s.pk for s in SavedSearch.objects.visible_to(seeker)} >= {bare.pk}
    assert SavedSearch.objects.visible_to(seeker).count() == 2
    assert SavedSearch.objects.of_address("other@example.org").count() == 1


def test_who_has_signed_in_saves_at_once(sign_in: Any, seeker: User) -> None:
    browser = sign_in(seeker)
    fields = form_fields(browser.get("/jobs/saved/new/?q=data"))
    assert "email" not in fields
    answer = browser.post("/jobs/saved/new/?q=data", fields)
    assert answer["Location"] == "/jobs/saved/"
    search = SavedSearch.objects.visible_to(seeker).get()
    assert search.criteria == {"q": "data"}
    assert not Message.objects.exists()


def test_there_is_an_end_to_how_many(sign_in: Any, seeker: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    saved(seeker, q="one")
    answer = sign_in(seeker).post("/jobs/saved/new/?q=two", {"name": "Two", "frequency": "daily"})
    assert answer.status_code == 422
    assert "Delete one that you no longer need" in text(answer)
    assert SavedSearch.objects.count() == 1


def test_unknown_filters_are_not_saved(client: Client) -> None:
    ask(client, "/jobs/saved/new/?work=moon&family=none-such&q=data")
    assert SavedSearch.objects.get().asked == Criteria(q="data")
