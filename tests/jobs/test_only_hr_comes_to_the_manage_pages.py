"""HR's pages: a stranger is asked to sign in; for anyone else who is not HR they do not exist."""

import pytest
from django.test import Client
from django.urls import reverse

from chitech.core.accounts.models import User
from jobs.models import Posting
from tests.conftest import SignIn
from tests.factories import PostingFactory
from tests.pages import parse

pytestmark = pytest.mark.django_db

LISTS = ["manage", "manage-new"]
OF_A_POSTING = ["manage-detail", "manage-edit", "manage-preview"]
POSTS = ["manage-new", "manage-edit", "publish", "close", "cancel"]


def address(name: str, posting: Posting) -> str:
    return reverse(f"jobs:{name}", args=[] if name in LISTS else [posting.pk])


@pytest.mark.parametrize("name", [*LISTS, *OF_A_POSTING, "publish", "close", "cancel"])
def test_a_stranger_is_led_to_the_sign_in_page_and_back(name: str, client: Client) -> None:
    url = address(name, PostingFactory.create(draft=True))
    for answer in (client.get(url), client.post(url)):
        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next={url}"


@pytest.mark.parametrize("person", ["seeker", "staff"])
@pytest.mark.parametrize("name", [*LISTS, *OF_A_POSTING])
def test_for_those_who_are_not_hr_the_pages_do_not_exist(
    name: str, person: str, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    browser = sign_in(request.getfixturevalue(person))
    assert browser.get(address(name, PostingFactory.create(draft=True))).status_code == 404


@pytest.mark.parametrize("person", ["seeker", "staff"])
@pytest.mark.parametrize("name", POSTS)
def test_those_who_are_not_hr_can_not_act(
    name: str, person: str, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    posting = PostingFactory.create(draft=True)
    browser = sign_in(request.getfixturevalue(person))
    assert browser.post(address(name, posting), {"reason": "Mine now"}).status_code == 404
    posting.refresh_from_db()
    assert (posting.state, posting.version, Posting.objects.count()) == ("draft", 1, 1)


@pytest.mark.parametrize("person", ["hr", "publisher", "admin"])
def test_hr_the_publisher_and_the_administrator_come_in(
    person: str, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    browser = sign_in(request.getfixturevalue(person))
    posting = PostingFactory.create(draft=True)
    for name in (*LISTS, *OF_A_POSTING):
        assert browser.get(address(name, posting)).status_code == 200


def test_what_is_not_there_is_a_404(hr: User, sign_in: SignIn) -> None:
    assert sign_in(hr).get("/jobs/manage/999999/").status_code == 404
    assert sign_in(hr).get(f"/jobs/manage/{10**30}/edit/").status_code == 404


def test_the_header_leads_hr_there_and_nobody_else(hr: User, staff: User, client: Client, sign_in: SignIn) -> None:
    for browser, is_led in ((sign_in(hr), True), (sign_in(staff), False), (client, False)):
        links = [link.get("href") for link in parse(browser.get("/jobs/")).cssselect("header a")]
        assert (reverse("jobs:manage") in links) is is_led
