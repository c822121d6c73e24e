"""One flat row per course, so that the list reads one narrow table. Kept true by triggers (migration 0003)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from training.models.courses import Course


class CourseSearch(models.Model):
    """What `/training/` filters, counts and ranks by. Never written by Python: see `training_refresh_course_search`.

    When a course is given, and whether a seat is free, depends on who asks and on the moment: that is read from its
    sessions. docs/adr/0073.
    """

    course = models.OneToOneField(Course, models.CASCADE, primary_key=True, related_name="search_row")
    document = SearchVectorField()
    # What snippets are cut from. Like `document` it is kept beside the table, whose rows are short.
    body = models.TextField(default="", db_default="")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=9)
    family = models.ForeignKey("pathways.Family", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    format = models.CharField(max_length=9)
    language = models.CharField(max_length=3)
    hours = models.DecimalField(max_digits=6, decimal_places=1)

    class Meta:
        indexes = [
            GinIndex(fields=["document"], name="course_search_document", fastupdate=False),
            models.Index(fields=["name", "course"], condition=models.Q(state="published"), name="course_search_name"),
        ]

    def __str__(self) -> str:
        return f"search row of course {self.pk}"
