"""Background work of Pathways."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from pathways import register


@shared_task(name="pathways.remind_of_demands")
def remind_of_demands() -> None:
    """Remind who answers for a degree or for years that the day for another look has come."""
    with transaction.atomic():
        register.remind(timezone.localdate())
