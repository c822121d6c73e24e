"""Text of other systems into clean lines and clean markdown.

Job systems flatten what people wrote: line breaks become two spaces, bullets stay as characters in the middle of a
line, tags and entities of an editor are left behind. This undoes what can be undone without guessing at words.
"""

import html
import re

_KNOWN_TAG = (
    r"a|abbr|address|article|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|font|h[1-6]|head|hr|html|i|img|input|"
    r"label|li|link|meta|o:p|ol|p|pre|s|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|"
    r"title|tr|tt|u|ul"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_HIDDEN_PARTS = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_ITEM_TAG = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"</?(?:br|div|dd|dl|dt|li|tr)\b[^>]*>", re.IGNORECASE)
_PARAGRAPH_TAG = re.compile(
    r"</?(?:address|article|blockquote|h[1-6]|hr|ol|p|pre|section|table|ul)\b[^>]*>", re.IGNORECASE
)
_OTHER_TAG = re.compile(rf"</?(?:{_KNOWN_TAG})\b[^<>]*>", re.IGNORECASE)
_SCRIPT_CALL = re.compile(r"javascript:\s*[\w.]+\([^)]*\)\s*;?", re.IGNORECASE)

_BULLET = "•·▪▫●○◦■□‣⁃∙➢➤►\uf0b7\uf0a7\uf0d8"
_INLINE_BULLET = re.compile(rf"[{_BULLET}]+")
# What Word's bullets became: a lone `o`, `¿` or `-` before a tab.
_TABBED_BULLET = re.compile(r"(?<!\S)[o¿-]\t")
_DASHED_ITEM = re.compile(r"(?:^|\n)[ \t]*[-–*][ \t]+(?=\S)|(?:  |[.;:] )[-–*][ ]{1,4}(?=[A-Z])")
# Where an item can start; a number before a tab is one anywhere.
_NUMBERED_ITEM = re.compile(
    r"(?:(?<=\n)|^|(?<=\s\s)|(?<=[.;:)]\s)|(?<=; or )|(?<=\s)(?=\(?\d{1,2}[.)]\t))"
    r"\(?(\d{1,2})[.)](?:\t[ \t]*|[ ]+)(?=[A-Z“\"(])"
)
# A lost character: after a sentence, alone, or between parts of a word. `¿Habla español?` is left alone.
_LOST_MARK = re.compile(r"(?<=[\w.,;:!?)\]])¿(?=\s|$)|(?<!\S)¿+(?=\s|$)|^¿{2,}|(?<=\s)¿{2,}")
_LOST_HYPHEN = re.compile(r"(?<=\w)¬ ?(?=\w)")
_RULE = re.compile(r"[_=~-]{4,}|(?<!\S)\*{4,}(?!\S)")
# Asterisks that shout. A single one may be a footnote's.
_STARS = re.compile(r"(?<!\S)\*{2,}[ ]?|\*{2,}")
# Where flattening put two spaces or more for a line break: after the end of a sentence, a heading or an item.
_FLATTENED_BREAK = re.compile(r"(?<=[.!?:;)\]”\"'*])[ ]{2,}(?=\S)|[ ]{3,}(?=\S)")
# What markdown would read as markup; inside a word an underscore is only itself.
_MARKUP = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_EDGE_UNDERSCORES = re.compile(r"(?<!\w)_+|_+(?!\w)")
_LINE_MARKUP = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$)))?([.)#>+=~|-])")
# Everything that has no shape on paper, except the tab and the line break.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2060\ufeff\ufffd]")
_WIDE_SPACE = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def to_line(text: str) -> str:
    """One clean line: no tags, no entities, no control characters, single spaces."""
    return " ".join(_without_markup(text).split())


def to_markdown(text: str) -> str:
    """Clean markdown: paragraphs and lists, with every character that markdown would read as markup escaped."""
    text = _without_markup(text)
    had_lines = "\n" in text.strip()
    text = _TABBED_BULLET.sub("\n\x01 ", _INLINE_BULLET.sub("\n\x01 ", text))
    if "¿" in text or "¬" in text:
        text = _LOST_MARK.sub("", _LOST_HYPHEN.sub("-", text))
    text = _STARS.sub("", _RULE.sub("\n\n", text))
    text = _DASHED_ITEM.sub(lambda found: found[0].partition(" ")[0].rstrip("\n*–-") + "\n\x01 ", text)
    text = _NUMBERED_ITEM.sub(lambda found: f"\n\x02{found[1]}. ", text)
    if not had_lines:
        text = _FLATTENED_BREAK.sub("\n\n", text)
    return _joined(text.replace("\t", " ").split("\n"))


def _without_markup(text: str) -> str:
    """Plain text with line breaks where tags made them. An entity written twice (`&amp;nbsp;`) is read twice."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for _round in range(2):
        if "<" in text:
            text = _HIDDEN_PARTS.sub(" ", text)
            text = _BREAK_TAG.sub("\n", _PARAGRAPH_TAG.sub("\n\n", _ITEM_TAG.sub("\n• ", text)))
            text = _OTHER_TAG.sub("", text)
        if "&" in text:
            text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if ":" in text:
        text = _SCRIPT_CALL.sub("", text)
    if not text.isascii():
        text = _WIDE_SPACE.sub(" ", text)
    return _INVISIBLE.sub("", text).strip()


def _joined(lines: list[str]) -> str:
    """Lines into markdown: items of a list stand together, everything else is a paragraph of its own."""
    blocks: list[str] = []
    previous = ""
    for line in lines:
        kind, words = line[:1], " ".join(line.strip("\x01\x02 ").split())
        if not words:
            continue
        if kind == "\x01":
            entry = f"- {_escaped(words)}"
        elif kind == "\x02":
            number, _dot, rest = words.partition(". ")
            entry = f"{number}. {_escaped(rest)}"
        else:
            kind, entry = "p", _escaped(words, starts_line=True)
        together = kind != "p" and kind == previous
        blocks.append(("\n" if together else "\n\n" if blocks else "") + entry)
        previous = kind
    return "".join(blocks)


def _escaped(words: str, *, starts_line: bool = False) -> str:
    """Words that read the same after markdown has been rendered."""
    words = _MARKUP.sub(r"\\\g<0>", words)
    if "_" in words:
        words = _EDGE_UNDERSCORES.sub(lambda found: "\\_" * len(found[0]), words)
    if starts_line:
        words = _LINE_MARKUP.sub(lambda found: f"{found[1] or ''}\\{found[2]}", words)
    return words
