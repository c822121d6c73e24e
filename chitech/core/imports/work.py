"""What a worker does for an import: check it, apply it, take it back. Each is one transaction: all of it, or nothing.

Whoever takes an import up holds a lock of its transaction. Postgres frees it with the connection, so a worker that was
killed holds nothing, and the work can be taken up again at once, as often as it is asked for (docs/adr/0033).
"""

from typing import Any

import pghistory
import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.imports import journal, machine, progress, readers, registry, undo
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.importer import Importer
from chitech.core.imports.models import Import
from chitech.core.imports.plan import Plan
from chitech.core.imports.progress import Step, Watch
from chitech.core.imports.states import State

LIMITS = readers.Limits()
MOST_ATTEMPTS = 3
_LOST_CONNECTION = (OperationalError, InterfaceError)

log = structlog.get_logger("chitech.imports")


class _WithdrawnError(Exception):
    """Somebody abandoned the import while a worker was at it."""


def take_up(pk: int) -> bool:
    """Do what an import waits for. False if it waits for nothing, or another worker is at it.

    Raises what the connection to the database raises: then nothing has happened, and it can be taken up again.
    """
    if not _begin(pk):
        return False
    try:
        with transaction.atomic():
            if not _lock(pk):
                return False
            run = Import.objects.select_related("asked_by").get(pk=pk)
            _work(run)
    except _LOST_CONNECTION:
        raise
    except _WithdrawnError:
        return False
    except Exception:
        log.exception("import_failed", import_id=pk)
        _give_up(pk, _("The portal itself made a mistake here; its log has the details. Nothing was written."))
    progress.clear(pk)
    return True


def _begin(pk: int) -> bool:
    """Count the attempt, for itself: what kills every worker that takes it up must not do so for ever."""
    with transaction.atomic():
        if not _lock(pk):
            return False
        waiting = Import.objects.working().filter(pk=pk)
        if waiting.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1):
            return True
        if not waiting.exists():
            return False
        log.error("import_given_up", import_id=pk)
        tried = _("It was tried %(count)d times and stopped each time in the middle. Nothing was written.")
        _stop(waiting.get(), tried % {"count": MOST_ATTEMPTS})
        return False


def _lock(pk: int) -> bool:
    with connection.cursor() as cursor:
        # A worker that is gone is noticed within seconds, whether its process died or its machine.
        cursor.execute(
            "SELECT set_config('client_connection_check_interval', '2s', true), "
            "set_config('tcp_keepalives_idle', '20', true), set_config('tcp_keepalives_interval', '5', true), "
            "set_config('tcp_keepalives_count', '3', true)"
        )
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"import run {pk}"])
        return bool(cursor.fetchone()[0])


def _give_up(pk: int, message: str) -> None:
    with transaction.atomic():
        run = Import.objects.working().select_for_update().filter(pk=pk).first()
        if run is not None:
            _stop(run, message)


def _stop(run: Import, message: str) -> None:
    """What can't be done is said. An import that can't be undone is still applied."""
    _settle(run, State.APPLIED if run.state == State.UNDOING else State.FAILED, message=message)


def _settle(run: Import, state: State, **values: Any) -> None:
    """The end of the work. Raises _WithdrawnError if somebody abandoned the import meanwhile: nothing of it stays."""
    moved = Import.objects.filter(pk=run.pk, state=run.state).update(state=state, **values)
    if not moved:
        raise _WithdrawnError


def _work(run: Import) -> None:
    assert run.asked_by is not None
    watch = progress.watcher(run.pk)
    with pghistory.context(user=run.asked_by.pk, import_id=run.pk):
        try:
            match run.state:
                case State.CHECKING:
                    _check(run, watch)
                case State.APPLYING:
                    _apply(run, watch)
                case State.UNDOING:
                    _undo(run, watch)
        except ImportRefused as refused:
            _stop(run, refused.message)


def importer_for(run: Import, by: Any) -> Importer:
    """The importer of a run's kind, set up as the person chose."""
    kind = registry.named(run.kind)
    return kind.make(registry.Setup(source=run.source, mapping=run.header_mapping, by=by, options=run.options))


def read_file(run: Import, *, first: int | None = None) -> readers.Table:
    """The table of a run's file. Raises ImportRefused, also where the file has been forgotten."""
    file = getattr(run, "file", None)
    if file is None:
        raise ImportRefused("no_file", _("The file was deleted after some weeks. Upload it again."))
    return readers.read_table(
        bytes(file.content),
        name=run.file_name,
        limits=LIMITS,
        sheet=run.sheet,
        encoding=run.encoding,
        delimiter=run.header_mapping.delimiter,
        first=first,
    )


def _check(run: Import, watch: Watch, *, message: str = "") -> None:
    """Make the preview."""
    watch(Step.OPENING, 0, 0)
    importer = importer_for(run, run.asked_by)
    plan = machine.run(importer, read_file(run), dry_run=True, watch=watch)
    watch(Step.KEEPING, 0, 0)
    journal.keep(run, importer, plan, is_applied=False)
    _settle(run, State.READY, message=message, figures=run.figures, digest=run.digest, file_sha256=plan.table.sha256)


def _apply(run: Import, watch: Watch) -> None:
    """Write what the preview showed, and nothing else: if it would now do something else, there is a new preview."""
    watch(Step.OPENING, 0, 0)
    importer = importer_for(run, run.asked_by)

    def written(plan: Plan) -> None:
        watch(Step.KEEPING, 0, 0)
        journal.keep(run, importer, plan, is_applied=True)
        who = {"applied_at": timezone.now(), "applied_by": run.asked_by}
        _settle(run, State.APPLIED, message="", figures=run.figures, digest=run.digest, **who)

    try:
        machine.run(importer, read_file(run), seen=run.digest, watch=watch, journal=written)
    except ImportRefused as refused:
        if refused.code != "plan_changed":
            raise
        _check(run, watch, message=refused.message)


def _undo(run: Import, watch: Watch) -> None:
    """Take an import back, if that would still do what was shown."""
    machine.lock_source(run.kind, run.source)
    importer = importer_for(run, run.asked_by)
    plan = undo.make_plan(run, importer, lock=True)
    if not Import.objects.undoable(among=[State.UNDOING]).filter(pk=run.pk).exists():
        raise ImportRefused("not_last", _("Something of this source was imported after it, so it can’t be undone."))
    if plan.digest != run.digest:
        raise ImportRefused("plan_changed", _("Something changed here since you looked. Look again, then undo it."))
    undo.carry_out(run, importer, plan, watch=watch)
    _settle(run, State.UNDONE, message="", undone_at=timezone.now(), undone_by=run.asked_by)
