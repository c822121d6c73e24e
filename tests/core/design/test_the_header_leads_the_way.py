"""The header: where one can go, where one is, who one is."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from chitech.core.accounts.models import User
from chitech.core.design.nav import ITEMS
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

HRS_TOOLS = [
    "/jobs/manage/",
    "/jobs/manage/imports/",
    "/training/budgets/",
    "/pathways/manage/",
    "/pathways/manage/register/",
    "/pathways/frameworks/",
    "/pathways/people/",
    "/pathways/manage/skills/asked/",
    "/pathways/manage/crosswalk/",
    "/why/manage/",
    "/people/staff/",
]


def header(client: Client, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).text).cssselect(".site-header")[0]


def nav(client: Client, address: str) -> dict[str, str | None]:
    return {
        link.get("href"): link.get("aria-current")
        for link in header(client, address).cssselect(".site-nav a:not(#inbox-link)")
    }


def test_every_item_has_an_address() -> None:
    for item in ITEMS:
        assert reverse(item.url_name)


def test_a_stranger_sees_what_is_public(client: Client) -> None:
    assert list(nav(client, "/")) == ["/jobs/", "/pathways/", "/training/", "/why/"]


def test_hr_sees_its_own_pages_too(sign_in: SignIn, hr: User, seeker: User) -> None:
    assert list(nav(sign_in(hr), "/")) == ["/jobs/", "/pathways/", "/training/", "/why/", *HRS_TOOLS]
    assert list(nav(sign_in(seeker), "/")) == ["/jobs/", "/pathways/", "/training/", "/why/"]


def test_the_current_page_and_section_are_said(sign_in: SignIn, hr: User) -> None:
    browser = sign_in(hr)
    nowhere = dict.fromkeys(["/jobs/", "/pathways/", "/training/", "/why/", *HRS_TOOLS])
    assert nav(browser, "/jobs/") == {**nowhere, "/jobs/": "page"}
    assert nav(browser, "/jobs/manage/") == {**nowhere, "/jobs/manage/": "page"}
    assert nav(browser, "/jobs/manage/new/") == {**nowhere, "/jobs/manage/": "true"}
    assert nav(browser, "/jobs/manage/imports/new/") == {**nowhere, "/jobs/manage/imports/": "true"}
    assert nav(browser, "/") == nowhere


def test_tools_stand_in_a_menu_of_their_own(sign_in: SignIn, hr: User, seeker: User) -> None:
    (menu,) = header(sign_in(hr), "/jobs/manage/").cssselect(".menu--tools")
    assert menu.cssselect("summary")[0].text_content().strip() == "Manage"
    assert [link.get("href") for link in menu.cssselect("a")] == HRS_TOOLS
    assert [link.get("href") for link in menu.cssselect("a[aria-current]")] == ["/jobs/manage/"]
    assert not header(sign_in(seeker), "/").cssselect(".menu--tools")


def test_signing_in_brings_one_back(client: Client) -> None:
    back = "?next=%2Fjobs%2F%3Fq%3Ddata%26work%3Dhybrid"
    links = header(client, "/jobs/?q=data&work=hybrid").cssselect(".site-account a")
    assert [link.get("href") for link in links] == [f"/accounts/login/{back}", f"/accounts/signup/{back}"]
    from_home = header(client, "/").cssselect(".site-account a")
    assert [link.get("href") for link in from_home] == ["/accounts/login/", "/accounts/signup/"]


def test_signing_out_is_a_button_that_posts(sign_in: SignIn, seeker: User) -> None:
    browser = sign_in(seeker)
    (form,) = header(browser, "/").cssselect("form")
    assert form.get("method") == "post"
    assert browser.post(form.get("action"), follow=True).status_code == 200
    assert header(browser, "/").cssselect('a[href="/accounts/login/"]')


def test_the_first_stop_of_the_keyboard_skips_the_header(client: Client) -> None:
    tree = html.fromstring(client.get("/").text)
    assert tree.cssselect("a, button, input")[0].get("href") == "#main"
    assert tree.get_element_by_id("main").get("tabindex") == "-1"


def test_the_menus_work_without_a_script(sign_in: SignIn, hr: User) -> None:
    tree = header(sign_in(hr), "/jobs/")
    assert tree.cssselect("details.menu > summary")
    assert not tree.cssselect("[onclick], input[type=checkbox]")
