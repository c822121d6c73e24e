"""The one exception from "history is append-only"."""

from collections.abc import Collection, Mapping
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction

from chitech.core.accounts.models import User
from chitech.core.audit.models import Erasure

# Owns nothing and may only redact: it can neither add nor delete an event.
ERASER = "chitech_eraser"


@transaction.atomic
def erase(
    *,
    model: type[models.Model],
    keys: Collection[int],
    columns: Mapping[str, Any],
    by: User,
    about: str,
    reason: str,
    rule: str,
) -> Erasure:
    """Overwrite named columns in the history of some rows of a tracked model, and leave a row that says so.

    `columns` has the history's column names with what stands there from now on ("" or None). Works under a database
    role of its own, which holds for this one statement. Raises ValueError without a reason or rule, for a model without
    history, or a column that its history does not have.
    """
    events = _events_of(model)
    known = _columns_of(events) - {"pgh_id", "pgh_obj_id", "pgh_created_at"}
    if not columns or not columns.keys() <= known:
        raise ValueError(f"The history of {model.__name__} has no such columns: {sorted(columns.keys() - known)}")
    if not reason.strip() or not rule.strip():
        raise ValueError("An erasure needs its reason and its rule.")
    rows = _redact(events, keys, columns) if keys else 0
    return Erasure.objects.create(
        erased_by=by,
        table=_table_of(events),
        columns=sorted(columns),
        about=about,
        rows=rows,
        reason=reason,
        rule=rule,
    )


def _events_of(model: type[models.Model]) -> type[models.Model]:
    for events in apps.get_models():
        if getattr(events, "pgh_tracked_model", None) is model:
            return events
    raise ValueError(f"{model.__name__} has no history.")


def _table_of(events: type[models.Model]) -> str:
    return events._meta.db_table  # noqa: SLF001 -- Django's documented way to a model's facts


def _columns_of(events: type[models.Model]) -> set[str]:
    return {str(field.column) for field in events._meta.concrete_fields}  # noqa: SLF001


def _redact(events: type[models.Model], keys: Collection[int], columns: Mapping[str, Any]) -> int:
    quote = connection.ops.quote_name
    table = quote(_table_of(events))
    assignments = ", ".join(f"{quote(column)} = %s" for column in columns)
    names = ", ".join(quote(column) for column in columns)
    key = "pgh_obj_id" if "pgh_obj_id" in _columns_of(events) else "id"
    with connection.cursor() as cursor, pgtrigger.ignore(f"{events._meta.label}:append_only"):  # noqa: SLF001
        cursor.execute(f"GRANT SELECT, UPDATE ({names}) ON {table} TO {ERASER}")
        cursor.execute(f"SET LOCAL ROLE {ERASER}")
        try:
            cursor.execute(f"UPDATE {table} SET {assignments} WHERE {key} = ANY(%s)", [*columns.values(), list(keys)])  # noqa: S608 -- names of our own columns, quoted
            return int(cursor.rowcount)
        finally:
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")
