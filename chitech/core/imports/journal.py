"""From a plan to rows that a page can show, a person can download, and undoing can take back."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from chitech.core.audit.timeline import around_the_difference
from chitech.core.imports.importer import Importer
from chitech.core.imports.models import Import, ImportItem, ImportReject
from chitech.core.imports.plan import Plan, Planned, Verdict
from chitech.core.imports.readers.table import text_of
from chitech.core.imports.report import Conflict

_BATCH = 1_000
_LONGEST_NAME = 200
_AFTER_ALL = 10**9  # where records stand that no row names
# What stands in tables of its own.
_LISTS = frozenset({"conflicts", "errors"})
_DONE = (Verdict.NEW, Verdict.CHANGED)


def keep(run: Import, importer: Importer, plan: Plan, *, is_applied: bool) -> None:
    """Write down what a plan says, or what it did, in place of what was written for this import before."""
    clear(run)
    instances = _written(importer, plan) if is_applied else {}
    conflicts: dict[str, list[Conflict]] = defaultdict(list)
    for conflict in plan.report.conflicts:
        conflicts[conflict.external_id].append(conflict)
    items = (
        _item(importer, plan, record, conflicts[record.key], instance=instances.get(record.key), owner=run, place=place)
        for place, record in enumerate(sorted(plan.records, key=lambda one: min(one.rows, default=_AFTER_ALL)))
    )
    ImportItem.objects.bulk_create(items, batch_size=_BATCH)
    ImportReject.objects.bulk_create(_rejects(run, plan), batch_size=_BATCH)
    run.figures = {name: value for name, value in plan.report.as_dict().items() if name not in _LISTS}
    run.figures["conflicts"] = len(plan.report.conflicts)
    run.figures["in_conflict"] = sum(map(bool, conflicts.values()))
    run.digest = plan.digest()


def clear(run: Import) -> None:
    """Forget every row of an import."""
    for rows in (run.items.all(), run.rejects.all()):
        rows._raw_delete(rows.db)  # noqa: SLF001 -- nothing refers to them: no need to read each of them first


def _written(importer: Importer, plan: Plan) -> dict[str, Any]:
    """The records that were written, as the database has them now."""
    return importer.load({record.key for record in plan.records if record.verdict in _DONE}, lock=False)


def _item(
    importer: Importer, plan: Plan, record: Planned, conflicts: list[Conflict], *, instance: Any, **where: Any
) -> ImportItem:
    """One record; `instance` is what was written, `where` says in which import and at which place it stands."""
    is_changed = record.verdict is Verdict.CHANGED
    here = instance if instance is not None else record.instance
    forgotten = plan.forgotten.get(record.key)
    return ImportItem(
        **where,
        external_id=record.key,
        name=importer.name_of(record)[:_LONGEST_NAME],
        verdict=record.verdict,
        rows=record.rows,
        row_count=len(record.rows),
        shown=_shown(importer, record) if record.verdict in _DONE else [],
        conflicts=[[one.field, importer.label(one.field), one.kept, one.dropped] for one in conflicts],
        has_conflicts=bool(conflicts),
        record_id=here.pk if here is not None else None,
        before={name: old for name, (old, _new) in record.changes.items()} if is_changed else None,
        written={name: new for name, (_old, new) in record.changes.items()} if is_changed else None,
        stamp=importer.stamp(instance) if instance is not None else "",
        memory_changed=record.key in plan.forgotten,
        had_memory=forgotten is not None,
        forgotten=forgotten or {},
    )


def _shown(importer: Importer, record: Planned) -> list[list[str]]:
    """The changes in words, cut so that what differs is in sight. What is empty before and after is left out."""
    lines = []
    for name, (old, new) in record.changes.items():
        before, after = around_the_difference(importer.in_words(name, old), importer.in_words(name, new))
        if before or after:
            lines.append([name, importer.label(name), before, after])
    return lines


def _rejects(run: Import, plan: Plan) -> Iterator[ImportReject]:
    errors: dict[int, list[list[str]]] = defaultdict(list)
    for error in plan.report.errors:
        errors[error.row].append([error.column, error.code, error.message, error.value])
    rows = {row.number: row for row in plan.table.rows if row.number in errors}
    for number, reasons in sorted(errors.items()):
        cells = [text_of(cell).replace("\x00", "") for cell in rows[number].cells]
        yield ImportReject(owner=run, row=number, errors=reasons, cells=cells)
