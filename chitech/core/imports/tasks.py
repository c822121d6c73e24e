"""Background work of imports."""

from celery import shared_task

from chitech.core.imports import actions, work


@shared_task(name="imports.work")
def take_up(pk: int) -> None:
    """Check, apply or undo an import: whatever it waits for. Asked twice, it is done once."""
    work.take_up(pk)


@shared_task(name="imports.take_up_what_waits")
def take_up_what_waits() -> None:
    """The second way to a worker, for when the first one failed."""
    actions.take_up_what_waits()


@shared_task(name="imports.forget_old")
def forget_old() -> None:
    """Files are kept for some weeks, not for ever."""
    actions.forget_old()
