"""The index of the newest openings carries what the facets count by, so that counting never reads the wide rows."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside readers and writers, never in their way

    dependencies = [
        ("jobs", "0004_degree_kind"),
    ]
    operations = [
        RemoveIndexConcurrently(model_name="postingsearch", name="posting_search_newest"),
        AddIndexConcurrently(
            model_name="postingsearch",
            index=models.Index(
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
        ),
    ]
