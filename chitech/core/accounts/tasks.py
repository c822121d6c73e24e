"""Background work of accounts."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore


@shared_task(name="accounts.clear_expired_sessions")
def clear_expired_sessions() -> None:
    """Remove sessions that have ended, so that the table does not grow for ever."""
    SessionStore.clear_expired()
