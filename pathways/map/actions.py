"""The write vocabulary of moves. Each change bumps the vocabulary's version in the database, and so the map's."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways.choices import MoveKind
from pathways.errors import Incomplete, NotAllowed, StaleEdit
from pathways.models import Move, Title


def faults(origin: Title, destination: Title, kind: str) -> list[str]:
    """Why a move of this kind can't lead from one title to the other: sentences for people."""
    if origin.pk == destination.pk:
        return [_("A move leads from one title to another.")]
    if kind == MoveKind.PROMOTION and destination.level_id <= origin.level_id:
        return [_("A promotion leads to a higher level. Choose another kind, or swap the two titles.")]
    if kind == MoveKind.BRIDGE and origin.family_id == destination.family_id:
        return [_("A bridge leads to another field of work. Within a field it is a sideways move or a promotion.")]
    return []


def _check(by: User, move: Move, action: str) -> None:
    if not may(by, Permission.WRITE_TITLES):
        raise NotAllowed(move, action)
    found = faults(move.origin, move.destination, move.kind)
    if found:
        raise Incomplete(found)


@transaction.atomic
def add_move(*, move: Move, by: User) -> Move:
    """Draw a move. Raises NotAllowed; Incomplete for a kind that does not fit, and where there is one already."""
    _check(by, move, "add_move")
    values = {name: getattr(move, name) for name in ("kind", "how", "typical_months", "note")}
    made, is_new = Move.objects.get_or_create(origin=move.origin, destination=move.destination, defaults=values)
    if not is_new:
        raise Incomplete([_("There is already a move between these two titles in this direction.")])
    return made


@transaction.atomic
def change_move(*, move: Move, by: User, version: int, values: Mapping[str, Any]) -> Move:
    """Change what a move is; its ends stay. Raises NotAllowed, Incomplete, and StaleEdit if someone else was first."""
    for name, value in values.items():
        setattr(move, name, value)
    _check(by, move, "change_move")
    changed = Move.objects.filter(pk=move.pk, version=version).update(**values, version=F("version") + 1)
    return _now(move, "change_move", is_done=bool(changed))


@transaction.atomic
def remove_move(*, move: Move, by: User, version: int) -> None:
    """Take a move off the map. What it was stays in its history. Raises NotAllowed and StaleEdit."""
    if not may(by, Permission.WRITE_TITLES):
        raise NotAllowed(move, "remove_move")
    gone, _models = Move.objects.filter(pk=move.pk, version=version).delete()
    if not gone:
        _now(move, "remove_move", is_done=False)


def _now(move: Move, action: str, *, is_done: bool) -> Move:
    """The move as it is saved. Raises NotAllowed if it is gone, StaleEdit if nothing was done."""
    current = Move.objects.select_related("origin__family", "destination__family").filter(pk=move.pk).first()
    if current is None:
        raise NotAllowed(move, action)
    if not is_done:
        raise StaleEdit(current)
    return current
