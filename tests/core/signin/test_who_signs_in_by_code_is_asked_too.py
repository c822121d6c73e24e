"""Who has neither a password nor a second step shows by a code from their mailbox that it is them."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from chitech.core.accounts.models import User
from tests.core.signin.conftest import MakeMember, code_from_mail, letters

pytestmark = pytest.mark.django_db
ASKED = "/accounts/reauthenticate/code/"


@pytest.fixture
def person(member: MakeMember) -> User:
    """Signs in with emailed codes alone."""
    user = member()
    user.set_unusable_password()
    user.save()
    return user


def unlocked(person: User) -> Client:
    """A device on which they signed in a while ago, and that lies open."""
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.mark.parametrize(
    "address",
    [
        "/account/delete/",
        "/accounts/password/set/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
    ],
)
def test_who_finds_their_device_open_changes_no_lock(person: User, address: str) -> None:
    answer = unlocked(person).get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"{ASKED}?next={address.replace('/', '%2F')}"


def test_nor_the_address_nor_a_password_by_a_form_from_elsewhere(person: User) -> None:
    thief = unlocked(person)
    answer = thief.post("/accounts/email/", {"email": "x@evil.example", "action_add": ""})
    assert answer["Location"].startswith(ASKED)
    new = {"password1": "the thief's own words", "password2": "the thief's own words"}
    assert thief.post("/accounts/password/set/", new)["Location"] == "/accounts/password/set/"
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert "thief" not in str(dict(thief.session))  # a password is no thing to keep for later


def test_a_passkey_alone_is_asked_for_before_a_password_is_chosen(person: User) -> None:
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Mine"})
    answer = unlocked(person).get("/accounts/password/set/")
    assert answer["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/")


def test_a_code_leads_on_to_what_they_wanted(person: User) -> None:
    browser = unlocked(person)
    asked = browser.get("/account/delete/", follow=True)
    assert "Email me a code" in asked.text
    assert letters() == []  # opening a page sends nothing
    sent = browser.post(ASKED, {"action": "send", "next": "/account/delete/"}, follow=True)
    assert "Code from the email" in sent.text
    assert "<title>Type the code from the email" in sent.text  # a screen reader hears that the page is another one
    assert "Look in your mailbox" in sent.text
    assert letters()[-1].to == [person.email]
    assert letters()[-1].subject == "Your code to show that it is you"
    wrong = browser.post(ASKED, {"code": "BBBB-BBBB", "next": "/account/delete/"})
    assert wrong.status_code == 422
    answer = browser.post(ASKED, {"code": code_from_mail(), "next": "/account/delete/"})
    assert answer["Location"] == "/account/delete/"
    assert browser.get("/account/delete/").status_code == 200


def test_what_was_sent_is_done_after_the_code(person: User) -> None:
    browser = unlocked(person)
    browser.post("/accounts/email/", {"email": "ada@new.example", "action_add": ""})
    browser.post(ASKED, {"action": "send", "next": "/accounts/email/"})
    browser.post(ASKED, {"code": code_from_mail(), "next": "/accounts/email/"})
    assert letters()[-1].to == ["ada@new.example"]


def test_three_wrong_codes_and_it_is_void(person: User) -> None:
    browser = unlocked(person)
    browser.post(ASKED, {"action": "send"})
    code = code_from_mail()
    for _try in range(3):
        last = browser.post(ASKED, {"code": "BBBB-BBBB"}, follow=True)
    assert "That was wrong too often" in last.text
    browser.post(ASKED, {"code": code})
    assert browser.get("/account/delete/")["Location"].startswith(ASKED)


def test_a_code_is_for_its_own_person(person: User, member: MakeMember) -> None:
    browser = unlocked(person)
    browser.post(ASKED, {"action": "send"})
    code, state = code_from_mail(), browser.session["code_again"]
    other = member("bea@city.example")
    other.set_unusable_password()
    other.save()
    theirs = unlocked(other)
    session = theirs.session
    session["code_again"] = state
    session.save()
    theirs.post(ASKED, {"code": code})
    assert theirs.get("/account/delete/")["Location"].startswith(ASKED)


def test_codes_are_not_sent_without_end(person: User) -> None:
    browser = unlocked(person)
    answers = [browser.post(ASKED, {"action": "send"}, follow=True).text for _number in range(4)]
    assert "Too many tries" in answers[-1]
    assert len(letters()) == 3


def test_whoever_has_just_come_in_by_a_code_is_not_asked_at_once(client: Client, person: User) -> None:
    client.post("/accounts/login/code/", {"email": person.email})
    client.post("/accounts/login/code/confirm/", {"code": code_from_mail()})
    assert client.get("/account/delete/").status_code == 200


def test_nor_is_whoever_has_just_signed_up(client: Client) -> None:
    client.post("/accounts/signup/", {"name": "Nia New", "email": "nia@people.example"})
    client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200
    assert EmailAddress.objects.get(email="nia@people.example").verified


@pytest.mark.parametrize("taken", [True, False], ids=["has an account", "has none"])
def test_strangers_do_not_fill_a_mailbox(member: MakeMember, taken: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same pages, the same emails, whether there is an account or not: a few in an hour."""
    if taken:
        member("ada@city.example")
    answers: list[Any] = []
    for number in range(7):
        clock = 1_800_000_000.0 + number * 30
        monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda clock=clock: clock)
        fields = {"name": "Stranger", "email": "ada@city.example"}
        answers.append(Client().post("/accounts/signup/", fields, REMOTE_ADDR=f"192.0.2.{number}").status_code)
    monkeypatch.undo()
    assert answers == [302] * 5 + [429] * 2
    assert len(letters()) == 5
