"""The import itself: plan, then apply, in one transaction with the lock of its source."""

from collections.abc import Callable, Sequence

import pghistory
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import resolve
from chitech.core.imports.models import ImportedRecord
from chitech.core.imports.plan import Merge, Parsed, Plan, Planned, Values, Verdict, fingerprint, merge
from chitech.core.imports.progress import Step, Watch, unwatched
from chitech.core.imports.readers.headers import plain
from chitech.core.imports.readers.table import Cell, Row, Table, text_of
from chitech.core.imports.repair import repair_table
from chitech.core.imports.report import Report, RowError
from chitech.core.imports.rows import RowReader, Sheet

_BATCH = 250


def run(
    importer: Importer,
    table: Table,
    *,
    dry_run: bool = False,
    seen: str = "",
    watch: Watch = unwatched,
    journal: Callable[[Plan], None] | None = None,
) -> Plan:
    """Import a table, or only find out what would happen. Raises ImportRefused, with nothing written.

    `seen` is the digest of the plan that a person looked at: if the same file would now do something else, because
    somebody edited or imported in between, it is refused and they can look again. `watch` is told how far the work has
    come. `journal` is given the plan once it is written, in the same transaction, so that it can be taken back.
    """
    with transaction.atomic():
        if not dry_run:
            lock_source(importer.kind, importer.source)
        plan = make_plan(importer, table, lock=not dry_run, watch=watch)
        plan.report.dry_run = dry_run
        if seen and seen != plan.digest():
            raise ImportRefused(
                "plan_changed",
                _("Something changed here since the preview was made. Look at the new preview, then apply it."),
            )
        if not dry_run:
            with pghistory.context(
                user=importer.by.pk, import_kind=importer.kind, import_source=importer.source, file=table.sha256
            ):
                _apply(importer, plan, watch)
        importer.finish(plan)
        if journal is not None:
            journal(plan)
    return plan


def make_plan(importer: Importer, table: Table, *, lock: bool = False, watch: Watch = unwatched) -> Plan:
    """What an import would do. Writes nothing; with `lock` the records that are compared stay as they are."""
    columns = resolve(importer.mapping, table.headers, importer.fields, importer.needs)
    report = Report(source=importer.source, file_sha256=table.sha256, repaired_cells=repair_table(table))
    report.more["unused_columns"] = _unused(importer, table, columns)
    plan = Plan(table=table, records=[], report=report)
    groups = _parsed(importer, plan, columns, watch)
    watch(Step.COMPARING, 0, 0)
    instances = importer.load(groups.keys(), lock=lock)
    memory = _memory(importer)
    for key, rows in groups.items():
        rows.sort(key=lambda row: (-row.rank, row.number))
        said, dropped = importer.fold(rows)
        record = Planned(key=key, rows=[row.number for row in rows], said=said, partial=key in plan.broken)
        plan.records.append(record)
        for name, (kept, lost) in dropped.items():
            report.conflicts.append(importer.conflict(key, name, kept=kept, dropped=lost))
        record.instance = instances.get(key)
        if record.instance is None:
            record.changes = {name: (None, value) for name, value in said.items()}
        else:
            _compare(importer, report, record, memory.get(key, {}))
        importer.settle(plan, record)
    importer.complete(plan)
    plan.count()
    return plan


def lock_source(kind: str, source: str) -> None:
    """One import of a source at a time; a second one waits here and then finds what the first has done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {kind} {source}"])


def _unused(importer: Importer, table: Table, columns: dict[str, tuple[int, ...]]) -> list[str]:
    """Columns that nobody reads and that the mapping does not know either: told, never silently dropped."""
    used = {index for indexes in columns.values() for index in indexes}
    known = {plain(column) for column in importer.mapping.ignore}
    return [name for i, name in enumerate(table.headers) if name and i not in used and plain(name) not in known]


def _parsed(
    importer: Importer, plan: Plan, columns: dict[str, tuple[int, ...]], watch: Watch
) -> dict[str, list[Parsed]]:
    """The rows that can be read, by record. Counts exact duplicates and notes what could not be read."""
    groups: dict[str, list[Parsed]] = {}
    unknown: dict[str, set[str]] = {}
    sheet = Sheet(plan.table.headers, importer.mapping, columns)
    seen: set[tuple[Cell, ...]] = set()
    for done, row in enumerate(plan.table.rows):
        watch(Step.READING, done, len(plan.table.rows))
        if row.cells in seen:
            plan.report.duplicates += 1
            continue
        seen.add(row.cells)
        error = _wrong_width(row, plan.table)
        if error:
            plan.report.errors.append(error)
            continue
        reader = RowReader(row, sheet)
        parsed = importer.parse(reader)
        if reader.errors:
            plan.report.errors.extend(reader.errors)
            plan.broken.add(parsed.key)
        else:
            groups.setdefault(parsed.key, []).append(parsed)
        for name, word in reader.unknown.items():
            unknown.setdefault(name, set()).add(word)
    plan.report.more["unknown_words"] = {name: sorted(words) for name, words in sorted(unknown.items())}
    return groups


def _wrong_width(row: Row, table: Table) -> RowError | None:
    """A row with more or fewer cells than the header: its values may stand under the wrong names."""
    cells = row.cells
    while len(cells) > len(table.headers) and not text_of(cells[-1]).strip():
        cells = cells[:-1]
    if len(cells) == len(table.headers):
        return None
    message = _("This row has %(found)d cells, the header has %(wanted)d, so its values may stand in wrong columns.")
    return RowError.of(
        row.number, "", "cell_count", message % {"found": len(cells), "wanted": len(table.headers)}, text_of(cells[0])
    )


def _memory(importer: Importer) -> dict[str, dict[str, str]]:
    """What the source said last time, by key and field, as fingerprints."""
    rows = ImportedRecord.objects.filter(kind=importer.kind, source=importer.source)
    return dict(rows.values_list("external_id", "fingerprints"))


def _compare(importer: Importer, report: Report, record: Planned, remembered: dict[str, str]) -> None:
    now: Values = importer.values_of(record.instance)
    outcome: Merge = merge(now, record.said, remembered, importer.untouched)
    record.changes = outcome.changes
    record.verdict = Verdict.CHANGED if outcome.changes else Verdict.UNCHANGED
    for name, (here, at_source) in outcome.overruled.items():
        report.conflicts.append(importer.conflict(record.key, name, kept=at_source, dropped=here))
    for name, (here, at_source) in outcome.kept.items():
        report.conflicts.append(importer.conflict(record.key, name, kept=here, dropped=at_source))


def _apply(importer: Importer, plan: Plan, watch: Watch) -> None:
    """Write what the plan says, and remember what the source said."""
    todo = [one for one in plan.records if one.verdict in {Verdict.NEW, Verdict.CHANGED}]
    importer.prepare(todo)
    for start in range(0, len(todo), _BATCH):
        watch(Step.WRITING, start, len(todo))
        _write(importer, plan, todo[start : start + _BATCH])
    plan.count()
    _remember(importer, plan)


def _write(importer: Importer, plan: Plan, records: Sequence[Planned]) -> None:
    """Write some records; if the database refuses them, halve until the one that it refuses stands alone.

    The importer checks what the database would. This is for the rule that someone adds there and forgets here: it
    costs one row, not the whole file.
    """
    try:
        with transaction.atomic():
            importer.write(records)
    except (DataError, IntegrityError):
        if len(records) > 1:
            half = len(records) // 2
            _write(importer, plan, records[:half])
            _write(importer, plan, records[half:])
            return
        plan.reject(
            records[0], "", "database", _("The database refused this record. Check its values."), records[0].key
        )


def _remember(importer: Importer, plan: Plan) -> None:
    """Keep the fingerprints of what the source said now, beside those of fields that this file does not have."""
    memory = _memory(importer)
    now = timezone.now()
    rows = []
    for record in plan.records:
        before = memory.get(record.key, {})
        after = before | {name: fingerprint(value) for name, value in record.said.items()}
        if record.verdict is not Verdict.REJECTED and after != before:
            plan.forgotten[record.key] = memory.get(record.key)
            rows.append(
                ImportedRecord(
                    kind=importer.kind,
                    source=importer.source,
                    external_id=record.key,
                    fingerprints=after,
                    file_sha256=plan.table.sha256,
                    imported_at=now,
                    imported_by=importer.by,
                )
            )
    ImportedRecord.objects.bulk_create(
        rows,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["kind", "source", "external_id"],
        update_fields=["fingerprints", "file_sha256", "imported_at", "imported_by"],
    )
