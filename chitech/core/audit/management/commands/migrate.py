"""`migrate`, without drawing forty models anew for each model, column, constraint, index and trigger (ADR 0079)."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.core.management.commands import migrate
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# What they change is a model's options. Columns and relations stay, so the classes that stand for the tables do, too.
OF_OPTIONS: tuple[type[Operation], ...] = (
    AddConstraint, AddIndex, AddTrigger, RemoveConstraint, RemoveIndex, RemoveTrigger,
)  # fmt: skip
# What they change is one model: no table but its own.
OF_ONE_MODEL: tuple[type[Operation], ...] = (CreateModel, AddField)


@contextmanager
def little_is_drawn() -> Iterator[None]:
    """Inside, an operation draws (renders, as Django calls it) no more models than it changes tables.

    Django renders a model and all that are related to it once more after each operation; nearly everything here is
    related to the person who did it. The state itself is kept as ever. Code that a migration runs (`RunPython`) gets
    all models rendered from it: it is told, as Django tells it for its own shortcuts, that the rendering is behind.
    """
    with ExitStack() as patches:
        for operation in OF_OPTIONS:
            patches.enter_context(patch.object(operation, "state_forwards", _telling_the_class(operation)))
        for operation in OF_ONE_MODEL:
            patches.enter_context(patch.object(operation, "state_forwards", _drawing_one(operation)))
        yield


def _telling_the_class(operation: type[Operation]) -> Any:
    forwards = operation.state_forwards

    def state_forwards(self: Operation, app: str, state: ProjectState) -> None:
        with patch.object(state, "reload_model"):
            forwards(self, app, state)
        if "apps" in state.__dict__:
            name = self.model_name  # type: ignore[attr-defined]
            options = state.models[app, name.lower()].options
            # A later change of a unique column looks here for constraints that are not the column's own.
            for option in ("constraints", "indexes", "triggers"):
                meta = state.apps.get_model(app, name)._meta  # noqa: SLF001 -- Django's documented name
                setattr(meta, option, list(options.get(option, [])))

    return state_forwards


def _drawing_one(operation: type[Operation]) -> Any:
    forwards = operation.state_forwards

    def state_forwards(self: Operation, app: str, state: ProjectState) -> None:
        def draw(app: str, name: str, delay: bool = False) -> None:  # noqa: ARG001, FBT001, FBT002 -- as Django's
            if "apps" in state.__dict__:
                state.is_delayed = True
                # What its `reload_model` does with all that are related.
                state._reload({(app, name)})  # type: ignore[attr-defined]  # noqa: SLF001

        with patch.object(state, "reload_model", draw):
            forwards(self, app, state)

    return state_forwards


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with little_is_drawn():
            super().handle(*args, **options)
