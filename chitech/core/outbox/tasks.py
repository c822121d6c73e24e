"""Background work of messages."""

from celery import shared_task


@shared_task(name="outbox.deliver")
def deliver() -> int:
    """Deliver what is due. Called after commits and by the clock every few seconds; any number may run at once."""
    return 0
