"""The portal's settings, with the kinds of message that only tests send."""

from chitech.settings import *  # noqa: F403
from chitech.settings import INSTALLED_APPS as PORTAL

INSTALLED_APPS = [*PORTAL, "tests.proof.apps.ProofConfig"]
