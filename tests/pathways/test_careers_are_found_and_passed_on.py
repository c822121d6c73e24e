"""Search engines find the pages of careers at one address each, and a link to one has a card with its picture."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from lxml import etree

from pathways.models import Title
from tests.factories import RevisionFactory, TitleFactory
from tests.pages import parse

pytestmark = pytest.mark.django_db
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def title() -> Title:
    return TitleFactory.create(code="SWE-P3", revision__name="Software developer", revision__in_force_from="2026-02-01")


def head(client: Client, address: str) -> dict[str, str]:
    """What the head of a page says: its one address, whether it is indexed, its card."""
    page = parse(client.get(address))
    found = {each.get("property"): each.get("content") for each in page.cssselect("meta[property]")}
    found |= {each.get("name"): each.get("content") for each in page.cssselect("meta[name]")}
    (canonical,) = page.cssselect("link[rel=canonical]")
    return found | {"canonical": canonical.get("href").removeprefix(settings.SITE_URL)}


@pytest.mark.parametrize(
    ("address", "canonical", "is_indexed"),
    [
        ("/pathways/", "/pathways/", True),
        ("/pathways/?level=3&from=mail", "/pathways/?level=3", False),
        ("/pathways/titles/SWE-P3/", "/pathways/titles/SWE-P3/", True),
        ("/pathways/titles/SWE-P3/?on=2026-03-01", "/pathways/titles/SWE-P3/?on=2026-03-01", False),
        ("/pathways/titles/SWE-P3/history/", "/pathways/titles/SWE-P3/history/", True),
        ("/pathways/compare/", "/pathways/compare/", True),
        ("/pathways/compare/?b=DAT-P3&a=SWE-P3", "/pathways/compare/?a=SWE-P3&b=DAT-P3", False),
        ("/pathways/degrees/?utm=x", "/pathways/degrees/", True),
        ("/pathways/old-titles/?q=programmer", "/pathways/old-titles/?q=programmer", False),
    ],
)
def test_a_page_has_one_address(client: Client, title: Title, address: str, canonical: str, is_indexed: bool) -> None:
    TitleFactory.create(code="DAT-P3")
    said = head(client, address)
    assert said["canonical"] == said["og:url"].removeprefix(settings.SITE_URL) == canonical
    assert ("robots" not in said, bool(said["description"])) == (is_indexed, True)


def test_a_link_to_a_title_shows_its_name_pay_and_picture(client: Client, title: Title) -> None:
    said = head(client, "/pathways/titles/SWE-P3/")
    assert said["og:title"] == "Software developer"
    assert "$" in said["og:description"]
    picture = client.get(said["og:image"].removeprefix(settings.SITE_URL))
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    again = client.get("/pathways/titles/SWE-P3/card.png", headers={"If-None-Match": picture["ETag"]})
    assert again.status_code == 304
    assert client.get("/pathways/titles/SWE-P4/card.png").status_code == 404


def test_titles_in_use_are_in_the_sitemap_with_the_day_of_their_words(client: Client, title: Title) -> None:
    RevisionFactory.create(title=TitleFactory.create(code="DAT-P3", revision=None), draft=True)
    today = timezone.localdate()
    RevisionFactory.create(title=title, in_force_from=today - timedelta(days=3), number=2)

    def named() -> dict[str, str | None]:
        rows = etree.fromstring(client.get("/sitemap.xml").content)
        found = {row.findtext(f"{NS}loc").removeprefix(settings.SITE_URL): row.findtext(f"{NS}lastmod") for row in rows}
        return {path: changed for path, changed in found.items() if path.startswith("/pathways/")}

    pages = named()
    assert set(pages) == {"/pathways/", "/pathways/degrees/", "/pathways/old-titles/", "/pathways/titles/SWE-P3/"}
    changed = datetime.fromisoformat(pages["/pathways/titles/SWE-P3/"] or "")
    assert timezone.localtime(changed).date() == today - timedelta(days=3)
    assert all(client.get(path).status_code == 200 for path in pages)
    title.revisions.update(state="withdrawn", in_force=None, in_force_from=None)
    assert named() == {}
