"""The ways in, as people go them: a code from the email, a passkey of the device, the city's own sign-on. And time that
runs out while somebody types.
"""

import re
import time
from typing import Any

import oidc_provider_mock
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from playwright.sync_api import Page

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.outbox import delivery
from chitech.core.signin import sessions
from jobs.models import Posting
from tests.browser.conftest import PHONE, OpenPage, faults, violations
from tests.factories import UserFactory

PASSWORD = "a long enough password"
SIGNED_OUT_PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/signup/passkey/",
    "/accounts/login/code/",
    "/accounts/city/address-taken/",
    "/accounts/city/address-unconfirmed/",
    "/accounts/connections/login/cancelled/",
]
SIGNED_IN_PAGES = [
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/email/",
    "/accounts/sessions/",
    "/accounts/connections/",
    "/accounts/kept/",
    "/accounts/password/set/",
    "/accounts/reauthenticate/code/",
]


def code_from_mail() -> str:
    delivery.drain()
    found = re.search(r"^[B-Z]{4}-[B-Z]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[0]


def with_device(page: Page) -> None:
    """A device that knows passkeys, and whose owner always says yes."""
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_out(page: Page) -> None:
    page.get_by_text("Account", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").wait_for()


def test_sign_up_by_code_then_a_passkey_then_in_with_it(open_page: OpenPage) -> None:
    page = open_page("/why/", width=PHONE)
    with_device(page)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Your name").fill("Nia New")
    page.get_by_label("Email address").fill("nia@people.example")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label("Code from the email").fill(code_from_mail())
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/why/")
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    delivery.drain()
    assert mail.outbox[-1].subject == "A passkey was added"
    page.goto("/accounts/2fa/webauthn/")
    assert page.get_by_role("heading", name="My phone").is_visible()
    sign_out(page)
    page.goto("/accounts/login/?next=/why/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Account", exact=True).wait_for()
    assert page.url.endswith("/why/")


def test_an_account_with_a_passkey_alone(open_page: OpenPage) -> None:
    page = open_page("/accounts/signup/?next=/why/")
    with_device(page)
    page.get_by_role("link", name="Make an account with a passkey").click()
    page.get_by_label("Your name").fill("Pia Pass")
    page.get_by_label("Email address").fill("pia@people.example")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Code from the email").fill(code_from_mail())
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_text("Account", exact=True).wait_for()
    assert page.url.endswith("/why/")
    page.get_by_text("you are locked out when this device is lost").wait_for()
    page.goto("/accounts/2fa/")
    assert page.get_by_text("You have none yet.").is_visible()
    user = User.objects.get(email="pia@people.example")
    assert not user.has_usable_password()


def test_a_device_that_says_no_is_told_of_another_way(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Try again, or sign in another way.").wait_for()


def test_staff_come_by_the_citys_own_sign_on(open_page: OpenPage, settings: Any) -> None:
    claims = {"email": "carla@city.example", "email_verified": True, "name": "Carla City", "groups": ["readers"]}
    people = [oidc_provider_mock.User(sub="carla", claims=claims)]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as provider:
        settings.OIDC_ISSUER = f"http://localhost:{provider.server_port}"
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "talent", "known to both"
        page = open_page("/accounts/login/?next=/jobs/", width=PHONE)
        assert violations(page) == []
        # The provider's own page wants a style sheet from elsewhere, for which a machine without network may look long.
        page.context.route(lambda url: "localhost" not in url, lambda route: route.fulfill(content_type="text/css"))
        page.get_by_role("button", name="City staff: sign in with your city account").click()
        page.wait_for_url(f"{settings.OIDC_ISSUER}/**")
        page.locator("button", has_text="carla").first.click()
        page.wait_for_url("**/jobs/")
    user = User.objects.get(email="carla@city.example")
    assert user.grants.get().role == Role.STAFF


def test_time_runs_out_while_hr_types_and_nothing_is_lost(open_page: OpenPage, settings: Any, hr: User) -> None:
    hr.password = make_password(PASSWORD)
    hr.save()
    EmailAddress.objects.create(user=hr, email=hr.email, verified=True, primary=True)
    settings.SESSION_IDLE_MINUTES = 60
    page = open_page("/jobs/manage/new/?blank=1", user=hr)
    page.get_by_label("Name of the job").fill("Keeper of the bridges")
    _all_sessions_began(minutes_ago=56)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    _look_now(page)
    dialog = page.get_by_role("dialog", name="Are you still there?")
    dialog.wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden")
    assert page.evaluate("fetch('/accounts/session/').then(a => a.json()).then(a => a.left)") > 3500
    _all_sessions_began(minutes_ago=61)
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("What you typed is kept").wait_for()
    page.get_by_label("Email address").fill(hr.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("It is not saved yet").wait_for()
    assert page.get_by_label("Name of the job").input_value() == "Keeper of the bridges"
    assert not Posting.objects.exists()


def test_each_page_of_signing_in_is_open_to_everyone(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    for address in SIGNED_OUT_PAGES:
        page.goto(address)
        assert faults(page) == []
    seeker = UserFactory.create(email="sam@people.example")
    EmailAddress.objects.create(user=seeker, email=seeker.email, verified=True, primary=True)
    page = open_page("/accounts/2fa/", user=seeker)
    _has_just_typed_in_a_code(seeker)
    for address in SIGNED_IN_PAGES:
        page.goto(address)
        assert page.url.endswith(address)
        assert faults(page) == []


def _has_just_typed_in_a_code(person: User) -> None:
    """As if they had shown a moment ago, in all of their sessions, who they are."""
    for row in Session.objects.all():
        shown = [{"method": "code", "at": time.time()}]
        data = row.get_decoded() | {"account_authentication_methods": shown}
        row.session_data = SessionStore().encode(data | {"account_authentication_methods_user": str(person.pk)})
        row.save()


def _all_sessions_began(*, minutes_ago: int) -> None:
    """As if everybody had been away for so long."""
    for row in Session.objects.all():
        data = row.get_decoded()
        if sessions.SEEN in data:
            data[sessions.SEEN] = int(time.time()) - minutes_ago * 60
            row.session_data = SessionStore().encode(data)
            row.save()


def _look_now(page: Page) -> None:
    """The script's own clock would look in 55 minutes."""
    page.evaluate("document.querySelector('dialog[data-session=warning]').dispatchEvent(new Event('look'))")
