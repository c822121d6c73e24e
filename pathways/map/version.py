"""The version of the vocabulary: what the map and the pages about titles are drawn from."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from pathways.models import VocabularyChange

KEPT = timedelta(minutes=10)

# Changes with every commit that touches what the map shows.
# The sum tells states apart that differ only in which of two concurrent changes has committed.
VERSION = "SELECT concat_ws('.', max(id), count(*), sum(id)) FROM pathways_vocabularychange"


def current() -> str:
    """What `VERSION` says. One short query."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        return str(cursor.fetchone()[0])


def forget_old_changes() -> int:
    """Keep the table short. The newest stays, however old. Returns how many went."""
    newest = VocabularyChange.objects.order_by("-pk").values("pk")[:1]
    return VocabularyChange.objects.filter(at__lt=timezone.now() - KEPT).exclude(pk__in=newest).delete()[0]
