"""What is similar is read from an index of its own; the order by pay gets one that it can use.

The index before it had openings without pay first, and the list has them last, so that Postgres sorted all of them.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside readers and writers, never in their way

    dependencies = [
        ("jobs", "0009_pin_every_titled_posting"),
    ]
    operations = [
        AddIndexConcurrently(
            model_name="postingsearch",
            index=models.Index(
                models.OrderBy(models.F("annual_max_cents"), descending=True, nulls_last=True),
                models.OrderBy(models.F("posting"), descending=True),
                condition=models.Q(state="published"),
                name="posting_search_best_paid",
            ),
        ),
        RemoveIndexConcurrently(model_name="postingsearch", name="posting_search_pay"),
        AddIndexConcurrently(
            model_name="postingsearch",
            index=models.Index(
                fields=["family", "level", "-opens_at", "-posting"],
                include=["closes_at", "audience", "title"],
                condition=models.Q(state="published"),
                name="posting_search_similar",
            ),
        ),
    ]
