"""The words that the portal's documents use, to put right what was typed wrong."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Lexeme(models.Model):
    """A word as people write it (lower case, no accents), and in how many documents of a corpus it stands.

    Derived: each app fills its own corpus with `chitech.core.search.spelling.replace_corpus`. Has no history for that.
    """

    corpus = models.CharField(max_length=20)
    word = models.CharField(max_length=60)
    documents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["corpus", "word"],
                name="lexeme_once_a_corpus",
                violation_error_message=_("This word is already in the corpus."),
            ),
        ]
        indexes = [GistIndex(fields=["word"], opclasses=["gist_trgm_ops"], name="lexeme_trigrams")]

    def __str__(self) -> str:
        return self.word
