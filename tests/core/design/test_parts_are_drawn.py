"""Tags and filters of the look, and the gallery that shows them."""

from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client
from django.utils.safestring import mark_safe
from lxml import html

FAMILY = SimpleNamespace(name="Cyber <security>", letter="C", color="red")


def drawn(source: str, **context: object) -> html.HtmlElement:
    return html.fromstring(f"<div>{Template('{% load design %}' + source).render(Context(context))}</div>")


@pytest.mark.parametrize(("level", "name"), [(1, "Awareness"), (2, "Working"), (3, "Practitioner"), (4, "Expert")])
def test_stars_stand_beside_the_name_of_their_level(level: int, name: str) -> None:
    tree = drawn("{% stars level %}", level=level)
    assert tree.text_content().strip() == name
    (drawing,) = tree.cssselect("svg")
    assert (drawing.get("width"), drawing.get("height")) == ("64", "16")  # small without a style sheet, too
    assert drawing.get("aria-hidden") == "true"
    assert tree.cssselect("use")[0].get("href").endswith(f"sprite.svg#stars-{level}")


def test_a_line_is_told_by_its_name_and_letter() -> None:
    tree = drawn("{% line_bullet family %}", family=FAMILY)
    (bullet,) = tree.cssselect(".line-bullet.line--red")
    assert (bullet.text, bullet.get("aria-hidden")) == ("C", "true")
    assert tree.cssselect(".usa-sr-only")[0].text == "Cyber <security>"


def test_a_name_that_is_markup_lends_nothing_to_one_of_the_same_letters() -> None:
    for name, tags in ((mark_safe("Web <b>one</b>"), 1), ("Web <b>one</b>", 0), (mark_safe("Web <b>one</b>"), 1)):
        tree = drawn("{% line_bullet family named=True %}", family=SimpleNamespace(name=name, letter="W", color="red"))
        assert len(tree.cssselect("b")) == tags


def test_a_name_in_sight_is_said_once() -> None:
    assert drawn("{% line_bullet family named=True %}", family=FAMILY).text_content() == "CCyber <security>"


def test_without_a_family_there_is_a_station_and_no_name() -> None:
    tree = drawn("{% line_bullet None %}")
    assert tree.cssselect(".line--none")
    assert tree.text_content().strip() == ""


def test_a_level_says_where_it_stands() -> None:
    tree = drawn("{% level_line level family %}", level=SimpleNamespace(number=3, name="Practitioner"), family=FAMILY)
    assert tree.text_content().strip() == "Level 3 of 7: Practitioner"


def test_an_icon_alone_has_a_label() -> None:
    assert drawn('{% icon "print" "Print" %}').text_content() == "Print"


def test_breadcrumbs_end_where_one_is() -> None:
    tree = drawn('{% breadcrumbs "Jobs" "/jobs/" name %}', name="Analyst & co")
    assert [link.get("href") for link in tree.cssselect("a")] == ["/jobs/"]
    assert tree.cssselect("[aria-current=page]")[0].text_content().strip() == "Analyst & co"


def pages(number: int, rows: int, query: str = "") -> html.HtmlElement:
    page = Paginator(range(rows), 20).page(number)
    return drawn("{% pagination page query %}", page=page, query=QueryDict(query))


def test_pages_keep_the_rest_of_the_address() -> None:
    tree = pages(2, 100, "q=a%26b&work=hybrid&work=remote&page=2")
    links = {" ".join(link.text_content().split()): link.get("href") for link in tree.cssselect("a")}
    assert links["Page 3"] == "?q=a%26b&work=hybrid&work=remote&page=3"
    assert links["Previous page"].endswith("&page=1")
    assert links["Next page"].endswith("&page=3")
    assert tree.cssselect("[aria-current=page]")[0].text_content() == "Page 2"


def test_the_first_page_has_no_previous_and_the_last_no_next() -> None:
    assert not pages(1, 40).cssselect("a[rel=prev]")
    assert not pages(2, 40).cssselect("a[rel=next]")


def test_one_page_needs_no_list_of_pages() -> None:
    assert not pages(1, 20).cssselect("nav")


def test_many_pages_are_shortened() -> None:
    tree = pages(50, 2000)
    assert len(tree.cssselect("ol li")) <= 9
    assert "Page 50 of 100" in tree.text_content()


@pytest.mark.django_db
def test_the_gallery_shows_every_part(client: Client) -> None:
    answer = client.get("/design/")
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    for part in (
        ".posting-card", ".posting-card__pay--unstated", ".facets", ".chip", ".search-box", ".results-head", ".sort",
        ".posting-detail", ".facts", ".apply-box", ".posting-links", ".manage-table", ".usa-alert--success",
        ".usa-alert--info", ".usa-alert--warning", ".usa-alert--error", ".usa-summary-box", ".usa-tag--new",
        ".error-summary", ".usa-form-group--error", ".pagination", ".empty-state", ".hero", ".line-tile",
        ".usa-breadcrumb", ".level-line", ".usa-button--danger", ".usa-button--outline", "button[disabled]",
    ):  # fmt: skip
        assert tree.cssselect(part), part
    assert tree.cssselect('meta[name=robots][content="noindex"]')
    ids = [element.get("id") for element in tree.cssselect("[id]")]
    assert len(ids) == len(set(ids))
    for link in tree.cssselect(".gallery__contents a"):
        tree.get_element_by_id(link.get("href").removeprefix("#"))
