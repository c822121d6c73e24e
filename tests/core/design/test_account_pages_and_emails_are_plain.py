"""Signing in and choosing a new password, as a person without an account of allauth's vocabulary reads it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from lxml import html

from chitech.core.accounts.models import User
from chitech.core.outbox import delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(seeker: User) -> User:
    seeker.set_password("an old long password")
    seeker.save()
    EmailAddress.objects.create(user=seeker, email=seeker.email, verified=True, primary=True)
    return seeker


def test_the_sign_in_page_has_the_agreed_fields_and_leads_to_other_ways(client: Client) -> None:
    tree = html.fromstring(client.get("/accounts/login/").text)
    assert {field.get("name") for field in tree.cssselect("main input")} >= {"login", "password"}
    ways = {link.get("href") for link in tree.cssselect("main a")}
    assert ways >= {"/accounts/login/code/", "/accounts/signup/", "/accounts/password/reset/"}
    assert not tree.cssselect("main [placeholder]")


def test_a_wrong_password_says_what_to_check_and_keeps_the_address(client: Client, member: User) -> None:
    page = client.post("/accounts/login/", {"login": member.email, "password": "wrong"}).text
    tree = html.fromstring(page)
    assert "do not belong together" in tree.cssselect(".error-summary")[0].text_content()
    assert tree.get_element_by_id("id_login").get("value") == member.email
    assert tree.cssselect("title")[0].text_content().strip().startswith("Error:")


def test_a_new_password_by_email_from_end_to_end(client: Client, member: User) -> None:
    answer = client.post("/accounts/password/reset/", {"email": member.email}, follow=True)
    assert "Check your email" in answer.text
    delivery.drain()
    (message,) = mail.outbox
    assert message.subject == "Choose a new password for Chi Tech Talent"
    assert "Was it not you?" in message.body
    (address,) = re.findall(r"https?://\S+/password/reset/key/\S+", str(message.body))
    assert isinstance(message, mail.EmailMultiAlternatives)
    ((html_body, kind),) = message.alternatives
    assert kind == "text/html"
    assert address in str(html_body)
    page = client.get(address, follow=True)
    assert "Choose a new password" in page.text
    new = {"password1": "a new long password", "password2": "a new long password"}
    done = client.post(page.redirect_chain[-1][0], new, follow=True)
    assert "Your password is changed" in done.text
    member.refresh_from_db()
    assert member.check_password("a new long password")
    used = client.get(address, follow=True)
    assert "This link no longer works" in used.text


def test_an_unknown_address_gets_the_same_page_and_an_honest_email(client: Client) -> None:
    answer = client.post("/accounts/password/reset/", {"email": "nobody@city.example"}, follow=True)
    assert "Check your email" in answer.text
    delivery.drain()
    (message,) = mail.outbox
    assert "no account with this address" in message.body
