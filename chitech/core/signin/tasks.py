"""Background work of signing in."""

from celery import shared_task

from chitech.core.signin.models import KeptForm


@shared_task(name="signin.forget_kept_forms")
def forget_kept_forms() -> None:
    """Forms that nobody came back for."""
    KeptForm.objects.outdated().delete()
