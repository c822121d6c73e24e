"""The write vocabulary of imports: what people ask for. The work itself is a worker's (`work`)."""

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from chitech.core.imports import journal, progress, readers, registry, undo, work
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping, guess_mapping, to_document
from chitech.core.imports.models import Import, ImportFile, ImportItem, ImportReject, SavedMapping
from chitech.core.imports.plan import Plan
from chitech.core.imports.repair import mended
from chitech.core.imports.states import ENDED, MOVES, State, Verb

LONGEST_SOURCE = 60
SAMPLE_ROWS = 5
_LONGEST_SAMPLE = 60
# An ended import keeps its file for questions; one that nobody goes on with keeps it a little longer.
KEEP_FILE = timedelta(days=7)
KEEP_UNFINISHED = timedelta(days=30)
# Rows of a report, where undoing does not need them any more.
KEEP_ROWS = timedelta(days=90)


class NotAllowed(Exception):  # noqa: N818 -- it reads as what happened
    """The import is not, or no longer, in a state in which this can be asked; or the person may not import."""


class Stale(Exception):  # noqa: N818
    """What the person looked at is not what there is now."""


@transaction.atomic
def upload(*, kind: str, by: User, name: str, content: bytes, source: str, encoding: str = "") -> Import:
    """Take a file in. Raises ImportRefused, with nothing kept, for a file that can't be read at all."""
    _check_person(kind, by)
    readers.check_size(len(content), work.LIMITS)
    run = Import(kind=kind, file_name=name[-200:], file_size=len(content), encoding=encoding)
    run.uploaded_by = by
    run.file_sha256 = hashlib.sha256(content).hexdigest()
    run.sheets = readers.sheets(content, name=name, limits=work.LIMITS)
    if len(run.sheets) < 2:
        _look_into(run, content)
    run.source = source or _suggested_source(run)
    run.save()
    ImportFile.objects.create(owner=run, content=content)
    return run


@transaction.atomic
def choose_sheet(*, run: Import, by: User, sheet: str) -> Import:
    """Say which sheet of the workbook is meant. Raises ImportRefused if it has no rows, NotAllowed."""
    current = _editable(run, by)
    if sheet not in current.sheets:
        raise ImportRefused("no_such_sheet", _("Choose one of the sheets."))
    current.sheet = sheet
    _look_into(current, bytes(current.file.content))
    current.mapping, current.figures, current.message, current.digest = {}, {}, "", ""
    current.state = State.UPLOADED
    journal.clear(current)
    current.save()
    return current


@transaction.atomic
def match(*, run: Import, by: User, mapping: HeaderMapping, options: Mapping[str, str]) -> Import:
    """Say which column means what, remember it for the next file of the source, and ask for a preview."""
    current = _editable(run, by)
    current.mapping, current.options = to_document(mapping), dict(options)
    current.save(update_fields=["mapping", "options"])
    SavedMapping.objects.update_or_create(
        kind=run.kind,
        source=run.source,
        defaults={
            "mapping": current.mapping, "options": current.options, "saved_at": timezone.now(), "saved_by": by,
        },
    )  # fmt: skip
    return _ask(current, Verb.MATCH, by)


@transaction.atomic
def apply(*, run: Import, by: User, digest: str) -> Import:
    """Ask a worker to write what the preview shows. Raises Stale if there is another preview now, and NotAllowed."""
    _check_person(run.kind, by)
    current = Import.objects.select_for_update().get(pk=run.pk)
    if current.state == State.READY and current.digest != digest:
        raise Stale
    return _ask(current, Verb.APPLY, by)


@transaction.atomic
def take_back(*, run: Import, by: User, digest: str) -> Import:
    """Ask a worker to undo an import as it was shown. Raises NotAllowed if a later one of its source was applied."""
    _check_person(run.kind, by)
    current = Import.objects.select_for_update().get(pk=run.pk)
    if not Import.objects.undoable().filter(pk=run.pk).exists():
        raise NotAllowed
    if undo_plan(run=current, by=by).digest != digest:
        raise Stale
    return _ask(current, Verb.UNDO, by, digest=digest)


def undo_plan(*, run: Import, by: User) -> undo.UndoPlan:
    """What undoing would do now. Writes nothing."""
    return undo.make_plan(run, work.importer_for(run, by))


@transaction.atomic
def abandon(*, run: Import, by: User) -> Import:
    """Go no further with an import that was not applied. Its file goes with it."""
    _check_person(run.kind, by)
    moved = Import.objects.filter(pk=run.pk, state__in=MOVES[Verb.ABANDON][0]).update(
        state=State.ABANDONED, abandoned_at=timezone.now(), abandoned_by=by, message=""
    )
    if not moved:
        raise NotAllowed
    ImportFile.objects.filter(owner=run.pk).delete()
    return Import.objects.get(pk=run.pk)


def kept_by_command(importer: Importer, plan: Plan, *, file_name: str, options: Mapping[str, str]) -> Import:
    """Write down an import that a command has applied, so that it stands in the list and can be undone like any other.

    For `machine.run(journal=...)`, in whose transaction it writes.
    """
    moment = timezone.now()
    run = Import.objects.create(
        kind=importer.kind,
        source=importer.source,
        state=State.APPLIED,
        file_name=file_name[-200:],
        file_sha256=plan.table.sha256,
        sheet=plan.table.sheet[:100],
        headers=list(plan.table.headers),
        mapping=to_document(importer.mapping),
        options=dict(options),
        uploaded_at=moment,
        uploaded_by=importer.by,
        applied_at=moment,
        applied_by=importer.by,
    )
    journal.keep(run, importer, plan, is_applied=True)
    run.save(update_fields=["figures", "digest"])
    return run


def call_worker(pk: int, **options: Any) -> None:
    """Send the message that lets a worker take an import up. Coming twice, it does no harm."""
    current_app.send_task("imports.work", [pk], **options)


def take_up_what_waits() -> int:
    """Call a worker for each import that waits for one: its message may be lost, its worker dead. Returns how many."""
    waiting = list(Import.objects.working().values_list("pk", flat=True))
    for pk in waiting:
        call_worker(pk, expires=60)
    return len(waiting)


@transaction.atomic
def forget_old() -> None:
    """Delete files that nobody needs any more, the cells of rejected rows with them, and rows of old reports."""
    now = timezone.now()
    ended = Import.objects.filter(state__in=ENDED).untouched_since(now - KEEP_FILE)
    unfinished = Import.objects.exclude(state__in=ENDED).untouched_since(now - KEEP_UNFINISHED)
    for some in (ended, unfinished):
        ImportFile.objects.filter(owner__in=some).delete()
        ImportReject.objects.filter(owner__in=some).exclude(cells=[]).update(cells=[])
        some.exclude(samples=[]).update(samples=[])
    old = Import.objects.filter(state__in=ENDED).untouched_since(now - KEEP_ROWS)
    unneeded = old.exclude(pk__in=Import.objects.undoable().values("pk"))
    for model in (ImportItem, ImportReject):
        model.objects.filter(owner__in=unneeded).delete()


def _suggested_source(run: Import) -> str:
    """What a known mapping calls it; else the file's name without dates and numbers: tomorrow's file has it too."""
    kind = registry.named(run.kind)
    known = guess_mapping(run.headers, (), kind.known_mappings()).source if run.headers else ""
    named = re.sub(r"[\d()]+", "", PurePath(run.file_name).stem)
    return known or slugify(named.replace("_", "-"))[:LONGEST_SOURCE].strip("-") or "file"


def _ask(run: Import, verb: Verb, by: User, **values: Any) -> Import:
    """One UPDATE with its condition in it, and a worker called once it is committed."""
    before, after = MOVES[verb]
    moved = Import.objects.filter(pk=run.pk, state__in=before).update(
        state=after, asked_at=timezone.now(), asked_by=by, attempts=0, message="", **values
    )
    if not moved:
        raise NotAllowed
    progress.clear(run.pk)
    # If the broker is down the import waits, and the clock calls a worker later.
    transaction.on_commit(lambda: call_worker(run.pk), robust=True)
    return Import.objects.get(pk=run.pk)


def _editable(run: Import, by: User) -> Import:
    """The import as it is now, held for this transaction, if its sheet and columns can still be chosen."""
    _check_person(run.kind, by)
    current = Import.objects.select_for_update().get(pk=run.pk)
    if not current.is_editable or not ImportFile.objects.filter(owner=current.pk).exists():
        raise NotAllowed
    return current


def _check_person(kind: str, by: User) -> None:
    if not registry.named(kind).may_import(by):
        raise NotAllowed


def _look_into(run: Import, content: bytes) -> None:
    """Read the columns of the sheet and their first values."""
    table = readers.read_table(
        content,
        name=run.file_name,
        limits=work.LIMITS,
        sheet=run.sheet,
        encoding=run.encoding,
        first=SAMPLE_ROWS,
    )
    run.sheet = table.sheet
    run.headers = list(table.headers)
    run.samples = [_samples(table, index) for index in range(len(table.headers))]


def _samples(table: readers.Table, index: int) -> list[str]:
    """The first values of a column that differ, as short texts."""
    cells = [readers.text_of(row.cells[index]) for row in table.rows if index < len(row.cells)]
    words = dict.fromkeys(" ".join(mended(cell.replace("\x00", "")).split()) for cell in cells)
    return [word if len(word) <= _LONGEST_SAMPLE else f"{word[:_LONGEST_SAMPLE]}…" for word in words if word][:3]
