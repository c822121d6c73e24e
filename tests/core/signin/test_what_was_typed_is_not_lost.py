"""A session ends aloud, and what was typed into a form comes back to the same person, in the same browser, unsent."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html

from chitech.core.accounts.models import User
from chitech.core.signin import kept
from chitech.core.signin.models import KeptForm
from chitech.core.signin.sessions import SEEN
from chitech.core.signin.tasks import forget_kept_forms
from jobs.models import Posting
from tests.conftest import SignIn, come_in
from tests.factories import PostingFactory

pytestmark = pytest.mark.django_db
NEW = "/jobs/manage/new/?blank"
TYPED = {
    "business_title": "Keeper of the bridges",
    "what_you_will_do": "Opens and closes <b>them</b>.\r\nAll of them.",
    "skills-7-name": "Hydraulics",
    "skills-7-level": "3",
    "password_hint": "must not be kept",
}


def same_origin(browser: Client, url: str, data: dict[str, Any], *, page: str = "", site: str = "same-origin") -> Any:
    headers = {"Sec-Fetch-Site": site, "Referer": f"http://testserver{page or url}"}
    return browser.post(url, data, headers=headers)


def leave_idle(browser: Client, minutes: int = 61) -> None:
    session = browser.session
    session[SEEN] = int(time.time()) - minutes * 60
    session.save()


def sign_in_again(browser: Client, person: User) -> None:
    come_in(browser, person)


@pytest.fixture
def idle_hr(hr: User, sign_in: SignIn) -> Client:
    """HR has the form of a new posting open, and has been away for too long."""
    browser = sign_in(hr)
    assert browser.get(NEW).status_code == 200
    leave_idle(browser)
    return browser


def test_a_session_ends_when_nobody_uses_it_and_says_so(hr: User, sign_in: SignIn) -> None:
    browser = sign_in(hr)
    leave_idle(browser, minutes=59)
    assert browser.get("/jobs/manage/").status_code == 200
    leave_idle(browser, minutes=61)
    answer = browser.get("/jobs/manage/", follow=True)
    assert answer.redirect_chain[0][0] == "/accounts/login/?next=/jobs/manage/"
    assert "because nothing happened for 60 minutes" in answer.text


def test_asking_for_the_time_left_is_no_sign_of_life(hr: User, sign_in: SignIn) -> None:
    browser = sign_in(hr)
    leave_idle(browser, minutes=50)
    assert 590 <= browser.get("/accounts/session/").json()["left"] <= 600
    assert 590 <= browser.get("/accounts/session/").json()["left"] <= 600
    told = browser.post("/accounts/session/extend/", headers={"Accept": "application/json"}).json()["left"]
    assert told > 3590
    assert Client().get("/accounts/session/").json() == {"left": 0}


def test_staying_works_without_a_script(hr: User, sign_in: SignIn) -> None:
    browser = sign_in(hr)
    leave_idle(browser, minutes=50)
    answer = browser.post("/accounts/session/extend/", headers={"Referer": f"http://testserver{NEW}"})
    assert (answer.status_code, answer["Location"]) == (302, NEW)
    assert browser.get("/accounts/session/").json()["left"] > 3590


def test_staying_leads_to_no_other_site(hr: User, sign_in: SignIn) -> None:
    came_from = "http://testserver//evil.example/page"
    answer = sign_in(hr).post("/accounts/session/extend/", headers={"Referer": came_from})
    assert answer["Location"] == "/%2Fevil.example/page"


def test_a_posting_comes_back_as_it_was_typed_and_is_not_saved(idle_hr: Client, hr: User) -> None:
    answer = same_origin(idle_hr, NEW, TYPED)
    assert answer["Location"].startswith("/accounts/login/?next=")
    assert "What you typed is kept" in idle_hr.get(answer["Location"]).text
    sign_in_again(idle_hr, hr)
    page = idle_hr.get(NEW)
    tree = html.fromstring(page.text)
    assert page.status_code == 200
    assert tree.get_element_by_id("id_business_title").get("value") == TYPED["business_title"]
    assert tree.get_element_by_id("id_what_you_will_do").text_content().strip() == TYPED["what_you_will_do"].replace(
        "\r\n", "\n"
    )
    assert tree.get_element_by_id("id_skills-7-name").get("value") == "Hydraulics"
    assert "It is not saved yet" in page.text
    assert not Posting.objects.exists()
    assert "must not be kept" not in page.text


def test_an_edit_comes_back_with_the_version_it_began_with(hr: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create(draft=True)
    browser, url = sign_in(hr), f"/jobs/manage/{posting.pk}/edit/"
    browser.get(url)
    leave_idle(browser)
    same_origin(browser, url, {"business_title": "Changed", "version": str(posting.version)})
    Posting.objects.filter(pk=posting.pk).update(version=posting.version + 1)
    sign_in_again(browser, hr)
    tree = html.fromstring(browser.get(url).text)
    assert tree.get_element_by_id("id_business_title").get("value") == "Changed"
    assert tree.cssselect("input[name=version]")[0].get("value") == str(posting.version)


def test_any_other_form_is_refilled_on_its_page_too(hr: User, sign_in: SignIn) -> None:
    browser, url = sign_in(hr), "/account/"
    form = next(each for each in html.fromstring(browser.get(url).text).forms if "name" in each.fields)
    zone = form.inputs["time_zone"]
    leave_idle(browser)
    changed = {**dict(form.fields), "name": "Ada <b>&</b> Bea", "time_zone": zone.value_options[-1]}
    same_origin(browser, form.action or url, changed, page=url)
    sign_in_again(browser, hr)
    answer = browser.get(url)
    filled = next(each for each in html.fromstring(answer.text).forms if "name" in each.fields)
    assert filled.fields["name"] == "Ada <b>&</b> Bea"
    assert filled.fields["time_zone"] == zone.value_options[-1]
    assert answer.text.startswith("<!doctype html>")
    assert "It is not saved yet" in answer.text
    assert "You typed something here that was never sent" not in answer.text
    hr.refresh_from_db()
    assert hr.name != "Ada <b>&</b> Bea"


def test_another_person_at_the_same_computer_sees_nothing(idle_hr: Client, publisher: User, hr: User) -> None:
    same_origin(idle_hr, NEW, TYPED)
    sign_in_again(idle_hr, publisher)
    assert "Keeper of the bridges" not in idle_hr.get(NEW).text
    assert "Keeper of the bridges" not in idle_hr.get("/accounts/kept/").text
    other_browser = Client()
    sign_in_again(other_browser, hr)
    assert "Keeper of the bridges" not in other_browser.get(NEW).text


def test_the_table_alone_tells_nobody_what_was_typed(idle_hr: Client) -> None:
    same_origin(idle_hr, NEW, TYPED)
    row = KeptForm.objects.get()
    assert "Keeper" not in str(vars(row))
    assert idle_hr.cookies[kept.BROWSER].value not in str(vars(row))
    cookie = idle_hr.cookies[kept.BROWSER]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_once_sent_it_is_forgotten(idle_hr: Client, hr: User) -> None:
    same_origin(idle_hr, "/why/manage/new/", {"title": "Bridges"})
    sign_in_again(idle_hr, hr)
    values = {"kind": "part", "slug": "bridges", "title": "Bridges", "byline": "", "order": "1"}
    values |= {"summary": "Many.", "body": "Many."}
    assert "You typed something here that was never sent" in idle_hr.get("/jobs/manage/").text
    answer = same_origin(idle_hr, "/why/manage/new/", values)
    assert answer.status_code == 302, answer.text
    assert not KeptForm.objects.exists()


def test_it_can_be_read_copied_and_thrown_away(idle_hr: Client, hr: User) -> None:
    same_origin(idle_hr, NEW, TYPED)
    sign_in_again(idle_hr, hr)
    page = idle_hr.get("/accounts/kept/")
    assert "Keeper of the bridges" in page.text
    assert "&lt;b&gt;them&lt;/b&gt;" in page.text
    idle_hr.post(f"/accounts/kept/{KeptForm.objects.get().pk}/forget/")
    assert not KeptForm.objects.exists()


def test_it_is_forgotten_after_some_hours(idle_hr: Client, hr: User) -> None:
    same_origin(idle_hr, NEW, TYPED)
    sign_in_again(idle_hr, hr)
    KeptForm.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
    assert "Keeper of the bridges" not in idle_hr.get(NEW).text
    forget_kept_forms()
    assert not KeptForm.objects.exists()


def test_files_are_left_out_and_that_is_said(idle_hr: Client, hr: User) -> None:
    same_origin(idle_hr, NEW, {**TYPED, "file": SimpleUploadedFile("a.csv", b"a")})
    sign_in_again(idle_hr, hr)
    assert "Choose your files again" in idle_hr.get(NEW).text


def test_a_button_leads_back_to_its_page_and_not_to_its_own_address(hr: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create(draft=True)
    browser = sign_in(hr)
    browser.get("/jobs/manage/")
    leave_idle(browser)
    page = f"/jobs/manage/{posting.pk}/preview/"
    answer = same_origin(browser, f"/jobs/manage/{posting.pk}/publish/", {}, page=page)
    assert answer["Location"].endswith(f"next=/jobs/manage/{posting.pk}/preview/")
    assert "nothing was done" in browser.get(answer["Location"]).text
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_nobody_else_puts_words_into_a_form(idle_hr: Client, hr: User, site: str) -> None:
    same_origin(idle_hr, NEW, TYPED, site=site)
    assert not KeptForm.objects.exists()


def test_signing_in_forms_are_never_kept(idle_hr: Client) -> None:
    same_origin(idle_hr, "/accounts/password/change/", {"oldpassword": "secret one", "note": "x"})
    assert not KeptForm.objects.exists()


def test_a_stranger_has_nothing_kept(client: Client) -> None:
    same_origin(client, NEW, TYPED)
    assert not KeptForm.objects.exists()


def test_a_page_of_before_another_sign_in_loses_nothing(hr: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    come_in(browser, hr)
    page = browser.get(NEW)
    old = html.fromstring(page.text).cssselect("input[name=csrfmiddlewaretoken]")[0].get("value")
    del browser.cookies["csrf"]  # signed in again in another tab: the token is another one
    browser.get("/jobs/manage/")
    answer = same_origin(browser, NEW, {**TYPED, "csrfmiddlewaretoken": old})
    assert (answer.status_code, answer["Location"]) == (302, NEW)
    assert "Keeper of the bridges" in browser.get(NEW).text
    assert not Posting.objects.exists()
    refused = same_origin(browser, NEW, {**TYPED, "csrfmiddlewaretoken": old}, site="cross-site")
    assert refused.status_code == 403


def test_a_fragment_leads_the_whole_page_to_the_sign_in(idle_hr: Client) -> None:
    headers = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin", "Referer": f"http://testserver{NEW}"}
    answer = idle_hr.post(NEW, TYPED, headers=headers)
    assert answer["HX-Redirect"].startswith("/accounts/login/?next=")


def test_a_page_without_the_cookie_asks_nothing_of_the_database(
    hr: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    browser = sign_in(hr)
    browser.get("/accounts/session/")
    with django_assert_max_num_queries(2):  # the session and its person
        browser.get("/accounts/session/")
