"""A worker killed with kill -9, messages that are lost, two people at once: no half import, and none that is lost.

The worker is a real one, in a process of its own, with a queue of its own.
"""

import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.devservices.processes import wait_until
from chitech.core.imports import actions, journal, work
from chitech.core.imports.mapping import guess_mapping
from chitech.core.imports.models import Import, ImportItem
from jobs.imports.fields import FIELDS
from jobs.models import Posting, PostingSearch
from tests.factories import PostingFactory
from tests.jobs.imports.conftest import HEADERS, csv_text, row

pytestmark = pytest.mark.django_db(transaction=True)
# Far more than a worker takes to start, on a machine that is ten times as slow.
SECONDS = 180


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Messages of this test go to a queue of its own."""
    name = f"test-{uuid.uuid4().hex}"
    with Celery(broker=settings.CELERY_BROKER_URL, set_as_current=False) as sender:

        def call(pk: int, **options: Any) -> None:
            sender.send_task("imports.work", [pk], queue=name, **options)

        monkeypatch.setattr(actions, "call_worker", call)
        yield name


@pytest.fixture
def worker(queue: str, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a real worker on the database of the tests."""
    running: list[subprocess.Popen[bytes]] = []
    log = (tmp_path / "worker.log").open("wb")
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}@{database['HOST'].replace('/', '%2F')}/{database['NAME']}"

    def start() -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "celery",
            "--app",
            "chitech.celery",
            "worker",
            "--pool",
            "solo",
            "--loglevel",
            "INFO",
        ]
        process = subprocess.Popen(
            [*command, "--queues", queue, "--without-gossip", "--without-mingle", "--without-heartbeat"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": address, "DATABASE_POOL_SIZE": "0"},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait(SECONDS)
    log.close()


def ready(by: User, content: bytes, *, source: str = "feed") -> Import:
    """An import whose preview has been seen."""
    run = actions.upload(kind="jobs.posting", by=by, name="feed.csv", content=content, source=source)
    run = actions.match(run=run, by=by, mapping=guess_mapping(HEADERS, FIELDS), options={"state": "draft"})
    assert work.take_up(run.pk)
    run.refresh_from_db()
    assert run.state == "ready", run.message
    return run


def state_of(run: Import) -> str:
    run.refresh_from_db()
    return run.state


def waits_for_us(pid: int) -> bool:
    """Whether some other session stands still because of what this one has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # in a transaction it would be looked up only once
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))", [pid])
        return bool(cursor.fetchone()[0])


def our_pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_worker_killed_in_the_middle_of_writing(hr: User, worker: Callable[[], subprocess.Popen[bytes]]) -> None:
    """It is stopped after its first batch by a row that we hold, and killed there. The next worker does all of it."""
    run = ready(hr, csv_text(*(row(number) for number in range(1, 601))))
    first = worker()
    with transaction.atomic():
        PostingFactory.create(draft=True, source="feed", external_id="400")
        pid = our_pid()
        done = threading.Thread(target=_apply_elsewhere, args=(run, hr))
        done.start()
        done.join(SECONDS)
        assert wait_until(lambda: waits_for_us(pid), SECONDS), "the worker did not come to the row that we hold"
        assert Posting.objects.exclude(external_id="400").count() == 0, "nobody sees half an import"
        os.killpg(first.pid, signal.SIGKILL)
        first.wait(SECONDS)
        transaction.set_rollback(True)
    assert (Posting.objects.count(), state_of(run)) == (0, "applying")
    # The next worker is this process. The lock of the dead one went with its connection.
    assert wait_until(lambda: work.take_up(run.pk), SECONDS)
    assert state_of(run) == "applied"
    assert (Posting.objects.count(), PostingSearch.objects.count()) == (600, 600)
    assert ImportItem.objects.filter(owner=run).count() == 600
    assert Posting.objects.filter(version__gt=1).count() == 0
    assert run.attempts == 2


def _apply_elsewhere(run: Import, by: User) -> None:
    """Press "Apply" in a session of its own, so that it is committed and the worker is called."""
    try:
        actions.apply(run=run, by=by, digest=run.digest)
    finally:
        connections.close_all()


def test_a_message_that_is_lost_is_sent_again(hr: User, worker: Callable[[], subprocess.Popen[bytes]]) -> None:
    run = ready(hr, csv_text(row(1)))
    Import.objects.filter(pk=run.pk).update(state="applying", asked_at=timezone.now(), asked_by=hr, attempts=0)
    worker()
    assert actions.take_up_what_waits() == 1
    assert wait_until(lambda: state_of(run) == "applied", SECONDS)
    assert Posting.objects.count() == 1


def test_a_broker_that_is_down_loses_nothing(hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ready(hr, csv_text(row(1)))

    def refused(*_args: object, **_kwargs: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(actions, "call_worker", refused)
    run = actions.apply(run=run, by=hr, digest=run.digest)
    assert run.state == "applying"
    assert work.take_up(run.pk)
    assert state_of(run) == "applied"


def test_what_kills_every_worker_is_given_up_and_said(hr: User, monkeypatch: pytest.MonkeyPatch, queue: str) -> None:
    run = ready(hr, csv_text(row(1)))
    run = actions.apply(run=run, by=hr, digest=run.digest)

    def die(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(work, "_work", die)
    for _attempt in range(work.MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            work.take_up(run.pk)
    assert not work.take_up(run.pk)
    assert state_of(run) == "failed"
    assert "It was tried 3 times and stopped each time in the middle. Nothing was written." in run.message
    assert not Posting.objects.exists()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Answers of calls that all begin at the same moment, each with a connection of its own."""
    barrier, answers = threading.Barrier(len(calls), timeout=SECONDS), []

    def do(call: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            answers.append(call())
        except (actions.NotAllowed, actions.Stale) as refusal:
            answers.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert len(answers) == len(calls)
    return answers


def test_two_people_press_apply_at_once(hr: User, publisher: User, queue: str) -> None:
    run = ready(hr, csv_text(*(row(number) for number in range(1, 30))))
    answers = at_once(*(lambda by=by: actions.apply(run=run, by=by, digest=run.digest) for by in (hr, publisher)))
    assert sum(isinstance(answer, Import) for answer in answers) == 1
    assert sum(isinstance(answer, actions.NotAllowed) for answer in answers) == 1
    # Two workers get it, as they may when a message comes twice.
    assert sorted(at_once(*[lambda: work.take_up(run.pk)] * 2)) in ([False, True], [True])
    assert state_of(run) == "applied"
    assert Posting.objects.count() == 29


def test_two_people_import_two_files_of_one_source_at_once(hr: User, publisher: User, queue: str) -> None:
    """One is written. The other one finds that its preview is no longer true, and shows a new one."""
    one = ready(hr, csv_text(*(row(number) for number in range(1, 30))))
    two = ready(publisher, csv_text(*(row(number, **{"Work Location": "City Hall"}) for number in range(1, 30))))
    for run, by in ((one, hr), (two, publisher)):
        actions.apply(run=run, by=by, digest=run.digest)
    assert at_once(lambda: work.take_up(one.pk), lambda: work.take_up(two.pk)) == [True, True]
    states = {state_of(one), state_of(two)}
    assert states == {"applied", "ready"}
    assert Posting.objects.count() == 29
    assert Posting.objects.values("location").distinct().count() == 1
    late = one if one.state == "ready" else two
    assert "Something changed here since the preview was made." in late.message
    assert (late.figure("new"), late.figure("changed")) == (0, 29)


def test_abandoning_while_a_worker_reads_leaves_it_abandoned(
    hr: User, monkeypatch: pytest.MonkeyPatch, queue: str
) -> None:
    run = actions.upload(kind="jobs.posting", by=hr, name="feed.csv", content=csv_text(row(1)), source="feed")
    run = actions.match(run=run, by=hr, mapping=guess_mapping(HEADERS, FIELDS), options={})
    keep = journal.keep

    def abandoned_meanwhile(*args: Any, **kwargs: Any) -> None:
        keep(*args, **kwargs)
        at_once(lambda: actions.abandon(run=run, by=hr))

    monkeypatch.setattr(journal, "keep", abandoned_meanwhile)
    assert not work.take_up(run.pk)
    assert state_of(run) == "abandoned"
    assert not ImportItem.objects.exists()
