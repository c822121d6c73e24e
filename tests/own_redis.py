"""A database of Redis that belongs to one test worker alone: they run at once, and each test begins by emptying it."""

import os
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from chitech.env import celery_url

# A Redis has so many databases unless it is told otherwise.
DATABASES = 16


def take_own_redis() -> None:
    """From here on this process, and what it starts, keeps its copies, limits and tasks apart from other workers'."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    settings.REDIS_URL = os.environ["REDIS_URL"] = redis_database(settings.REDIS_URL, worker % DATABASES)
    settings.CACHES["default"]["LOCATION"] = settings.REDIS_URL
    settings.CELERY_BROKER_URL = celery_url(settings.REDIS_URL)


def redis_database(url: str, number: int) -> str:
    """The address of another database of the same server."""
    parts = urlsplit(url)
    if parts.scheme == "unix":  # urlunsplit would leave two slashes out
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))
