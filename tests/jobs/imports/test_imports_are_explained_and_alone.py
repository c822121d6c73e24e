"""History says who imported what; two imports of one source wait for each other; a preview that is stale is refused."""

import threading
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.db import connection, connections, transaction

from chitech.core.accounts.models import User
from chitech.core.imports import machine, readers
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.mapping import guess_mapping
from jobs.imports import PostingImporter
from jobs.imports.fields import FIELDS
from jobs.models import Posting
from tests.jobs.imports.conftest import Import, csv_file, row


def table_of(path: Path) -> readers.Table:
    return readers.read_table(path.read_bytes(), name=path.name, limits=readers.Limits())


def importer_for(table: readers.Table, by: User) -> PostingImporter:
    return PostingImporter(source="feed", mapping=guess_mapping(table.headers, FIELDS), by=by)


@pytest.mark.django_db(transaction=True)
def test_history_tells_who_imported_which_file(feed: Import, hr: User) -> None:
    feed(row(), options=("--by", hr.email))
    outcome = feed(row(**{"Work Location": "City Hall"}), options=("--by", hr.email))
    events = apps.get_model("jobs", "PostingEvent").objects.order_by("pgh_id").select_related("pgh_context")
    assert [(event.pgh_label, event.location) for event in events] == [
        ("insert", "2 North LaSalle Street"),
        ("update", "City Hall"),
    ]
    context = events[1].pgh_context.metadata
    assert context["user"] == hr.pk
    assert context["import_source"] == "feed"
    assert context["file"] == outcome.report["file_sha256"]
    assert pghistory.models.Context.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_source_at_once_make_each_posting_once(tmp_path: Path, hr: User) -> None:
    """Both are ready before either writes. The second waits for the first and then finds its work done."""
    path = csv_file(tmp_path / "feed.csv", *(row(number) for number in range(1, 40)))
    ready = threading.Barrier(2, timeout=60)
    results: list[tuple[int, int]] = []
    faults: list[BaseException] = []

    def bring_in() -> None:
        try:
            table = table_of(path)
            importer = importer_for(table, hr)
            ready.wait()
            report = machine.run(importer, table).report
            results.append((report.new, report.unchanged))
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=bring_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert faults == []
    assert sorted(results) == [(0, 39), (39, 0)]
    assert Posting.objects.count() == 39


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_nothing_half_done(tmp_path: Path, hr: User) -> None:
    table = table_of(csv_file(tmp_path / "feed.csv", *(row(number) for number in range(1, 600))))
    importer = importer_for(table, hr)
    written: list[int] = []
    write = importer.write

    def die_in_the_middle(records: object) -> None:
        write(records)  # type: ignore[arg-type]
        written.append(1)
        if len(written) == 2:
            raise KeyboardInterrupt

    importer.write = die_in_the_middle  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        machine.run(importer, table)
    assert len(written) == 2
    assert not Posting.objects.exists()
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_nobody_applies_a_preview_that_is_no_longer_true(tmp_path: Path, hr: User) -> None:
    first = table_of(csv_file(tmp_path / "a.csv", row()))
    machine.run(importer_for(first, hr), first)
    second = table_of(csv_file(tmp_path / "b.csv", row(**{"Work Location": "City Hall"})))
    preview = machine.run(importer_for(second, hr), second, dry_run=True)
    assert preview.records[0].changes == {"location": ("2 North LaSalle Street", "City Hall")}
    Posting.objects.update(location="Somewhere else")
    with pytest.raises(ImportRefused) as refused, transaction.atomic():
        machine.run(importer_for(second, hr), second, seen=preview.digest())
    assert refused.value.code == "plan_changed"
    assert Posting.objects.get().location == "Somewhere else"
    fresh = machine.run(importer_for(second, hr), second, dry_run=True)
    machine.run(importer_for(second, hr), second, seen=fresh.digest())
    assert Posting.objects.get().location == "City Hall"
