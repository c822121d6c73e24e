"""Delivering what is due. Any number of these may run at once, on any number of machines.

A second copy of an email is possible only where a worker or a connection died after the mail server may have taken it
(`Message.unclear_attempts` counts these), and it bears the same Message-ID.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from chitech.core.outbox import claims, faults, mail_line, rendering
from chitech.core.outbox.choices import Delivery
from chitech.core.outbox.claims import Claim
from chitech.core.outbox.database import DATABASE_TROUBLE
from chitech.core.outbox.faults import Fault
from chitech.core.outbox.mail_line import MailLine
from chitech.core.outbox.routing import Parcel, report, route

log = structlog.get_logger()
BATCH = 100
# A run ends after this long, so that a worker can be stopped; what is left is the next run's.
RUN_SECONDS = 20.0


def drain(*, now: datetime | None = None, batch: int = BATCH, seconds: float = RUN_SECONDS) -> int:
    """Deliver what is due until nothing is, or the time is over. Returns how many emails the mail server took.

    `now` lets tests look at another time of day; leases and times of delivery are the database's all the same.
    """
    ends = time.monotonic() + seconds
    taken = 0
    with MailLine() as line:
        while time.monotonic() < ends:
            resting, failing = mail_line.is_resting()
            claim = claims.claim(batch, now=now, only_unrouted=resting)
            if not claim.messages:
                break
            run = _Run(line, claim, is_failing=failing)
            try:
                run.deliver(now, resting=resting)
            except DATABASE_TROUBLE:
                _insist(partial(claims.release_untouched, claim.token), settings.OUTBOX_LEASE_SECONDS / 4)
                raise
            finally:
                taken += run.taken
    return taken


class _Run:
    """One claim on its way."""

    def __init__(self, line: MailLine, claim: Claim, *, is_failing: bool) -> None:
        self.line, self.claim, self.is_failing = line, claim, is_failing
        self.taken = 0

    def deliver(self, now: datetime | None, *, resting: bool) -> None:
        """Route all, then hand over what goes by email now, unless the mail server is to be left alone."""
        parcels = route(self.claim, now=now)
        if resting:
            self._give_back(parcels)
            return
        for number, parcel in enumerate(parcels):
            fault = self._hand_over(parcel)
            if fault and fault.is_line:
                log.warning("outbox.mail_server_fails", code=fault.code, words=fault.words)
                mail_line.failed(fault)
                self._give_back(parcels[number:])
                return

    def _hand_over(self, parcel: Parcel) -> Fault | None:
        message, token = parcel.message, self.claim.token
        try:
            email = rendering.email(message, parcel.kind, parcel.context)
        except DATABASE_TROUBLE:
            raise
        except Exception as error:  # a template that fails for one stops nobody else
            report(message, error)
            claims.finish(message, token, Delivery.DEAD, code="filling", words=type(error).__name__)
            return None
        try:
            self.line.open()
        except Exception as error:  # the message is as before
            self.line.drop()
            return faults.of_opening(error)
        if not claims.start(message, token):
            return None  # we took so long that it is another's now
        fault = self._send(email)
        self._note(message.pk, lambda: self._end(parcel, fault))
        return fault

    def _send(self, email: EmailMessage) -> Fault | None:
        try:
            self.line.send(email)
        except Exception as error:
            fault = faults.of_sending(error)
            if fault.is_line or not self.line.is_usable():
                self.line.drop()
            return fault
        self.taken += 1
        return None

    def _end(self, parcel: Parcel, fault: Fault | None) -> None:
        message, token = parcel.message, self.claim.token
        if fault is None:
            claims.sent(message, token)
            if self.is_failing:
                mail_line.works()
                self.is_failing = False
        elif fault.is_permanent:
            claims.finish(message, token, Delivery.DEAD, code=fault.code, words=fault.words)
        else:
            claims.postpone(message, token, fault)

    def _note(self, pk: int, write: Callable[[], object]) -> None:
        """What happened must be written down, even if the database is just being restarted: it would be sent twice."""
        if not _insist(write, settings.OUTBOX_LEASE_SECONDS / 2):
            log.error("outbox.result_lost", message=pk)

    def _give_back(self, parcels: Sequence[Parcel]) -> None:
        claims.release([parcel.message.pk for parcel in parcels], self.claim.token)


def _insist(write: Callable[[], object], seconds: float) -> bool:
    """Write to the database, again and again for so long while it can't be reached. Returns whether it was written."""
    ends = time.monotonic() + seconds
    pause = 0.1
    while True:
        try:
            write()
        except DATABASE_TROUBLE:
            if time.monotonic() > ends or connection.in_atomic_block:
                return False
            connection.close()
            time.sleep(pause)
            pause = min(pause * 2, 2)
        else:
            return True
