"""Background work of the job site."""

from celery import shared_task

from jobs.catalogue import forget_old_changes
from jobs.words import refresh_words


@shared_task(name="jobs.refresh_words")
def refresh_search_words() -> None:
    """Keep the words for “did you mean” near what is posted. Only a suggestion: being late harms no one."""
    refresh_words()


@shared_task(name="jobs.forget_old_changes")
def forget_old_catalogue_changes() -> None:
    """Keep the table that tells the catalogue's version short."""
    forget_old_changes()
