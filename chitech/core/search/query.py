"""What a person types in a search box, as a Postgres text query. Any text gives a valid query; none raises."""

import re
from dataclasses import dataclass, replace

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import Func, TextField, Value

CONFIG = "chitech_en"
MAX_LENGTH = 200

type TextQuery = SearchQuery | CombinedSearchQuery

# Where people run words together; the same signs that `chitech_search_text` takes apart in documents.
_BETWEEN = re.compile(r"[/\\<>|@:=]+|(?<=[^\W\d_])\.(?=[^\W\d_])")
_TERM = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))(?P<space>\s*)')


@dataclass(frozen=True)
class Term:
    """One thing that a person asks for: a word, a word being typed (prefix), or a phrase; wanted or unwanted."""

    text: str
    is_phrase: bool = False
    is_unwanted: bool = False
    is_prefix: bool = False


def clean(text: str) -> tuple[str, bool]:
    """The query without NUL, control and broken characters, cut at 200; and whether something was cut off."""
    plain = text.encode("utf-8", "ignore").decode("utf-8")
    plain = "".join(" " if (ord(c) < 32 or ord(c) == 127) else c for c in plain.replace("\x00", ""))
    plain = " ".join(plain.split())
    return plain[:MAX_LENGTH].rstrip(), len(plain) > MAX_LENGTH


def parse(text: str) -> list[Term]:
    """Split into terms. Quotes hold a phrase together, a leading minus excludes, the last plain word is a prefix.

    A quote that is never closed is read as if it were not there.
    """
    if text.count('"') % 2:
        head, _quote, tail = text.rpartition('"')
        text = f"{head} {tail}"
    terms: list[Term] = []
    for match in _TERM.finditer(text):
        phrase, word = match["phrase"], match["word"]
        terms += [
            Term(said.strip(), is_phrase=phrase is not None, is_unwanted=bool(match["minus"]))
            for said in ([phrase] if phrase is not None else _BETWEEN.split(word))
            if any(c.isalnum() for c in said)
        ]
    if terms and not terms[-1].is_phrase and not terms[-1].is_unwanted:
        terms[-1] = Term(terms[-1].text, is_prefix=True)
    return terms


def _expression(term: Term) -> SearchQuery:
    if term.is_prefix:
        # A quoted word cannot carry an operator; what could end the quotes is taken out. The star comes after the
        # rewriting, which would split it off.
        # One piece of SQL, not `Concat`, which Django takes apart and builds again a dozen times a page.
        quoted = Func(
            Value(term.text.replace("\\", " ").replace("'", " ")),
            template="('''' || chitech_search_text(%(expressions)s) || ''':*')",
            output_field=TextField(),
        )
        return SearchQuery(quoted, config=CONFIG, search_type="raw")
    kind = "phrase" if term.is_phrase else "plain"
    return SearchQuery(_search_text(term.text), config=CONFIG, search_type=kind, invert=term.is_unwanted)


def _search_text(text: str) -> Func:
    """The same rewriting that documents get ("C#" is a word); see migration search.0001."""
    return Func(Value(text), function="chitech_search_text")


def text_query(text: str, *, whole_words: bool = False) -> TextQuery | None:
    """The query for a search box's text, or None if it asks for nothing (empty, or signs alone).

    With `whole_words` the last word is no prefix: for ranking what was typed above what only begins like it.
    """
    combined: TextQuery | None = None
    for term in parse(text):
        expression = _expression(replace(term, is_prefix=term.is_prefix and not whole_words))
        combined = expression if combined is None else combined & expression
    return combined
