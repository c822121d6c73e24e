"""Flattened text, editor's leftovers and shouting names come out as people would have written them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from chitech.core.imports.names import nice_case
from chitech.core.imports.rows import split_items
from chitech.core.imports.text import to_line, to_markdown


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("One line.", "One line."),
        ("First.  Second.", "First.\n\nSecond."),
        ("Duties:  •\tKeep it. • Mend it.", "Duties:\n\n- Keep it.\n- Mend it."),
        ("Skills · SQL · Python", "Skills\n\n- SQL\n- Python"),
        ("Duties: - Keep it; - Mend it", "Duties:\n\n- Keep it;\n- Mend it"),
        ("o\tReport well o\tWrite clearly", "- Report well\n- Write clearly"),
        ("- first\n- second\nend", "- first\n- second\n\nend"),
        ("1.\tOne year; or 2.\tTwo years", "1. One year; or\n2. Two years"),
        ("(1) A degree; or (2) Practice", "1. A degree; or\n2. Practice"),
        ("Since 1865. The city grew.", "Since 1865. The city grew."),
        ("1986. A year.", "1986\\. A year."),
        (
            "<p>Hello&nbsp;<b>you</b></p><ul><li>one</li><li>two &amp; three</li></ul>",
            "Hello you\n\n- one\n- two & three",
        ),
        ("a<br>b<br/>c", "a\n\nb\n\nc"),
        ("<script>alert(1)</script>Text<!-- gone --><style>p{}</style>", "Text"),
        ("pay < 50 and > 30", "pay < 50 and > 30"),
        ("Not required.javascript:doCloseModal(1);", "Not required."),
        ("***ONLY CITY STAFF.***", "ONLY CITY STAFF."),
        ("A\n_____________\nB", "A\n\nB"),
        ("5*4 and 3*2", "5\\*4 and 3\\*2"),
        ("# no heading", "\\# no heading"),
        ("see [this](javascript:alert(1)", "see \\[this\\]("),
        ("a_b __c__", "a_b \\_\\_c\\_\\_"),
        ("succeed.¿  Next ¿\tItem", "succeed.\n\nNext\n\n- Item"),
        ("¿Habla español? Bueno.", "¿Habla español? Bueno."),
        ("round-the¬ clock", "round-the-clock"),
        ("zero\u200bwidth\u00a0space\x07", "zerowidth space"),
        ("", ""),
        ("   \n\t ", ""),
        ("&amp;lt;b&amp;gt; stays", "\\<b> stays"),
    ],
)
def test_markdown(raw: str, clean: str) -> None:
    assert to_markdown(raw) == clean


def test_html_that_was_text_never_becomes_html_again() -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).render(
        to_markdown("&lt;img src=x onerror=alert(1)&gt; `x` *y*")
    )
    assert "<img" not in rendered
    assert "<em>" not in rendered


@given(st.text(max_size=200))
def test_any_text_keeps_its_letters(text: str) -> None:
    """Whatever comes in, its letters come out, in order. (A lone `o` may be a bullet, and digits number a list.)"""
    if any(markup in text.lower() for markup in ("<", "&", "javascript")):
        return
    assert [c for c in to_markdown(text) if c.isalpha() and c != "o"] == [c for c in text if c.isalpha() and c != "o"]


@pytest.mark.parametrize(
    "piece", ["<script>", "<br ", "javascript:a(", "&amp;", "<!--", "* ", "1. A ", "__", "  ", "¿ "]
)
def test_hostile_repetition_takes_no_long(piece: str) -> None:
    started = time.process_time()
    to_markdown(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 10  # a quadratic step takes minutes


def test_a_line_has_no_breaks_and_no_tags() -> None:
    assert to_line(" <b>Main</b>\n St.\t&amp; 5th\u00a0Ave ") == "Main St. & 5th Ave"


@pytest.mark.parametrize(
    ("shouted", "said"),
    [
        ("DEPT OF PARKS & RECREATION", "Department of Parks and Recreation"),
        ("OFFICE OF THE COMPTROLLER", "Office of the Comptroller"),
        ("ADMIN FOR CHILDREN'S SVCS", "Administration for Children's Services"),
        ("NYC HOUSING AUTHORITY", "NYC Housing Authority"),
        ("ASSOCIATE INVESTIGATOR II (PART-TIME)", "Associate Investigator II (Part-Time)"),
        ("CERTIFIED IT ADMINISTRATOR (LAN)", "Certified IT Administrator (LAN)"),
        ("Deputy IT Director", "Deputy IT Director"),
        ("DBA", "DBA"),
        ("  two   spaces ", "two spaces"),
    ],
)
def test_names_in_capitals(shouted: str, said: str) -> None:
    assert nice_case(shouted) == said


def test_a_mapping_adds_abbreviations() -> None:
    assert nice_case("BUREAU OF SEWERS MAINT", {"MAINT": "Maintenance"}) == "Bureau of Sewers Maintenance"


KNOWN = ["Health", "Mental Health", "Legal", "Legal Affairs", "Policy, Research & Analysis", "Green Jobs"]


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("Health", ["Health"]),
        ("Mental Health Health", ["Mental Health", "Health"]),
        (
            "Green Jobs Policy, Research & Analysis Legal Affairs",
            ["Green Jobs", "Policy, Research & Analysis", "Legal Affairs"],
        ),
        ("Legal Policy, Research & Analysis", ["Legal", "Policy, Research & Analysis"]),
        ("Legal Affairs, Health; Health", ["Legal Affairs", "Health"]),
        ("Healthy Living", ["Healthy Living"]),
        ("Health Care", ["Health Care"]),
        ("One; Two|Three", ["One", "Two", "Three"]),
        ("", []),
        ("Health " * 400, ["Health " * 399 + "Health"]),
    ],
)
def test_items_run_together_are_split_only_where_they_are_known(cell: str, items: list[str]) -> None:
    assert split_items(cell.strip(), KNOWN) == items
