"""Background work of the job site."""

from celery import shared_task

from jobs.catalogue import forget_old_changes
from jobs.saved import actions as saved
from jobs.saved import matching, stars
from jobs.words import refresh_words


@shared_task(name="jobs.refresh_words")
def refresh_search_words() -> None:
    """Keep the words for “did you mean” near what is posted. Only a suggestion: being late harms no one."""
    refresh_words()


@shared_task(name="jobs.forget_old_changes")
def forget_old_catalogue_changes() -> None:
    """Keep the table that tells the catalogue's version short."""
    forget_old_changes()


@shared_task(name="jobs.match_saved_searches")
def match_saved_searches() -> None:
    """Write the alerts that are due. Any number may run at once, and what one leaves the next one takes."""
    matching.match_due()


@shared_task(name="jobs.remind_of_saved_openings")
def remind_of_saved_openings() -> None:
    """Tell people of openings with their star that are about to close."""
    stars.remind()


@shared_task(name="jobs.forget_old_saved")
def forget_old_saved() -> None:
    """Searches that nobody confirmed, and what was known of openings that are gone."""
    saved.forget_old()
