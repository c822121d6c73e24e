"""The outbox's own kind of message: the digest that others are folded into."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chitech.core.outbox.choices import DIGEST, Frequency
from chitech.core.outbox.digests import prepare
from chitech.core.outbox.kinds import Kind, register


def digest_sample() -> dict[str, Any]:
    """A digest of two."""
    return {
        "frequency": "daily",
        "items": [
            {
                "subject": "Data engineer at the Department of Water Management closes on 27 November",
                "summary": "You saved this opening. Three days are left to apply.",
                "url": f"{settings.SITE_URL}/jobs/1-data-engineer/",
            },
            {
                "subject": "A mentor has answered you",
                "summary": "Morgan Mentor proposes to meet in the week of 30 November.",
                "url": f"{settings.SITE_URL}/inbox/",
            },
        ],
    }


def register_kinds() -> None:
    """Called when the portal starts."""
    register(
        Kind(
            name=DIGEST,
            label=_("Digest"),
            description=_("What you chose to get once a day or once a week, in one email."),
            group=_("General"),
            # Each person chooses for the kinds that are folded, not for the folder.
            always=_("It holds only what you chose to get in it."),
            prepare=prepare,
            sample=digest_sample,
            inbox=Frequency.OFF,  # each of its messages is in the inbox by itself
            folds=False,
        )
    )
