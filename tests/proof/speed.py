"""How fast messages are claimed, and how fast one worker hands them to a mail server; nothing may be lost meanwhile."""

import time

from django.db import connection

from chitech.core.outbox import actions, claims, nudge
from chitech.core.outbox.actions import Outgoing
from chitech.core.outbox.models import Message
from tests.proof.stage import Stage

OLD_ROWS = 1_000_000
CLAIMED = 20_000
EMAILED = 3_000
_OLD = """
INSERT INTO outbox_message (key, kind, address, state, sent_at, routed_at, due_at, created_at, attempts)
SELECT 'old:' || n, 'proof.note', 'p' || n || '@city.example', 'sent', now(), now(), now(), now(), 1
FROM generate_series(1, %s) AS n
"""


def claims_a_second(stage: Stage, *, old_rows: int = OLD_ROWS) -> float:
    """Messages that one process claims, in batches as the delivery does, beside a million that were sent."""
    stage.begin()
    with connection.cursor() as cursor:
        cursor.execute(_OLD, [old_rows])
        _write(CLAIMED)
        cursor.execute("VACUUM ANALYZE outbox_message")
    began = time.perf_counter()
    claimed = 0
    while taken := claims.claim(100).messages:
        claimed += len(taken)
    seconds = time.perf_counter() - began
    assert claimed == CLAIMED
    stage.begin()
    return claimed / seconds


def emails_a_second(stage: Stage) -> float:
    """Emails that one worker, with two processes as `make run` starts it, hands over, from the first to the last."""
    stage.begin()
    stage.start_worker()
    _write(10, name="warm")
    nudge.nudge()
    stage.start_clock()
    stage.wait_until_taken(10)
    Message.objects.all().delete()
    stage.sink.taken.clear()
    _write(EMAILED)
    stage.wait_until_taken(1)
    began, first = time.perf_counter(), sum(stage.sink.taken.values())
    stage.wait_until_taken(EMAILED, 300)
    return (EMAILED - first) / (time.perf_counter() - began)


def _write(number: int, *, name: str = "fast") -> None:
    rows = (Outgoing(to=f"{name}{n}@city.example", key=f"{name}:{n}", context={"text": f"{n}"}) for n in range(number))
    actions.send_many("proof.note", rows)
