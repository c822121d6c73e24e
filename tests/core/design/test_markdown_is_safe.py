"""What people write in Markdown never becomes someone else's markup or script."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from chitech.core.design.markdown import render


def test_raw_html_shows_as_letters() -> None:
    made = render("Hello <script>alert(1)</script> <b onclick=x>you</b>")
    assert "<script" not in made
    assert "<b" not in made
    assert "&lt;script&gt;" in made


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "java&#10;script:x"]
)
def test_a_link_that_would_run_something_is_no_link(address: str) -> None:
    tree = html.fromstring(f"<div>{render(f'[a]({address})')}</div>")
    hrefs = [link.get("href") or "" for link in tree.cssselect("a")]
    assert not [href for href in hrefs if re.match(r"[a-z][a-z0-9+.-]*:", href.strip(), re.IGNORECASE)]


def test_a_link_goes_out_without_our_name() -> None:
    (link,) = html.fromstring(f"<div>{render('[site](https://example.org/a)')}</div>").cssselect("a")
    assert link.get("href") == "https://example.org/a"
    assert set(link.get("rel").split()) == {"noopener", "nofollow"}


def test_an_image_is_not_loaded_from_elsewhere() -> None:
    assert "<img" not in render("![x](https://example.org/x.png)")


def test_headings_stay_below_those_of_the_page() -> None:
    made = render("# One\n\n## Two\n\n##### Five")
    assert "<h3>One</h3>" in made
    assert "<h4>Two</h4>" in made
    assert "<h6>Five</h6>" in made


def test_lists_and_tables_come_out() -> None:
    made = render("- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n")
    assert made.count("<li>") == 2
    assert "<td>1</td>" in made


def test_nothing_is_nothing() -> None:
    assert render("") == ""


@given(st.text(alphabet="<>/\"'=&;:()[]!`*_#\n abjscriptonerr", max_size=80))
def test_no_text_makes_a_tag_or_attribute_that_we_did_not_mean(text: str) -> None:
    tree = html.fromstring(f"<div>{render(text)}</div>")
    for element in tree.iter():
        assert element.tag not in {"script", "style", "iframe", "img", "form", "input", "svg"}
        assert not [name for name in element.attrib if name.startswith("on") or name in {"style", "src"}]
