"""What must hold before the portal starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from chitech.core.outbox.kinds import all_kinds

# Answers that one email waits for at most: to MAIL, RCPT, DATA and the end of the text, and one to spare.
ANSWERS_AN_EMAIL = 5


def kinds_have_templates(**_options: Any) -> list[CheckMessage]:
    """A kind without a subject or a text could never be delivered."""
    found: list[CheckMessage] = []
    for kind in all_kinds():
        for name in (kind.templates.subject, kind.templates.text):
            try:
                get_template(name)
            except TemplateDoesNotExist:
                found.append(Error(f"Messages of kind {kind.name} have no template {name}.", id="outbox.E001"))
    return found


def lease_is_long_enough(**_options: Any) -> list[CheckMessage]:
    """Who sends must be done, one way or the other, before anyone else may take the message."""
    patience = settings.MAILERS["default"].get("OPTIONS", {}).get("timeout") or 0
    if ANSWERS_AN_EMAIL * patience <= settings.OUTBOX_LEASE_SECONDS:
        return []
    return [
        Error(
            f"OUTBOX_LEASE_SECONDS ({settings.OUTBOX_LEASE_SECONDS}) must be at least {ANSWERS_AN_EMAIL} times "
            f"the timeout of EMAIL_URL ({patience} seconds).",
            id="outbox.E002",
        )
    ]
