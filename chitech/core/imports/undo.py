"""Taking an import back (docs/adr/0033): what it would do, shown first, and doing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from chitech.core.imports.importer import Importer, TakeBack
from chitech.core.imports.models import Import, ImportedRecord, ImportItem
from chitech.core.imports.plan import Planned, Verdict, fingerprint
from chitech.core.imports.progress import Step, Watch, unwatched

_BATCH = 250
_REFUSALS = (DataError, IntegrityError, ProtectedError, RestrictedError)


@dataclass(slots=True)
class Taking:
    """What becomes of one record. `left` are fields that somebody edited since: (label, what it holds now)."""

    item: ImportItem
    how: TakeBack
    instance: Any = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def outcome(self) -> ImportItem.Undo:
        match self.how:
            case TakeBack.DELETE:
                return ImportItem.Undo.DELETED
            case TakeBack.END:
                return ImportItem.Undo.ENDED
            case TakeBack.RESTORE:
                return ImportItem.Undo.PARTLY if self.left else ImportItem.Undo.RESTORED
        return ImportItem.Undo.LEFT

    @property
    def words(self) -> str:
        """What will become of the record, for who is about to press the button."""
        return {
            ImportItem.Undo.DELETED: _("Is deleted"),
            ImportItem.Undo.ENDED: _("Is ended"),
            ImportItem.Undo.RESTORED: _("Is put back"),
            ImportItem.Undo.PARTLY: _("Is partly put back"),
            ImportItem.Undo.LEFT: _("Is left alone"),
        }[self.outcome]

    def leave(self, reason: str) -> None:
        self.how, self.reason = TakeBack.LEAVE, reason


@dataclass(slots=True)
class UndoPlan:
    """What undoing would do. `digest` is another one as soon as it would do something else."""

    takings: list[Taking]

    def those(self, *outcomes: ImportItem.Undo) -> list[Taking]:
        return [taking for taking in self.takings if taking.outcome in outcomes]

    @property
    def digest(self) -> str:
        said = [(t.item.external_id, t.how.name, t.changes, t.left) for t in self.takings]
        return fingerprint(said)


def make_plan(run: Import, importer: Importer, *, lock: bool = False) -> UndoPlan:
    """What undoing would do now. Writes nothing."""
    items = list(run.items.filter(verdict__in=[Verdict.NEW, Verdict.CHANGED]))
    instances = importer.load({item.external_id for item in items}, lock=lock)
    return UndoPlan([_taking(importer, item, instances.get(item.external_id)) for item in items])


def _taking(importer: Importer, item: ImportItem, instance: Any) -> Taking:
    taking = Taking(item, TakeBack.LEAVE, instance)
    if instance is None or instance.pk != item.record_id:
        taking.reason = _("It is not here any more.")
        return taking
    is_new = item.verdict == Verdict.NEW
    how = importer.take_back(instance, is_new=is_new, written=item.written or {})
    is_touched = importer.stamp(instance) != item.stamp
    if how is TakeBack.LEAVE:
        taking.reason = _("Somebody has ended it since.")
    elif is_touched and (is_new or how is TakeBack.END):
        taking.reason = _("Somebody has edited it since.")
    else:
        taking.how = how
        _compare(importer, taking)
    return taking


def _compare(importer: Importer, taking: Taking) -> None:
    """The fields that get back what they held; those that somebody edited since stay."""
    now = importer.values_of(taking.instance)
    before: dict[str, Any] = taking.item.before or {}
    for name, written in (taking.item.written or {}).items():
        if name not in now or taking.how is TakeBack.END or now[name] == written:
            taking.changes[name] = (written, before[name])
        elif now[name] != before[name]:
            taking.left[name] = importer.in_words(name, now[name])
    if taking.how is TakeBack.RESTORE and not taking.changes:
        taking.leave(_("Somebody has edited it since.") if taking.left else _("It is as it was before already."))


def carry_out(run: Import, importer: Importer, plan: UndoPlan, *, watch: Watch = unwatched) -> None:
    """Do what the plan says, in the transaction of the caller. What the database refuses is left alone and said."""
    steps: dict[TakeBack, Callable[[Sequence[Taking]], None]] = {
        TakeBack.DELETE: lambda some: importer.delete([one.instance for one in some]),
        TakeBack.END: lambda some: importer.end([_planned(one) for one in some]),
        TakeBack.RESTORE: lambda some: importer.restore([_planned(one) for one in some]),
    }
    done = 0
    for how, do in steps.items():
        todo = [taking for taking in plan.takings if taking.how is how]
        for start in range(0, len(todo), _BATCH):
            watch(Step.UNDOING, done, len(plan.takings))
            batch = todo[start : start + _BATCH]
            _try(do, batch)
            done += len(batch)
    _remember_as_before(run, plan)
    for taking in plan.takings:
        taking.item.undo = taking.outcome
        left = ", ".join(importer.label(name) for name in taking.left)
        edited = _("Edited since, and so left as they are: %(fields)s.") % {"fields": left} if left else ""
        taking.item.undo_note = " ".join(part for part in (taking.reason, edited) if part)
    ImportItem.objects.bulk_update([one.item for one in plan.takings], ["undo", "undo_note"], batch_size=_BATCH)


def _planned(taking: Taking) -> Planned:
    item = taking.item
    return Planned(
        key=item.external_id,
        rows=item.rows,
        said={},
        verdict=Verdict(item.verdict),
        changes=taking.changes,
        instance=taking.instance,
    )


def _try(do: Callable[[Sequence[Taking]], None], takings: Sequence[Taking]) -> None:
    """Take some records back; if the database refuses, halve until the one that it refuses stands alone."""
    try:
        with transaction.atomic():
            do(takings)
    except _REFUSALS:
        if len(takings) == 1:
            takings[0].leave(_("Something that came later depends on it."))
            return
        half = len(takings) // 2
        _try(do, takings[:half])
        _try(do, takings[half:])


def _remember_as_before(run: Import, plan: UndoPlan) -> None:
    """The memory of the source as it was, except for fields that keep what the import wrote or a person edited."""
    left = {one.item.external_id: set(one.left) for one in plan.takings}
    whole = {one.item.external_id for one in plan.takings if one.how is TakeBack.LEAVE}
    changed = {item.external_id: item for item in run.items.filter(memory_changed=True)}
    rows = {
        row.external_id: row
        for row in ImportedRecord.objects.filter(kind=run.kind, source=run.source).select_for_update()
        if row.external_id in changed and row.external_id not in whole
    }
    gone: list[ImportedRecord] = []
    kept: list[ImportedRecord] = []
    for number, row in rows.items():
        item, stays = changed[number], left.get(number, set())
        row.fingerprints = {
            **{name: mark for name, mark in item.forgotten.items() if name not in stays},
            **{name: mark for name, mark in row.fingerprints.items() if name in stays},
        }
        (kept if item.had_memory or row.fingerprints else gone).append(row)
    ImportedRecord.objects.filter(pk__in=[row.pk for row in gone]).delete()
    ImportedRecord.objects.bulk_update(kept, ["fingerprints"], batch_size=_BATCH)
