"""Showing where a text matches a search, without trusting the text.

Postgres marks matches with two control characters that no document holds; only after everything has been escaped do
they become `<mark>`.
"""

import re

from django.contrib.postgres.search import SearchHeadline
from django.db.models.expressions import Combinable
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from chitech.core.search.query import CONFIG, TextQuery

START, STOP = "\x02", "\x03"
# What markdown writes before and around words; a snippet is one plain line.
_ITEM = re.compile(r"\s*(?:[-*+>]|#{1,6}|\d+[.)])\s+")
_MARKDOWN = re.compile(rf"(?m)^{_ITEM.pattern}|[*_`]{{1,3}}|\\$")


def marked_whole(expression: Combinable, query: TextQuery) -> SearchHeadline:
    """A short text (a name) with its matches marked."""
    return SearchHeadline(expression, query, config=CONFIG, start_sel=START, stop_sel=STOP, highlight_all=True)


def marked_snippet(expression: Combinable, query: TextQuery) -> SearchHeadline:
    """The part of a long text around its first matches, in about 25 words."""
    return SearchHeadline(
        expression, query, config=CONFIG, start_sel=START, stop_sel=STOP, max_words=28, min_words=16, max_fragments=1
    )


def has_match(text: str) -> bool:
    return START in text


def plain_line(text: str, *, lines_are_items: bool = False) -> str:
    """A snippet of markdown as one line of words. A dot stands between items of a list and paragraphs that end without
    one of their own. `lines_are_items`: the text has no marks for its items, each line is one.
    """
    parts: list[str] = []
    is_new = lines_are_items
    for line in text.splitlines():
        words = " ".join(_MARKDOWN.sub("", line).split())
        is_new = is_new or _ITEM.match(line) is not None or not words
        if not words:
            continue
        if parts and is_new and parts[-1][-1] not in ".:;!?,":
            parts.append("·")
        parts.append(words)
        is_new = lines_are_items
    return " ".join(parts)


def to_html(text: str) -> SafeString:
    """Escape everything, then turn the marks into `<mark>`."""
    # Safe: `escape` has run over all of it, and what is put back is ours.
    return mark_safe(escape(text).replace(START, "<mark>").replace(STOP, "</mark>"))  # noqa: S308
