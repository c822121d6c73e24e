"""Background work of messages."""

from celery import shared_task

from chitech.core.outbox import delivery, retention
from chitech.core.outbox.database import DATABASE_TROUBLE


@shared_task(name="outbox.deliver", autoretry_for=DATABASE_TROUBLE, retry_backoff=1, max_retries=5)
def deliver() -> int:
    """Deliver what is due. Called after commits and by the clock every few seconds; any number may run at once."""
    return delivery.drain()


@shared_task(name="outbox.forget")
def forget() -> None:
    """Forget what messages held, and then the messages, once nobody needs them (see `retention`)."""
    retention.forget()
