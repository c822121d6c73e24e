"""Each sign-in is listed with what it came from, and can be ended, alone or with all others."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from chitech.core.accounts.models import User
from chitech.core.accounts.sessions import end_sessions
from chitech.core.signin.templatetags.signin import device_name
from tests.core.signin.conftest import PASSWORD, MakeMember

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"


def _come_in(user: User, user_agent: str) -> Client:
    browser = Client(headers={"User-Agent": user_agent})
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser


def test_a_lost_phone_is_signed_out_from_the_desk(member: MakeMember) -> None:
    user = member()
    phone, desk = _come_in(user, PHONE), _come_in(user, DESK)
    page = desk.get("/accounts/sessions/").text
    assert "Chrome on Android" in page
    assert "Firefox on Windows" in page
    lost = UserSession.objects.get(user_agent=PHONE)
    desk.post(f"/accounts/sessions/{lost.pk}/end/")
    assert phone.get("/accounts/2fa/").status_code == 302
    assert desk.get("/accounts/2fa/").status_code == 200


def test_all_others_end_at_once(member: MakeMember) -> None:
    user = member()
    others, desk = [_come_in(user, PHONE) for _ in range(3)], _come_in(user, DESK)
    desk.post("/accounts/sessions/")
    assert [browser.get("/accounts/2fa/").status_code for browser in (*others, desk)] == [302, 302, 302, 200]


def test_nobody_ends_anothers_session(member: MakeMember) -> None:
    mine, theirs = _come_in(member(), DESK), _come_in(member("eve@city.example"), DESK)
    own = UserSession.objects.get(user__email="ada@city.example")
    assert theirs.post(f"/accounts/sessions/{own.pk}/end/").status_code == 404
    assert mine.get("/accounts/2fa/").status_code == 200


def test_a_new_password_ends_the_others(member: MakeMember) -> None:
    user = member()
    phone, desk = _come_in(user, PHONE), _come_in(user, DESK)
    new = "an even longer password"
    desk.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert phone.get("/accounts/2fa/").status_code == 302
    assert desk.get("/accounts/2fa/").status_code == 200


def test_whoever_leaves_the_city_is_signed_out_everywhere(member: MakeMember) -> None:
    user = member()
    browsers = [_come_in(user, PHONE), _come_in(user, DESK)]
    assert end_sessions([user.pk]) == 2
    assert [browser.get("/accounts/2fa/").status_code for browser in browsers] == [302, 302]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (PHONE, "Chrome on Android"),
        (DESK, "Firefox on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("curl/8.5", "A device that does not say what it is"),
    ],
)
def test_a_device_has_a_name(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
