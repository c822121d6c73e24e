"""Matches are marked in text that may hold anything; only our own marks become markup."""

import pytest
from django.test import Client

from chitech.core.search.marks import START, STOP, plain_line, to_html
from tests.factories import PostingFactory


def test_everything_but_the_marks_is_escaped() -> None:
    marked = to_html(f"<img src=x onerror=alert(1)> {START}net & work{STOP} <mark>")
    assert marked == "&lt;img src=x onerror=alert(1)&gt; <mark>net &amp; work</mark> &lt;mark&gt;"


def test_markdown_becomes_one_plain_line() -> None:
    assert plain_line("- Mend **nets**\n- Write `code`\n1. Rest") == "Mend nets · Write code · Rest"


def test_a_dot_stands_where_an_item_ends_without_one_of_its_own() -> None:
    marked = f"Each day:\n\n- Keep pages small\n- Mend {START}nets{STOP}\n- Rest.\n- Sing\n\nAnd more\nof it"
    assert plain_line(marked) == f"Each day: Keep pages small · Mend {START}nets{STOP} · Rest. Sing · And more of it"
    assert plain_line("Find what is slow\nSay why.\nMend it") == "Find what is slow Say why. Mend it"
    assert plain_line("Find what is slow\nSay why.\nMend it", lines_are_items=True) == (
        "Find what is slow · Say why. Mend it"
    )


@pytest.mark.django_db
def test_a_name_that_matches_cannot_bring_markup(client: Client) -> None:
    PostingFactory.create(business_title='Network & <"cable"> engineer')
    page = client.get("/jobs/?q=network").text
    assert "<mark>Network</mark> &amp; &lt;" in page
