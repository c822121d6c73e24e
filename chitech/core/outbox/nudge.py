"""A word to the workers that there is something to deliver. Speed alone: without it the sweep comes within seconds."""

import time

import structlog
from django.db import connection, transaction

log = structlog.get_logger()
# After a broker did not answer, nobody waits for it again for this long.
QUIET_SECONDS = 5.0
_silent_until = 0.0


def after_commit() -> None:
    """Nudge once the transaction commits: one nudge a transaction, however many messages it writes."""
    if not any(entry[1] is nudge for entry in connection.run_on_commit):
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Ask a worker to deliver now. A broker that is down neither fails nor slows who asks."""
    global _silent_until  # noqa: PLW0603 - a process has one broker
    if time.monotonic() < _silent_until:
        return
    from chitech.core.outbox.tasks import deliver  # noqa: PLC0415 - tasks import what imports this

    try:
        deliver.apply_async(retry=False, expires=60)
    except Exception as error:  # whatever it is, the sweep delivers
        _silent_until = time.monotonic() + QUIET_SECONDS
        log.warning("outbox.nudge_failed", error=type(error).__name__)
