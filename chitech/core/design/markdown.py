"""Words that people wrote in Markdown, as HTML that is safe to show."""

from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def _demote(tokens: list[Token]) -> list[Token]:
    """The page has its h1 and each section its h2; a heading that a writer makes begins below those."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    return tokens


# A page says the same text to people and to search engines, and many openings share their benefits.
@lru_cache(maxsize=512)
def render(text: str) -> SafeString:
    """HTML of Markdown. Raw HTML shows as the letters it is made of; what is left goes through a sanitizer as well."""
    env: dict[str, Any] = {}
    html = _parser.renderer.render(_demote(_parser.parse(text or "", env)), _parser.options, env)
    return mark_safe(  # noqa: S308 - it has just been cleaned
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href", "title"}, "ol": {"start"}},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener nofollow",
        )
    )
