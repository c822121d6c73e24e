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
_HIDDEN_START = re.compile(r"<(script|style)\b|<!--", re.IGNORECASE)
_HIDDEN_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
_HIDDEN_END["!--"] = re.compile("-->")
_ITEM_TAG = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"</?(?:br|div|dd|dl|dt|li|tr)\b[^<>]*>", re.IGNORECASE)
_PARAGRAPH_TAG = re.compile(
    r"</?(?:address|article|blockquote|h[1-6]|hr|ol|p|pre|section|table|ul)\b[^<>]*>", re.IGNORECASE
)
_OTHER_TAG = re.compile(rf"</?(?:{_KNOWN_TAG})\b[^<>]*>", re.IGNORECASE)
_SCRIPT_CALL = re.compile(r"javascript:\s*[\w.]+\([^)]{0,99}\)\s*;?", re.IGNORECASE)

# Marks of an item while the text is worked on; no text has them, since control characters are taken out first.
_ITEM = "\n\x01 "
_NUMBER = "\x02"

_BULLET = "•·▪▫●○◦■□‣⁃∙➢➤►\uf0b7\uf0a7\uf0d8"
_INLINE_BULLET = re.compile(rf"[{_BULLET}]+")
# The next four begin with a plain character, which lets `re` leap from one to the next; what stands before a match is
# looked at in a function. Written as look-behinds they cost four times as much, and a feed has megabytes of this.
_TABBED_BULLET = re.compile(r"[o¿-]\t")  # what Word's bullets became
_DASHED_ITEM = re.compile(r"[-–*]([ \t]+)(?=\S)")
_NUMBERED_ITEM = re.compile(r"(\d{1,2})[.)](?:\t[ \t]*| +)(?=[A-Z“\"(])")
_DOUBLE_SPACE = re.compile(r"  +")
# A lost character: after a sentence, alone, or between parts of a word. `¿Habla español?` is left alone.
_LOST_MARK = re.compile(r"(?<=[\w.,;:!?)\]])¿(?=\s|$)|(?<!\S)¿+(?=\s|$)|^¿{2,}|(?<=\s)¿{2,}")
_LOST_HYPHEN = re.compile(r"(?<=\w)¬ ?(?=\w)")
_RULE = re.compile(r"[_=~-]{4,}|(?<!\S)\*{4,}(?!\S)")
# Asterisks that shout. A single one may be a footnote's.
_STARS = re.compile(r"(?<!\S)\*{2,}[ ]?|\*{2,}")
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
    text = _TABBED_BULLET.sub(_tabbed, _INLINE_BULLET.sub(_ITEM, text))
    if "¿" in text or "¬" in text:
        text = _LOST_MARK.sub("", _LOST_HYPHEN.sub("-", text))
    if any(rule in text for rule in ("____", "----", "====", "~~~~", "****")):
        text = _RULE.sub("\n\n", text)
    if "**" in text:
        text = _STARS.sub("", text)
    text = _NUMBERED_ITEM.sub(_numbered, _DASHED_ITEM.sub(_dashed, text)).replace(f"(\n{_NUMBER}", f"\n{_NUMBER}")
    if not had_lines:
        text = _DOUBLE_SPACE.sub(_broken, text)
    return _joined(text.replace("\t", " ").split("\n"))


def _tabbed(found: re.Match[str]) -> str:
    """A lone letter before a tab was a bullet."""
    before = found.string[found.start() - 1 : found.start()]
    return _ITEM if not before.strip() else found[0]


def _dashed(found: re.Match[str]) -> str:
    """A dash starts an item at the start of a line; inside one after a full stop or two spaces, before a capital."""
    text, start = found.string, found.start()
    before = text[max(text.rfind("\n", 0, start), 0) : start]
    if not before.strip():
        return _ITEM
    inside = before.endswith(("  ", ". ", "; ", ": ")) and len(found[1]) <= 4 and "\t" not in found[1]
    return _ITEM if inside and "A" <= text[found.end()] <= "Z" else found[0]


def _numbered(found: re.Match[str]) -> str:
    """A number starts an item at the start of a line, after a sentence, an "or" or two spaces; before a tab always."""
    before = found.string[max(found.start() - 6, 0) : found.start()].removesuffix("(")
    starts = (
        not before
        or before.endswith(("\n", "; or ", "  "))
        or (before[-1].isspace() and (before[-2:-1] in set(".;:) \t\n") or "\t" in found[0]))
    )
    return f"\n{_NUMBER}{found[1]}. " if starts else found[0]


def _broken(found: re.Match[str]) -> str:
    """Two spaces after the end of a sentence, a heading or an item, or more than two anywhere, were a line break."""
    before = found.string[found.start() - 1 : found.start()]
    return "\n\n" if before and (before in ".!?:;)]”\"'*" or len(found[0]) > 2) else found[0]


def _without_markup(text: str) -> str:
    """Plain text with line breaks where tags made them. An entity written twice (`&amp;nbsp;`) is read twice."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for _round in range(2):
        if "<" in text:
            text = _shown(text)
            text = _BREAK_TAG.sub("\n", _PARAGRAPH_TAG.sub("\n\n", _ITEM_TAG.sub("\n• ", text)))
            text = _OTHER_TAG.sub("", text)
        if "&" in text:
            text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if ":" in text:
        text = _SCRIPT_CALL.sub("", text)
    if not text.isascii():
        text = _WIDE_SPACE.sub(" ", text)
    return _INVISIBLE.sub("", text).strip()


def _shown(text: str) -> str:
    """Text without scripts, style sheets and comments. What never ends is no such part and stays."""
    parts: list[str] = []
    endless: set[str] = set()
    done = 0
    for start in _HIDDEN_START.finditer(text):
        kind = (start[1] or "!--").lower()
        if start.start() < done or kind in endless:
            continue
        end = _HIDDEN_END[kind].search(text, start.end())
        if end is None:
            endless.add(kind)
            continue
        parts.append(text[done : start.start()])
        done = end.end()
    return " ".join([*parts, text[done:]])


def _joined(lines: list[str]) -> str:
    """Lines into markdown: items of a list stand together, everything else is a paragraph of its own."""
    blocks: list[str] = []
    previous = ""
    for line in lines:
        kind, words = line[:1], " ".join(line.strip("\x01\x02 ").split())
        if not words:
            continue
        if kind == _ITEM[1]:
            entry = f"- {_escaped(words)}"
        elif kind == _NUMBER:
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
