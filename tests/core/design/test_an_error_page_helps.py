"""What went wrong, what to do, and a way on."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error
from lxml import html


def links(page: str) -> set[str]:
    return {link.get("href") for link in html.fromstring(page).cssselect("main a")}


@pytest.mark.django_db
def test_a_page_that_is_not_there(client: Client) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert {"/", "/jobs/"} <= links(answer.text)
    (form,) = html.fromstring(answer.text).cssselect("main form")
    assert (form.get("action"), form.get("method")) == ("/jobs/", "get")
    assert "noindex" in answer.text


@pytest.mark.django_db
def test_a_form_without_its_token_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "Please send that again" in answer.text
    assert "CSRF" not in answer.text


def test_a_broken_page_is_drawn_without_database_or_request(rf: RequestFactory) -> None:
    # No database mark: a query would fail this test.
    for answer in (server_error(rf.get("/")), bad_request(rf.get("/"), exception=Exception("secret"))):
        page = answer.content.decode()
        assert {"/", "/jobs/"} <= links(page)
        assert "secret" not in page


def test_what_is_not_open_to_a_person(rf: RequestFactory) -> None:
    request = rf.get("/jobs/manage/")
    answer = permission_denied(request, exception=Exception("secret"))
    assert answer.status_code == 403
    assert "not open to you" in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_a_page_that_is_gone() -> None:
    assert "/jobs/" in links(render_to_string("410.html"))
