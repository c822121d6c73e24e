"""The portal's settings, with static files as they were built: nothing is collected for a proof."""

from chitech.settings import *  # noqa: F403
from chitech.settings import STORAGES as PORTAL

STORAGES = {**PORTAL, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
