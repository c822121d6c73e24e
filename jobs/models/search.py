"""One flat row per posting, so that a list page reads one table. Kept true by triggers (migration 0002)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

from jobs.models.posting import Posting
from jobs.querysets import PostingSearchQuerySet


class PostingSearch(models.Model):
    """What `/jobs/` filters, counts, sorts and ranks by. Never written by Python: see `jobs_refresh_posting_search`."""

    posting = models.OneToOneField(Posting, models.CASCADE, primary_key=True, related_name="search_row")
    document = SearchVectorField()
    # What snippets are cut from. Like `document` it is kept beside the table, whose rows are short (migration 0011).
    body = models.TextField(default="", db_default="")
    state = models.CharField(max_length=9)
    audience = models.CharField(max_length=6)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    title = models.ForeignKey("pathways.Title", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    family = models.ForeignKey("pathways.Family", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    department = models.ForeignKey("accounts.Department", models.DO_NOTHING, related_name="+", db_constraint=False)
    level = models.ForeignKey("pathways.Level", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    work_mode = models.CharField(max_length=6)
    degree_rule = models.CharField(max_length=15)
    experience_months = models.PositiveSmallIntegerField(null=True)
    annual_max_cents = models.BigIntegerField(null=True)

    objects = PostingSearchQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["document"], name="posting_search_document", fastupdate=False),
            # Lists newest first, and all that facets count by: their one scan reads this index alone.
            models.Index(
                fields=["-opens_at", "-posting"],
                include=[
                    "closes_at",
                    "audience",
                    "title",
                    "family",
                    "department",
                    "level",
                    "work_mode",
                    "degree_rule",
                    "experience_months",
                    "annual_max_cents",
                ],
                condition=models.Q(state="published"),
                name="posting_search_newest",
            ),
            models.Index(
                fields=["closes_at", "posting"], condition=models.Q(state="published"), name="posting_search_closing"
            ),
            # In the order of the list, in which what states no pay comes last: an index of the other order is no use.
            models.Index(
                F("annual_max_cents").desc(nulls_last=True),
                F("posting").desc(),
                condition=models.Q(state="published"),
                name="posting_search_best_paid",
            ),
            # What is similar: the newest of a field of work at one level after the other.
            models.Index(
                fields=["family", "level", "-opens_at", "-posting"],
                include=["closes_at", "audience", "title"],
                condition=models.Q(state="published"),
                name="posting_search_similar",
            ),
        ]

    def __str__(self) -> str:
        return f"search row of posting {self.pk}"
