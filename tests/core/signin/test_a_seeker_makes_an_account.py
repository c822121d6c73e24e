"""Name and address, a code from the email, and back to where one was. Nobody learns who has an account."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from lxml import html

from chitech.core.accounts.models import User
from tests.core.signin.conftest import PASSWORD, MakeMember, code_from_mail, letters

pytestmark = pytest.mark.django_db
ADDRESS = "new@people.example"


def _sign_up(client: Client, **more: str) -> Any:
    return client.post("/accounts/signup/?next=/why/", {"name": "Nia New", "email": ADDRESS, "next": "/why/", **more})


def test_a_code_makes_the_account_and_leads_back(client: Client) -> None:
    page = _sign_up(client)
    assert page["Location"].startswith("/accounts/confirm-email/")
    assert not EmailAddress.objects.get(email=ADDRESS).verified
    (message,) = letters()
    assert message.subject == "Your code for Chi Tech Talent"
    assert code_from_mail() in str(message.alternatives[0].content)
    answer = client.post("/accounts/confirm-email/", {"code": code_from_mail().lower().replace("-", "")})
    assert (answer.status_code, answer["Location"]) == (302, "/why/")
    person = User.objects.get(email=ADDRESS)
    assert (person.name, person.has_usable_password()) == ("Nia New", False)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_without_the_code_there_is_no_way_in(client: Client) -> None:
    _sign_up(client, password1=PASSWORD)
    wrong = client.post("/accounts/confirm-email/", {"code": "BBBB-BBBB"})
    assert wrong.status_code == 422
    assert "That code is not right" in wrong.text
    other = Client()
    other.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert "_auth_user_id" not in other.session


def test_three_wrong_codes_end_it(client: Client) -> None:
    _sign_up(client)
    code = code_from_mail()
    for _try in range(3):
        client.post("/accounts/confirm-email/", {"code": "BBBB-BBBB"})
    client.post("/accounts/confirm-email/", {"code": code})
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.get(email=ADDRESS).verified


def test_an_address_that_has_an_account_gets_the_same_page_and_an_honest_email(
    client: Client, member: MakeMember
) -> None:
    _sign_up(client)
    new = client.get("/accounts/confirm-email/").text
    member(email="old@people.example")
    other = Client()
    answer = other.post("/accounts/signup/", {"name": "Olga Old", "email": "OLD@people.example"})
    old = other.get(answer["Location"]).text
    assert _words(old).replace("old@people.example", "") == _words(new).replace(ADDRESS, "")
    assert letters()[-1].to == ["old@people.example"]
    assert "There is one already" in letters()[-1].body
    assert User.objects.filter(email__iexact="old@people.example").count() == 1


def test_signing_in_and_asking_for_codes_tell_nothing_either(client: Client, member: MakeMember) -> None:
    member(email="old@people.example")
    for address, data in [
        ("/accounts/login/", {"login": "{}", "password": "wrong"}),
        ("/accounts/login/code/", {"email": "{}"}),
        ("/accounts/password/reset/", {"email": "{}"}),
    ]:
        seen = []
        for email in ["old@people.example", "nil@people.example"]:
            answer = Client().post(address, {key: value.format(email) for key, value in data.items()}, follow=True)
            seen.append((answer.status_code, _words(answer.text).replace(email, "")))
        assert seen[0] == seen[1], address


def test_there_is_no_captcha_and_no_second_password(client: Client) -> None:
    tree = html.fromstring(client.get("/accounts/signup/").text)
    names = {field.get("name") for field in tree.cssselect("main form input:not([type=hidden])")}
    assert names == {"name", "email", "password1"}
    assert "script" not in {frame.tag for frame in tree.cssselect("iframe, main script[src]")}


def test_a_password_is_held_to_its_rules(client: Client) -> None:
    answer = _sign_up(client, password1="short")
    assert answer.status_code == 422
    assert not User.objects.filter(email=ADDRESS).exists()


def _words(page: str) -> str:
    main = html.fromstring(page).cssselect("main")[0]
    for hidden in main.cssselect("input[type=hidden]"):
        hidden.getparent().remove(hidden)
    return " ".join(main.text_content().split())
