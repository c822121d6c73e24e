"""A message in words: subject, text and HTML, in the person's language and time zone.

What every template may use beside the message's own context: `site_url`, `site_name`, `name` (empty for a bare
address), `kind`, `url` (made absolute), `summary`; for the foot of an email `settings_url` (empty for a bare address),
`unsubscribe_url` (empty where nobody can), `employer` and `place`; in HTML also `email_subject`. `is_bare` is set where
a page of ours shows the text: then it has neither greeting nor foot.

Subjects and texts are plain: nothing in them is escaped. What HTML holds is.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation

from chitech.core.outbox import kinds, retention, unsubscribing
from chitech.core.outbox.kinds import Kind
from chitech.core.outbox.mime import Calendar, Email
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
    return " ".join(_plain(kind.templates.subject, context).split())[:LONGEST_SUBJECT]


def _plain(template: str, context: Mapping[str, Any]) -> str:
    """A template of plain text: an ampersand is an ampersand."""
    words: str = get_template(template).template.render(Context(dict(context), autoescape=False))  # type: ignore[attr-defined]
    return words


def render(kind: Kind, context: Mapping[str, Any]) -> Rendered:
    """All three parts. Whatever the templates raise comes through."""
    subject = subject_of(kind, context)
    text = _tidy(_plain(kind.templates.text, {**context, "email_subject": subject}))
    page_is_plain = False
    try:
        page = get_template(kind.templates.html)
    except TemplateDoesNotExist as missing:
        if missing.args[0] != kind.templates.html:
            raise
        page, page_is_plain = get_template(PLAIN_PAGE), True
    bare = _tidy(_plain(kind.templates.text, {**context, "is_bare": True})) if page_is_plain else ""
    html = page.render({**context, "email_subject": subject, "email_text": bare})
    return Rendered(subject, text, html)


def _tidy(text: str) -> str:
    """Text without the empty lines that conditions leave behind: one between paragraphs is enough."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?<!--)[ \t]+\n", "\n", text)).strip() + "\n"


def full_context(kind: Kind, message: Message | None, context: Mapping[str, Any]) -> dict[str, Any]:
    """What the templates get: the message's own context and what is common to all."""
    url = str(context.get("url") or "")
    return {
        "site_url": settings.SITE_URL,
        "site_name": SITE_NAME,
        "name": str(message.user.name) if message and message.user else "",
        "kind": kind,
        "is_bare": False,
        "settings_url": "" if message and not message.user_id else settings.SITE_URL + reverse("inbox:settings"),
        "unsubscribe_url": unsubscribing.link(kind, message),
        "employer": settings.CITY_NAME,
        "place": f"{settings.CITY_LOCALITY}, {settings.CITY_REGION}",
        "summary": "",
        **context,
        "url": absolute(url),
    }


def absolute(url: str) -> str:
    """A path of ours with our address before it; anything else unchanged."""
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def sample(kind: Kind) -> Rendered:
    """A kind's email filled with its sample, as the previews show it."""
    return render(kind, full_context(kind, None, kind.sample()))


def email(message: Message, kind: Kind, context: Mapping[str, Any]) -> Email:
    """The email of a message, ready to be handed to a mail server."""
    with in_the_words_of(message):
        words = render(kind, full_context(kind, message, context))
    mail = Email(subject=words.subject, body=words.text, to=[message.recipient], headers=headers(message, kind))
    mail.attach_alternative(words.html, "text/html")
    calendar = context.get("calendar")
    if isinstance(calendar, Calendar):
        mail.calendar = calendar
        # For programs that look at attachments alone.
        mail.attach("invite.ics", calendar.text.encode(), "application/ics")
    return mail


def headers(message: Message, kind: Kind) -> dict[str, str]:
    """Headers beside the usual ones. No vacation notice should answer us, and each copy has the same Message-ID.

    Mail programs show a button for `List-Unsubscribe`, and press it with a POST (RFC 8058, section 3.1).
    """
    found = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if link := unsubscribing.link(kind, message):
        found |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return found


@dataclass(frozen=True)
class OnPage:
    """A message as its page shows it. `text` is plain."""

    subject: str
    text: str
    url: str
    kind: Kind | None


def for_page(message: Message) -> OnPage:
    """What a message of the inbox says now. Where nothing more can be said, what the inbox has kept of it."""
    kept = OnPage(message.subject, message.summary, message.url, None)
    if retention.is_blanked(message):
        return kept
    try:
        kind = kinds.kind(message.kind)
    except kinds.UnknownKind:
        return kept
    with in_the_words_of(message):
        context = kind.prepare(message)
        if context is None:
            return replace(kept, kind=kind)
        words = full_context(kind, message, context)
        text = _plain(kind.templates.text, {**words, "is_bare": True})
    return OnPage(message.subject, _tidy(text).strip(), message.url, kind)
