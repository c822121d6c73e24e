"""A word to the workers that there is something to deliver. Speed alone: without it the sweep comes within seconds.

However many transactions commit, a process sends one word in a fifth of a second: the first at once, the others
together at the end of that time. A word costs more than what it tells of when hundreds go for a seat.
"""

import threading
import time

import structlog
from django.db import connection, transaction

log = structlog.get_logger()
# After a broker did not answer, nobody waits for it again for this long.
QUIET_SECONDS = 5.0
EVERY_SECONDS = 0.2
_silent_until = 0.0
_lock = threading.Lock()
# When the last word went out (or will), of this process.
_said = 0.0


def after_commit() -> None:
    """Nudge once the transaction commits: one nudge a transaction, however many messages it writes."""
    if not any(entry[1] is nudge for entry in connection.run_on_commit):
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Ask a worker to deliver now, or in a moment together with others. It never fails, nor slows who asks."""
    global _said  # noqa: PLW0603 - a process has one broker
    now = time.monotonic()
    with _lock:
        if _said > now:
            return  # a word is on its way, and will tell of this too
        wait = max(0.0, _said + EVERY_SECONDS - now)
        _said = now + wait
    if wait:
        later = threading.Timer(wait, _say)
        later.daemon = True
        later.start()
    else:
        _say()


def _say() -> None:
    """A broker that is down neither fails nor slows who asks."""
    global _silent_until  # noqa: PLW0603 - a process has one broker
    if time.monotonic() < _silent_until:
        return
    from chitech.core.outbox.tasks import deliver  # noqa: PLC0415 - tasks import what imports this

    try:
        deliver.apply_async(retry=False, expires=60)
    except Exception as error:  # whatever it is, the sweep delivers
        _silent_until = time.monotonic() + QUIET_SECONDS
        log.warning("outbox.nudge_failed", error=type(error).__name__)
