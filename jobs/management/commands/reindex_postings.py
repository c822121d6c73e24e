"""`reindex_postings`: build every search row anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from jobs.words import refresh_words


class Command(BaseCommand):
    help = (
        "Build the search row of every posting anew. Triggers keep them true; this mends what was changed around them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT jobs_refresh_posting_search(NULL)")
            (count,) = cursor.fetchone()
        words = refresh_words()
        self.stdout.write(f"{count} search rows are up to date, {words} words can be suggested.")
