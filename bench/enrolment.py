"""How many people a second get a seat or a place in one hot session: through the action, and by its statements alone.

`python -m bench.enrolment SECONDS ROUNDS` on a scratch database; prints one line of JSON. The statements are those that
the action sent for one person, with another person in them: reads, the one that decides, and the commit.
"""

import json
import multiprocessing
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from itertools import count
from typing import Any

import django
import psycopg

PROCESSES = 4
_NUMBER = count()


def main() -> None:
    """Rounds of both in turn, then enrolments beside a session that somebody holds."""
    os.environ["DATABASE_POOL_SIZE"] = "0"  # a pool can't be taken along into other processes
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- the environment names the database

    call_command("migrate", verbosity=0)
    seconds, rounds = float(sys.argv[1]), int(sys.argv[2])
    action, alone = [], []
    statements = _captured()
    for _ in range(rounds):
        action.append(_rate(seconds, "action", statements))
        alone.append(_rate(seconds, "alone", statements))
    found = {
        "action": statistics.median(action),
        "alone": statistics.median(alone),
        "ratio": statistics.median(a / b for a, b in zip(action, alone, strict=True)),
        "statements": len(statements),
        "beside_p95_ms": _beside_a_held_session(),
    }
    print(json.dumps(found))


def _people(number: int) -> list[Any]:
    from chitech.core.accounts.access import Access  # noqa: PLC0415
    from chitech.core.accounts.models import User  # noqa: PLC0415
    from chitech.core.accounts.roles import Role  # noqa: PLC0415

    mark = f"{os.getpid()}-{next(_NUMBER)}"
    people = User.objects.bulk_create(
        User(email=f"bench-{mark}-{n}@city.example", name="Bench", password="!")  # noqa: S106 -- nobody signs in with it
        for n in range(number)
    )
    for person in people:
        # A request has read it before, whatever it does.
        person.access = Access({Role.SEEKER: None})
    return people


def _session() -> Any:
    """A session with 30 seats, a meeting in a month, and a line without end."""
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from chitech.core.accounts.models import User  # noqa: PLC0415
    from training.models import Course, Meeting, Session  # noqa: PLC0415

    by, now = User.objects.system(), timezone.now()
    common = {"created_by": by, "updated_by": by}
    course = Course.objects.create(
        slug=f"bench-{os.getpid()}-{next(_NUMBER)}",
        name="Bench",
        summary="Bench",
        outcomes="Bench",
        hours=3,
        state=Course.State.PUBLISHED,
        published_at=now,
        published_by=by,
        **common,
    )
    session = Session.objects.create(course=course, audience=Session.Audience.PUBLIC, seats=30, **common)
    starts = now + timedelta(days=30)
    Meeting.objects.create(session=session, starts=starts, ends=starts + timedelta(hours=3))
    return Session.objects.select_related("course").get(pk=session.pk)


def _rate(seconds: float, way: str, statements: Any) -> float:
    """Enrolments a second by some processes at once, as a web server has them, each with a connection of its own."""
    from django.db import connections  # noqa: PLC0415

    session, share = _session(), max(20, int(seconds * 400))
    people = [_people(share) for _ in range(PROCESSES)]
    connections.close_all()  # nothing open is taken along
    fork = multiprocessing.get_context("fork")
    ready, over, done = fork.Barrier(PROCESSES + 1), fork.Event(), fork.Queue()

    def work(mine: list[Any]) -> None:
        one = _through_the_action(session) if way == "action" else _by_psycopg(statements, session)
        ready.wait()
        number = 0
        for person in mine:
            if over.is_set():
                break
            one(person)
            number += 1
        done.put(number)

    workers = [fork.Process(target=work, args=(each,)) for each in people]
    for worker in workers:
        worker.start()
    ready.wait()
    began = time.perf_counter()
    over.wait(seconds)
    over.set()
    total = sum(done.get() for _ in workers)
    took = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return float(total / took)


def _through_the_action(session: Any) -> Callable[[Any], None]:
    from training.actions.enrolling import enroll  # noqa: PLC0415

    def one(person: Any) -> None:
        enroll(user=person, session=session)

    return one


def _captured() -> list[tuple[str, Any, int, int]]:
    """What the action sends for one person who comes into line: (statement, parameters, person, session)."""
    from django.db import connection  # noqa: PLC0415

    from training.actions.enrolling import enroll  # noqa: PLC0415

    session = _session()
    *before, person = _people(32)
    for each in before:
        enroll(user=each, session=session)
    sent: list[tuple[str, Any, int, int]] = []

    def note(execute: Any, statement: str, given: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's
        sent.append((statement, given, person.pk, session.pk))
        return execute(statement, given, many, context)

    with connection.execute_wrapper(note):
        enroll(user=person, session=session)
    return sent


def _by_psycopg(statements: list[tuple[str, Any, int, int]], session: Any) -> Callable[[Any], None]:
    address = os.environ["DATABASE_URL"]
    connection = psycopg.connect(address, autocommit=True, cursor_factory=psycopg.ClientCursor)

    def one(person: Any) -> None:
        for statement, given, somebody, somewhere in statements:
            swap = {somebody: person.pk, somewhere: session.pk}
            if isinstance(given, dict):
                mine: Any = {name: _swapped(name, value, swap) for name, value in given.items()}
            else:
                mine = [swap.get(value, value) if type(value) is int else value for value in given or ()]
            # As the action does it: reads stand alone, what writes is one transaction.
            with connection.transaction() if "INSERT" in statement else nullcontext():
                connection.execute(statement, mine)

    return one


def _swapped(name: str, value: Any, swap: dict[int, int]) -> Any:
    return swap.get(value, value) if name in ("user", "session") else value


def _beside_a_held_session() -> float:
    """How long an enrolment takes, at the 95th of 100, while the row of another session is held all the time."""
    from training.actions.enrolling import enroll  # noqa: PLC0415

    held, free = _session(), _session()
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("SELECT FROM training_session WHERE id = %s FOR UPDATE", [held.pk])
        times = []
        for person in random.sample(_people(100), 100):
            began = time.perf_counter()
            enroll(user=person, session=free)
            times.append(time.perf_counter() - began)
    return float(sorted(times)[95] * 1000)


if __name__ == "__main__":
    main()
