"""What an error on the way to the mail server means: whose fault it is, whether to try again, what to tell people."""

import smtplib
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "refused": _("The mail server says that it will never take this email."),
    "busy": _("The mail server asked to try later."),
    "bad_address": _("This is no email address."),
    "line_down": _("The mail server could not be reached."),
    "line_broke": _("The connection broke while the email was handed over. Whether it was taken is not known."),
    "line_refused": _("The mail server does not work with us. Its settings are wrong, or it wants us to slow down."),
    "sending": _("The email could not be handed over."),
    "filling": _("The email could not be filled in. This is a mistake in the program."),
    "unknown_kind": _("The program does not know messages of this kind any more."),
    "too_late": _("It could not be delivered while it was of use."),
    "nothing_to_say": _("What it was about has changed meanwhile."),
    "digest_died": _("The digest that it was in could not be delivered."),
    "account_closed": _("The account is closed."),
}
LONGEST_WORDS = 500
SLOW_DOWN = 421  # RFC 5321: the server closes the connection


@dataclass(frozen=True)
class Fault:
    """Why an email was not taken.

    `is_line`: nothing is wrong with the message; the next one would fare the same.
    `is_unclear`: the mail server may have taken it.
    `words` are the server's own.
    """

    code: str
    words: str = ""
    is_permanent: bool = False
    is_line: bool = False
    is_unclear: bool = False


def sentence(code: str) -> str:
    """A fault for people to read."""
    return str(SENTENCES.get(code, ""))


def of_opening(error: Exception) -> Fault:
    """What went wrong before any message was handed over. Never a message's fault: a password may have changed."""
    if isinstance(error, smtplib.SMTPResponseException):
        return Fault("line_refused", _answer(error.smtp_code, error.smtp_error), is_line=True)
    return Fault("line_down", _named(error), is_line=True)


def of_sending(error: Exception) -> Fault:
    """What went wrong while a message was handed over."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _of_answer(*next(iter(error.recipients.values()), (450, b"")))
        case smtplib.SMTPSenderRefused():
            return Fault("line_refused", _answer(error.smtp_code, error.smtp_error), is_line=True)
        case smtplib.SMTPResponseException():
            return _of_answer(error.smtp_code, error.smtp_error)
        case smtplib.SMTPNotSupportedError():
            return Fault("refused", _named(error), is_permanent=True)
        case smtplib.SMTPServerDisconnected() | OSError():
            return Fault("line_broke", _named(error), is_line=True, is_unclear=True)
        case ValueError():
            return Fault("bad_address", is_permanent=True)
    return Fault("sending", _named(error), is_unclear=True)


def _of_answer(code: int, words: bytes | str) -> Fault:
    if code == SLOW_DOWN:
        return Fault("line_refused", _answer(code, words), is_line=True)
    if code >= 500:
        return Fault("refused", _answer(code, words), is_permanent=True)
    return Fault("busy", _answer(code, words))


def _answer(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.replace(chr(0), '').split())}"[:LONGEST_WORDS]


def _named(error: Exception) -> str:
    return type(error).__name__
