"""The version of what public pages show."""

from django.db import models


class CatalogueChange(models.Model):
    """A change to a table that public pages read; written by triggers (migration 0006), forgotten after a while.

    Rows become visible when their transaction commits, so a version read from them is never ahead of the data.
    """

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"change {self.pk}"
