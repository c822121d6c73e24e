"""The Celery application: `celery -A chitech.celery worker` and `... beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chitech.settings")
app = Celery("chitech")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
