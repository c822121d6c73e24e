"""Background work of accounts."""

from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from chitech.core.accounts import employments, my_data
from chitech.core.accounts.models import DataExport, User
from chitech.core.accounts.models.exports import KEPT_FOR


@shared_task(name="accounts.clear_expired_sessions")
def clear_expired_sessions() -> None:
    """Remove sessions that have ended, so that the table does not grow for ever."""
    SessionStore.clear_expired()


@shared_task(name="accounts.make_data_exports")
def make_data_exports() -> None:
    """Make the archives that people wait for. Asked for at once and by the clock: a lost task loses no archive."""
    my_data.make_waiting()


@shared_task(name="accounts.forget_data_exports")
def forget_data_exports() -> None:
    """Forget archives after a week; one that could not be made in a day too, so that it can be asked for anew."""
    now = timezone.now()
    DataExport.objects.filter(made_on__lt=now - KEPT_FOR).delete()
    DataExport.objects.filter(made_on=None, asked_on__lt=now - timedelta(days=1)).delete()


@shared_task(name="accounts.follow_departures")
def follow_departures() -> None:
    """End roles and sessions of people whose last day in the city has passed."""
    employments.follow_departures(by=User.objects.system())
