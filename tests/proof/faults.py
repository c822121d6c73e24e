"""The faults that delivery survives. Each writes messages, breaks something and mends it; the stage counts."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from chitech.core.accounts.models import User
from chitech.core.outbox import actions, delivery
from chitech.core.outbox.actions import Outgoing
from chitech.core.outbox.choices import Channel, Frequency
from chitech.core.outbox.models import Message, Preference
from chitech.core.outbox.tasks import deliver
from tests.proof.sink import Step
from tests.proof.stage import Stage

# A fault, given the stage and how many messages (at length: thousands).
Fault = Callable[[Stage, int], None]


def write(number: int, *, name: str = "p", kind: str = "proof.note", is_broken_at: int = 0) -> list[str]:
    """One transaction with so many messages. Returns their addresses."""
    addresses = [f"{name}{n}@city.example" for n in range(number)]
    with transaction.atomic():
        actions.send_many(
            kind,
            [
                Outgoing(
                    to=address,
                    key=f"{name}:{n}",
                    context={"text": f"Note {n}", "is_broken": bool(is_broken_at) and n % is_broken_at == 0},
                )
                for n, address in enumerate(addresses)
            ],
        )
    return addresses


def a_worker_is_killed_while_it_sends(stage: Stage, number: int) -> None:
    """kill -9 in the middle, again and again at length; a new worker takes over."""
    write(number)
    for share in range(1, 1 + max(1, min(8, number // 200))):
        stage.wait_until_taken(share * number // 10)
        stage.kill_workers()


def redis_is_gone_while_changes_happen(stage: Stage, number: int) -> None:
    """Stopped, with all that it held, while people go on working; nobody waits for it."""
    waits: list[float] = []

    def changes() -> None:
        for n in range(number):
            began = time.monotonic()
            actions.send(kind="proof.note", to=f"r{n}@city.example", key=f"r:{n}", context={"text": "Note"})
            waits.append(time.monotonic() - began)

    stage.stop_redis_for(20 if number > 1000 else 3, changes)
    # One by one they may be slow on a machine that stood still; together they are not.
    assert statistics.median(waits) < 0.5, f"changes wait {statistics.median(waits):.1f} s for the broker"
    assert max(waits) < 30, f"a change waited {max(waits):.1f} s for the broker"


def the_mail_server_is_busy_first(stage: Stage, number: int) -> None:
    """4xx twice for every third, then 2xx."""
    for n in range(0, number, 3):
        stage.sink.plan(f"busy{n}@city.example", [Step.BUSY, Step.BUSY])
    write(number, name="busy")


def the_mail_server_refuses_some(stage: Stage, number: int) -> None:
    """5xx for every fourth: dead letters at once."""
    for n in range(0, number, 4):
        stage.sink.plan(f"gone{n}@city.example", [Step.REFUSE])
    write(number, name="gone")


def the_mail_server_hangs(stage: Stage, number: int) -> None:
    """Some emails are never answered: one was not taken, one was."""
    stage.sink.plan("hang1@city.example", [Step.HANG])
    stage.sink.plan("hang3@city.example", [Step.TAKE_AND_HANG])
    write(number, name="hang")


def the_mail_server_breaks_off(stage: Stage, number: int) -> None:
    """The connection is closed in the middle of the text, and after it before the answer."""
    for n in range(0, number, max(20, number // 20)):
        stage.sink.plan(f"cut{n}@city.example", [Step.CUT])
        stage.sink.plan(f"cut{n + 1}@city.example", [Step.TAKE_AND_CUT])
    write(number, name="cut")


def the_mail_server_is_down(stage: Stage, number: int) -> None:
    """No connection for a while."""
    port = stage.sink.port
    stage.sink.stop()
    write(number, name="down")
    time.sleep(3)
    stage.sink.start(port)


def the_database_restarts(stage: Stage, number: int) -> None:
    """All connections are lost in the middle of sending."""
    write(number)
    for share in range(1, 1 + max(1, min(3, number // 500))):
        stage.wait_until_taken(share * number // 5)
        stage.restart_postgres()
        stage.wait_for(Message.objects.exists, 30)


def many_sweep_at_once(stage: Stage, number: int) -> None:
    """Two more workers, tasks that come twenty times over, and sweeps from elsewhere, all for the same messages."""
    write(number)
    for _ in range(20):
        deliver.delay()

    def sweep() -> None:
        delivery.drain()
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(sweep) for _ in range(4)]:
            done.result(120)


def the_clocks_change(stage: Stage, number: int) -> None:
    """A daily digest over each of the next two changes comes at 8 by the wall clock, once, with everything in it."""
    chicago = ZoneInfo("America/Chicago")
    people = [User.objects.create_user(f"dst{n}@city.example") for n in range(min(number, 20))]
    Preference.objects.bulk_create(
        Preference(user=person, kind="proof.note", channel=Channel.EMAIL, frequency=Frequency.DAILY)
        for person in people
    )
    for change in _next_changes(chicago):
        evening = datetime(change.year, change.month, change.day, 20, tzinfo=chicago) - timedelta(days=1)
        morning = datetime(change.year, change.month, change.day, 8, tzinfo=chicago)
        for person in people:
            for n in range(3):
                actions.send(
                    kind="proof.note",
                    to=person,
                    key=f"dst:{change:%F}:{person.pk}:{n}",
                    context={"text": f"Note {n}"},
                    due_at=evening,
                )
        before = len(stage.sink.taken)
        assert delivery.drain(now=evening.astimezone(UTC)) == 0
        assert delivery.drain(now=morning.astimezone(UTC) - timedelta(seconds=1)) == 0
        # Again and again: on a machine that stands still the mail server seems to be down for a moment.
        assert stage.wait_for(partial(_came, stage, morning, before + len(people)), 60)
        assert len(stage.sink.taken) == before + len(people)
    User.objects.filter(pk__in=[person.pk for person in people]).update(is_active=False)


def _came(stage: Stage, morning: datetime, number: int) -> bool:
    """Whether so many different emails have come, after what is due then was sent."""
    delivery.drain(now=morning.astimezone(UTC))
    return len(stage.sink.taken) >= number


def _next_changes(zone: ZoneInfo) -> list[datetime]:
    """The two days on which the wall clock is set next."""
    found: list[datetime] = []
    day = datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    while len(found) < 2:
        if day.utcoffset() != (day + timedelta(days=1)).utcoffset():
            found.append(day)
        day += timedelta(days=1)
    return found


def a_template_fails_for_one(stage: Stage, number: int) -> None:
    """Every tenth can't be filled in; the others come."""
    write(number, name="t", kind="proof.fragile", is_broken_at=10)


ALL: list[Fault] = [
    a_worker_is_killed_while_it_sends,
    redis_is_gone_while_changes_happen,
    the_mail_server_is_busy_first,
    the_mail_server_refuses_some,
    the_mail_server_hangs,
    the_mail_server_breaks_off,
    the_mail_server_is_down,
    the_database_restarts,
    many_sweep_at_once,
    the_clocks_change,
    a_template_fails_for_one,
]
