"""The version of what the career map shows."""

from django.db import models


class VocabularyChange(models.Model):
    """A change to a table that the map is drawn from; written by triggers (migration 0010), forgotten after a while.

    Rows become visible when their transaction commits, so a version read from them is never ahead of the data.
    """

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"change {self.pk}"
