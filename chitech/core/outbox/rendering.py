"""A message in words: subject, text and HTML, in the person's language and time zone.

What every template may use beside the message's own context: `site_url`, `site_name`, `name` (empty for a bare
address), `kind` and `url` (made absolute); in HTML also `email_subject`, and `email_text` on the plain page.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation

from chitech.core.outbox.kinds import Kind
from chitech.core.outbox.models import Message
from chitech.core.outbox.schedule import zone_of

SITE_NAME = "Chi Tech Talent"
PLAIN_PAGE = "outbox/plain.html"
LONGEST_SUBJECT = 250


@dataclass(frozen=True)
class Rendered:
    """An email in words."""

    subject: str
    text: str
    html: str


@contextmanager
def in_the_words_of(message: Message) -> Iterator[None]:
    """Speak the recipient's language and tell their time."""
    language = message.locale or getattr(message.user, "language", "") or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(zone_of(message.user)):
        yield


def subject_of(kind: Kind, context: Mapping[str, Any]) -> str:
    """The subject on one line."""
    return " ".join(render_to_string(kind.templates.subject, dict(context)).split())[:LONGEST_SUBJECT]


def render(kind: Kind, context: Mapping[str, Any]) -> Rendered:
    """All three parts. Whatever the templates raise comes through."""
    subject = subject_of(kind, context)
    text = render_to_string(kind.templates.text, dict(context)).strip() + "\n"
    try:
        page = get_template(kind.templates.html)
    except TemplateDoesNotExist as missing:
        if missing.args[0] != kind.templates.html:
            raise
        page = get_template(PLAIN_PAGE)
    html = page.render({**context, "email_subject": subject, "email_text": text})
    return Rendered(subject, text, html)


def full_context(kind: Kind, message: Message | None, context: Mapping[str, Any]) -> dict[str, Any]:
    """What the templates get: the message's own context and what is common to all."""
    url = str(context.get("url") or "")
    return {
        "site_url": settings.SITE_URL,
        "site_name": SITE_NAME,
        "name": str(message.user.name) if message and message.user else "",
        "kind": kind,
        **context,
        "url": absolute(url),
    }


def absolute(url: str) -> str:
    """A path of ours with our address before it; anything else unchanged."""
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def sample(kind: Kind) -> Rendered:
    """A kind's email filled with its sample, as the previews show it."""
    return render(kind, full_context(kind, None, kind.sample()))


def email(message: Message, kind: Kind, context: Mapping[str, Any]) -> EmailMultiAlternatives:
    """The email of a message, ready to be handed to a mail server."""
    with in_the_words_of(message):
        words = render(kind, full_context(kind, message, context))
    mail = EmailMultiAlternatives(
        subject=words.subject, body=words.text, to=[message.recipient], headers=headers(message, kind)
    )
    mail.attach_alternative(words.html, "text/html")
    return mail


def headers(message: Message, kind: Kind) -> dict[str, str]:
    """Headers beside the usual ones. No vacation notice should answer us, and each copy has the same Message-ID."""
    del kind
    return {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
