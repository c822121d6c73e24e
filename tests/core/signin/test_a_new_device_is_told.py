"""A person hears of a sign-in with a browser that they have not used before, and of no other."""

import pytest
from django.test import Client

from chitech.core.accounts.models import User
from chitech.core.signin.devices import KNOWN
from tests.core.signin.conftest import PASSWORD, MakeMember, code_from_mail, letters

pytestmark = pytest.mark.django_db
SUBJECT = "You signed in with a new device"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def _come(browser: Client, user: User) -> None:
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD}, headers={"User-Agent": FIREFOX})
    assert browser.session["_auth_user_id"] == str(user.pk)
    browser.post("/accounts/logout/")


def _told() -> list[str]:
    return [address for letter in letters() if letter.subject == SUBJECT for address in letter.to]


def test_each_browser_is_told_once(member: MakeMember) -> None:
    user, desk, phone = member(), Client(), Client()
    _come(desk, user)
    _come(desk, user)
    assert _told() == [user.email]
    _come(phone, user)
    _come(desk, user)
    assert _told() == [user.email] * 2


def test_it_says_what_when_and_from_where(member: MakeMember) -> None:
    _come(Client(), member())
    (letter,) = letters()
    assert "Firefox on Windows" in letter.body
    assert "network address 127.0.0.1" in letter.body
    assert "m CST from" in letter.body or "m CDT from" in letter.body, "a time of day that people read"


def test_two_people_at_one_computer_are_both_known_to_it(member: MakeMember) -> None:
    ada, ben, desk = member(), member("ben@city.example"), Client()
    for person in (ada, ben, ada, ben):
        _come(desk, person)
    assert _told() == [ada.email, ben.email]


def test_a_made_up_cookie_silences_nothing(member: MakeMember) -> None:
    user, browser = member(), Client()
    browser.cookies[KNOWN] = f"[{user.pk}]"
    _come(browser, user)
    assert _told() == [user.email]


def test_who_has_just_made_the_account_needs_no_telling() -> None:
    browser = Client()
    browser.post("/accounts/signup/", {"name": "Nia", "email": "nia@people.example"})
    browser.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert "_auth_user_id" in browser.session
    assert not _told()
