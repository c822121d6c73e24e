"""The connection to the mail server, and what all workers know of its health."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db import connection

from chitech.core.outbox.faults import Fault

# The mail server is left alone for 1, 2, 4, ... seconds after a failure, at most a minute. A connection that breaks for
# the first time is made anew at once: perhaps it was one email that the server choked on.
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 1, 60


class MailLine:
    """One connection, opened when it is first needed and kept for all messages of a run."""

    def __init__(self) -> None:
        self._backend: Any = None
        self._must_end_by: float | None = None
        self._is_over = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self._is_over.set()
        if self._backend is not None and kind is None:
            with suppress(Exception):
                self._backend.close()
        self.drop()

    def open(self) -> None:
        """Connect and sign in, unless that is done. Raises what the backend raises."""
        if self._backend is None:
            backend = mailers.create_connection("default")
            backend.open()
            self._backend = backend

    def send(self, email: EmailMessage) -> None:
        """Hand one email over. It ends before the lease of its message does, whatever the server does meanwhile."""
        assert self._backend is not None
        self._must_end_by = time.monotonic() + settings.OUTBOX_LEASE_SECONDS * 0.8
        try:
            self._backend.send_messages([email])
        finally:
            self._must_end_by = None

    def drop(self) -> None:
        """Forget a connection without a word: a server that hangs would keep us waiting for its goodbye."""
        smtp = getattr(self._backend, "connection", None)
        if smtp is not None and hasattr(smtp, "close"):
            with suppress(Exception):
                smtp.close()
        self._backend = None

    def is_usable(self) -> bool:
        """Whether the connection is still there after an answer that was no good: smtplib closes it after some."""
        smtp = getattr(self._backend, "connection", None)
        return not hasattr(smtp, "sock") or getattr(smtp, "sock", None) is not None

    def _watch(self) -> None:
        """Cut a connection whose server keeps us busy without end: each answer in time, and yet too many of them."""
        while not self._is_over.wait(0.5):
            must_end_by = self._must_end_by
            sock = getattr(getattr(self._backend, "connection", None), "sock", None)
            if must_end_by is not None and time.monotonic() > must_end_by and sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)


def is_resting() -> tuple[bool, bool]:
    """Whether the mail server is to be left alone now, and whether it has been failing at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT resting_until > statement_timestamp() FROM outbox_mailserver")
        row = cursor.fetchone()
    return (bool(row[0]), True) if row else (False, False)


def failed(fault: Fault) -> None:
    """Leave the mail server alone for a while, longer with each failure in a row."""
    values: dict[str, Any] = {"code": fault.code, "words": fault.words, "first": FIRST_REST_SECONDS}
    values |= {"longest": LONGEST_REST_SECONDS, "now": 0 if fault.is_unclear else FIRST_REST_SECONDS}
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, values)


def works() -> None:
    """It takes mail again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM outbox_mailserver")


# Failures of several workers at one moment count once: only the first finds that the rest is over.
_FAILED = """
INSERT INTO outbox_mailserver AS known (id, failures, failing_since, resting_until, error_code, error)
VALUES (1, 1, statement_timestamp(), statement_timestamp() + %(now)s * interval '1 second', %(code)s, %(words)s)
ON CONFLICT (id) DO UPDATE
SET failures = known.failures + 1,
    resting_until = statement_timestamp()
        + least(%(first)s * power(2, least(known.failures, 20)), %(longest)s) * interval '1 second',
    error_code = excluded.error_code,
    error = excluded.error
WHERE known.resting_until <= statement_timestamp()
"""
