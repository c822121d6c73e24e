"""Canonical addresses, what search engines may keep, and what a passed-on link shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import DepartmentFactory, FamilyFactory, LevelFactory, PostingFactory, TitleFactory
from tests.pages import parse

pytestmark = pytest.mark.django_db
# What the Open Graph protocol and X ask for, and what they need to draw a wide card.
SHARED = {
    "og:type", "og:site_name", "og:title", "og:description", "og:url",
    "og:image", "og:image:type", "og:image:width", "og:image:height", "og:image:alt",
}  # fmt: skip


def canonical(client: Client, address: str) -> str:
    (link,) = parse(client.get(address)).cssselect("head link[rel=canonical]")
    return str(link.get("href"))


def robots(client: Client, address: str) -> list[str]:
    return [tag.get("content") for tag in parse(client.get(address)).cssselect("meta[name=robots]")]


def shared(page: Any) -> dict[str, str]:
    return {tag.get("property"): tag.get("content") for tag in page.cssselect("meta[property]")}


@pytest.fixture
def filters() -> None:
    """Openings enough for two pages, so that every address below shows something."""
    family = FamilyFactory.create(slug="data", name="Data & analytics")
    FamilyFactory.create(slug="software")
    department = DepartmentFactory.create(slug="water", name="Water Management")
    level = LevelFactory.create(number=3, name="Practitioner")
    title = TitleFactory.create(family=family)
    for _number in range(21):
        PostingFactory.create(title=title, department=department, level=level, experience_months=0, work_mode="remote")


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", ""),
        ("?page=1", ""),
        ("?page=2", "?page=2"),
        ("?page=99", "?page=2"),
        ("?sort=pay", ""),
        ("?sort=pay&page=2", "?page=2"),
        ("?family=data", "?family=data"),
        ("?family=nope&colour=red&family=data&utm_source=mail", "?family=data"),
        ("?work=remote&family=software&family=data&sort=newest", "?family=data&family=software&work=remote"),
        ("?q=%20engineer%20&pay_min=$85,000", "?q=engineer&pay_min=85000"),
    ],
)
def test_a_list_has_one_address_for_each_meaning(client: Client, filters: None, asked: str, kept: str) -> None:
    address = f"{settings.SITE_URL}/jobs/{kept}"
    assert canonical(client, f"/jobs/{asked}") == address
    assert shared(parse(client.get(f"/jobs/{asked}")))["og:url"] == address


@pytest.mark.parametrize(
    "query",
    ["", "?page=2", "?sort=pay", "?family=data", "?department=water", "?level=3", "?work=remote", "?degree=none",
     "?experience=none", "?family=nope", "?family=data&page=2"],
)  # fmt: skip
def test_all_of_it_and_one_choice_may_be_found(client: Client, filters: None, query: str) -> None:
    assert robots(client, f"/jobs/{query}") == []


@pytest.mark.parametrize(
    "query",
    ["?family=data&family=software", "?family=data&work=remote", "?q=engineer", "?pay_min=50000", "?posted=7",
     "?family=data&experience=none", "?work=onsite"],
)  # fmt: skip
def test_a_mix_of_filters_or_an_empty_list_is_only_walked_through(client: Client, filters: None, query: str) -> None:
    assert robots(client, f"/jobs/{query}") == ["noindex, follow"]


def test_a_list_of_one_choice_has_a_title_of_its_own(client: Client, filters: None) -> None:
    titles = [
        parse(client.get(f"/jobs/{query}")).cssselect("title")[0].text.strip()
        for query in ("", "?page=2", "?family=data", "?department=water", "?q=engineer")
    ]
    assert titles == [
        "Openings in city tech · Chi Tech Talent",
        "Openings in city tech (page 2) · Chi Tech Talent",
        "Data & analytics: openings in city tech · Chi Tech Talent",
        "Water Management: openings in city tech · Chi Tech Talent",
        "“engineer”: openings in city tech · Chi Tech Talent",
    ]


def test_the_front_door_and_an_opening_name_themselves(client: Client) -> None:
    posting = PostingFactory.create(business_title="Network engineer")
    address = f"{settings.SITE_URL}/jobs/{posting.pk}-network-engineer/"
    assert canonical(client, "/?utm_source=mail") == f"{settings.SITE_URL}/"
    assert canonical(client, f"{posting.get_absolute_url()}?from=feed") == address


def test_whatever_the_host_the_address_is_the_sites_own(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["other.example"]
    answer = client.get("/jobs/", headers={"host": "other.example"})
    assert parse(answer).cssselect("link[rel=canonical]")[0].get("href") == f"{settings.SITE_URL}/jobs/"


@pytest.mark.parametrize("address", ["/", "/jobs/", "posting"])
def test_a_passed_on_link_shows_title_words_and_picture(client: Client, address: str) -> None:
    posting = PostingFactory.create(
        business_title="Engineer for “water” & <pipes>", closes_at=timezone.now() + timedelta(days=40)
    )
    page = parse(client.get(posting.get_absolute_url() if address == "posting" else address))
    said = shared(page)
    assert said.keys() >= SHARED
    assert all(said.values())
    assert (said["og:image:width"], said["og:image:height"], said["og:image:type"]) == ("1200", "630", "image/png")
    assert said["og:image"].startswith(f"{settings.SITE_URL}/jobs/")
    assert page.cssselect("meta[name='twitter:card']")[0].get("content") == "summary_large_image"
    assert page.cssselect("meta[name=description]")[0].get("content") == said["og:description"]
    picture = client.get(said["og:image"].removeprefix(settings.SITE_URL))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    if address == "posting":
        assert said["og:title"].startswith("Engineer for “water” & <pipes>, ")
        assert "$84,780 – $112,500 a year" in said["og:description"]
        # What is kept elsewhere is read on another day: dates in full, and no "in 5 days".
        assert "Apply by" in said["og:description"]
        assert "Closes in" not in said["og:description"]


def test_a_preview_and_a_closed_opening_are_not_kept(client: Client, hr: User, sign_in: SignIn) -> None:
    draft, ended = PostingFactory.create(draft=True), PostingFactory.create(ended=True)
    preview = parse(sign_in(hr).get(reverse("jobs:manage-preview", args=[draft.pk])))
    closed = parse(client.get(ended.get_absolute_url()))
    for page in (preview, closed):
        assert [tag.get("content") for tag in page.cssselect("meta[name=robots]")] == ["noindex"]
        assert not page.cssselect("link[rel=canonical]")
        assert not shared(page)


def test_an_opening_for_staff_lends_out_no_picture_of_itself(staff: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create(audience="staff")
    said = shared(parse(sign_in(staff).get(posting.get_absolute_url())))
    assert said["og:image"] == f"{settings.SITE_URL}/jobs/card.png"
