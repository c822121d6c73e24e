"""Background work of Pathways."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways import register
from pathways.map import version
from pathways.profiles import observed
from pathways.profiles.posts import follow_posts as follow


@shared_task(name="pathways.remind_of_demands")
def remind_of_demands() -> None:
    """Remind who answers for a degree or for years that the day for another look has come."""
    with transaction.atomic():
        register.remind(timezone.localdate())


@shared_task(name="pathways.forget_old_changes")
def forget_old_changes() -> None:
    """Keep the table that tells the vocabulary's version short."""
    version.forget_old_changes()


@shared_task(name="pathways.follow_posts")
def follow_posts() -> None:
    """Give people the refreshed titles that their posts stand for, as the payroll and the crosswalk tell them today."""
    follow(by=User.objects.system())


@shared_task(name="pathways.count_observed_moves")
def count_observed_moves() -> None:
    """Count which steps between titles people took."""
    observed.recount(today=timezone.localdate())
