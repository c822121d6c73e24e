"""“Did you mean”: for a word that no document uses, the nearest one that some do.

Words live in a table of their own: reading them out of all text vectors at the moment of asking (`ts_stat`) would take
longer than the search itself.
"""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from django.contrib.postgres.search import TrigramDistance
from django.db import connection, transaction
from django.db.models import Value

from chitech.core.search.models import Lexeme
from chitech.core.search.query import Term, parse

# Trigrams find the candidates by their index, but think little of swapped letters ("pyhton"); the ratio of matching
# letters then decides. Below this ratio a word is another word, not a misspelt one.
CANDIDATES = 12
LEAST_ALIKE = 0.76
SHORTEST = 4


def replace_corpus(corpus: str, texts: str) -> int:
    """Make a corpus anew from SQL that yields one text a row. Returns how many words it has.

    `texts` is written in code, never typed by a person. One transaction: readers see the old words or the new.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_lexeme WHERE corpus = %s", [corpus])
        cursor.execute(
            # 'simple' keeps words as written; numbers, and words of one or two letters, are no one's misspelling.
            "INSERT INTO search_lexeme (corpus, word, documents) "
            "SELECT %s, word, ndoc FROM ts_stat(%s) "
            "WHERE length(word) BETWEEN 3 AND 60 AND word ~ '^[a-z]+$'",
            [corpus, f"SELECT to_tsvector('simple', unaccent(text)) FROM ({texts}) AS each (text)"],  # noqa: S608
        )
        return int(cursor.rowcount)


def suggest(corpus: str, text: str) -> str | None:
    """The same search with each unknown word put right, or None where there is nothing to put right.

    One query for all words. What a person excluded or quoted stays as typed.
    """
    doubtful = [term for term in parse(text) if _is_doubtful(term)]
    nearest = _nearest(corpus, {term.text.lower() for term in doubtful})
    changed = text
    for term in doubtful:
        if better := nearest.get(term.text.lower()):
            changed = changed.replace(term.text, better)
    return changed if changed != text else None


def _is_doubtful(term: Term) -> bool:
    return term.text.isascii() and term.text.isalpha() and len(term.text) >= SHORTEST and not term.is_unwanted


def _nearest(corpus: str, words: Iterable[str]) -> dict[str, str]:
    """For each word that the corpus lacks, the one most like it. Words that it has are not in the answer."""
    asked = sorted(words)
    if not asked:
        return {}
    rows = Lexeme.objects.filter(corpus=corpus)
    queries = [
        rows.annotate(asked=Value(word))
        .order_by(TrigramDistance("word", word))
        .values_list("asked", "word")[:CANDIDATES]
        for word in asked
    ]
    first, *others = queries
    candidates: dict[str, list[str]] = defaultdict(list)
    for word, found in first.union(*others, all=True) if others else first:
        candidates[word].append(found)
    answers = {word: get_close_matches(word, candidates[word], n=1, cutoff=LEAST_ALIKE) for word in asked}
    return {word: best[0] for word, best in answers.items() if best and best[0] != word}
