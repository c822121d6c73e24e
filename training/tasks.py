"""Background work of training."""

from celery import shared_task

from training import clock
from training.actions import deciding, leaving, offering
from training.catalogue import words


@shared_task(name="training.pass_on_offers")
def pass_on_offers() -> None:
    """Give seats whose offer ran out to the next in line. Any number may run at once."""
    offering.pass_on_due()


@shared_task(name="training.follow_requests")
def follow_requests() -> None:
    """Requests that nobody decided in time go on; those whose session has begun end. Who left the city is let go."""
    deciding.escalate_due()
    deciding.end_requests_too_late()
    leaving.let_go_who_left()


@shared_task(name="training.remind")
def remind() -> None:
    """Reminders of sessions that come near, and the word afterwards."""
    clock.remind()
    clock.follow_up()


@shared_task(name="training.refresh_words")
def refresh_words() -> None:
    """Read anew which words courses use, for searches that are spelled wrong."""
    words.refresh_words()
