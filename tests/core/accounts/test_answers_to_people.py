"""A form that failed answers 422, also on pages of a library; a signed-in page is kept by no browser."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from chitech.core.accounts.models import User
from tests.factories import TitleFactory

pytestmark = pytest.mark.django_db
# An address for Django, and more than the database holds.
TOO_LONG = f"{'a' * 300}@people.example"


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/accounts/login/", {"login": "nobody@city.example", "password": "wrong"}),
        ("/accounts/login/", {}),
        ("/accounts/password/reset/", {"email": "bad"}),
        ("/accounts/password/reset/", {"email": TOO_LONG}),
        ("/accounts/login/code/", {"email": TOO_LONG}),
        ("/accounts/signup/", {"name": "Nia", "email": TOO_LONG}),
    ],
)
def test_a_failed_account_form_is_422(client: Client, address: str, data: dict[str, str]) -> None:
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "Error:" in html.fromstring(answer.text).findtext(".//title", "")
    assert client.get(address).status_code == 200


def test_every_page_with_errors_says_so_in_its_title_once(client: Client, seeker: User, sign_in: Any) -> None:
    for page in (
        sign_in(seeker).post("/account/", {"name": "Sam", "time_zone": "Mars/Base"}),
        client.post("/jobs/saved/new/?q=data", {"email": "no"}),
        client.post("/accounts/login/", {}),
    ):
        title = html.fromstring(page.text).findtext(".//title", "")
        assert (page.status_code, title.strip().count("Error:")) == (422, 1), title
        assert title.strip().startswith("Error: ")


def test_what_a_stranger_reads_is_sent_again_only_where_it_differs(client: Client, hr: User, sign_in: Any) -> None:
    title = TitleFactory.create(code="SWE-P3")
    for address in ["/pathways/titles/SWE-P3/", "/pathways/degrees/", "/pathways/frameworks/", "/training/"]:
        answer = client.get(address)
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate", address
        assert "Cookie" in answer["Vary"]
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304, address
        assert sign_in(hr).get(address)["Cache-Control"] == "private, no-store", address
    etag = client.get("/pathways/titles/SWE-P3/")["ETag"]
    title.revisions.update(name="Another name")
    assert client.get("/pathways/titles/SWE-P3/", headers={"If-None-Match": etag}).status_code == 200
    # A form that sets a cookie is nobody else's.
    assert "public" not in client.get("/accounts/login/").get("Cache-Control", "")
    assert "public" not in client.get("/jobs/saved/new/?q=data").get("Cache-Control", "")


def test_pages_of_a_person_are_not_kept(client: Client, hr: User, sign_in: Any) -> None:
    browser = sign_in(hr)
    for address in ["/jobs/manage/", "/jobs/manage/new/", "/accounts/password/change/"]:
        assert "no-store" in browser.get(address)["Cache-Control"], address
