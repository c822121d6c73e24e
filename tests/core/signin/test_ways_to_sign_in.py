"""Password, emailed code, second step; and how each way says what went wrong."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from lxml import html

from chitech.core.accounts.models import User
from chitech.core.signin import secrets
from tests.core.signin.conftest import PASSWORD, MakeMember, code_from_mail, letters

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def app_code(secret: str = SECRET) -> str:
    """What an authenticator app would show now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def password(client: Client, user: User, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_password_leads_to_where_one_was(client: Client, member: MakeMember) -> None:
    answer = password(client, member(), next="/jobs/?q=data")
    assert (answer.status_code, answer["Location"]) == (302, "/jobs/?q=data")
    assert is_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""  # forgotten when the browser closes


def test_nobody_is_led_to_another_site(client: Client, member: MakeMember) -> None:
    assert password(client, member(), next="https://evil.example/")["Location"] == "/"


def test_a_code_by_email_does_as_well(client: Client, member: MakeMember) -> None:
    user = member()
    answer = client.post("/accounts/login/code/", {"email": user.email, "next": "/why/"}, follow=True)
    assert "a code is on its way" in answer.text
    answer = client.post("/accounts/login/code/confirm/", {"code": code_from_mail(), "next": "/why/"})
    assert answer["Location"] == "/why/"
    assert is_in(client)


def test_the_second_step_is_asked_after_each_way(member: MakeMember) -> None:
    user = member()
    TOTP.activate(user, SECRET)
    by_password, by_code = Client(), Client()
    assert password(by_password, user)["Location"] == "/accounts/2fa/authenticate/"
    by_code.post("/accounts/login/code/", {"email": user.email})
    answer = by_code.post("/accounts/login/code/confirm/", {"code": code_from_mail()})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    for browser in (by_password, by_code):
        assert not is_in(browser)
        assert browser.get("/inbox-of-nobody/").status_code in {302, 404}
    wrong = by_password.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "That code is not right" in wrong.text
    by_password.post("/accounts/2fa/authenticate/", {"code": app_code()})
    assert is_in(by_password)


def test_a_code_of_the_app_works_once(member: MakeMember) -> None:
    user, code = member(), app_code()
    TOTP.activate(user, SECRET)
    first, second = Client(), Client()
    for browser in (first, second):
        password(browser, user)
        browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(first)
    assert not is_in(second)


def test_a_recovery_code_works_once(member: MakeMember) -> None:
    user = member()
    TOTP.activate(user, SECRET)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (True, False):
        browser = Client()
        password(browser, user)
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_in(browser) is expected


def test_secrets_are_sealed_in_the_database(member: MakeMember, settings: Any) -> None:
    user = member()
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    sealed = Authenticator.objects.get(type="totp").data["secret"]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key, of fifty letters or more, made anew",
    )
    assert secrets.unseal(sealed, purpose="second-step") == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert secrets.unseal(sealed, purpose="second-step") is None
    assert not Authenticator.objects.get(type="totp").wrap().validate_code(app_code())


@pytest.mark.django_db(transaction=True)  # the email goes out once the change is committed
def test_whoever_owns_the_account_is_told_of_changed_locks(client: Client, member: MakeMember) -> None:
    user = member()
    password(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    tree = html.fromstring(page.text)
    secret = tree.cssselect(".key")[0].text_content().replace(" ", "").strip()
    assert tree.cssselect("img.qr")[0].get("src").startswith("data:image/svg+xml")
    done = client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)}, follow=True)
    assert "Recovery codes" in done.text
    assert "An authenticator app was set up" in {letter.subject for letter in letters()}
    text = client.get("/accounts/2fa/recovery-codes/download/")
    assert "attachment" in text["Content-Disposition"]
    assert len(text.text.strip().splitlines()) == 12


def test_what_concerns_the_locks_asks_who_one_is_again(member: MakeMember) -> None:
    user = member()
    browser = Client()
    password(browser, user)
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    for address in [
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/password/set/",
    ]:
        answer = browser.get(address)
        if address.endswith("set/"):
            assert answer["Location"] == "/accounts/password/change/"
        else:
            assert answer["Location"].startswith("/accounts/reauthenticate/"), address


def test_a_new_address_counts_once_its_code_is_typed(client: Client, member: MakeMember) -> None:
    user = member()
    password(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "ada@new.example", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "ada@city.example"
    client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    user.refresh_from_db()
    assert user.email == "ada@new.example"
    assert {message.subject for message in letters()} >= {"Your email address is changed"}
    assert "ada@city.example" in {to for message in letters() for to in message.to}
