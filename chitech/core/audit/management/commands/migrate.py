"""`migrate`, without drawing forty models anew for each constraint, index and trigger (ADR 0079)."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.core.management.commands import migrate
from django.db.migrations.operations import AddConstraint, AddIndex, RemoveConstraint, RemoveIndex
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# What they change is a model's options. Columns and relations stay, so the classes that stand for the tables do, too.
OF_OPTIONS: tuple[type[Operation], ...] = (
    AddConstraint, AddIndex, AddTrigger, RemoveConstraint, RemoveIndex, RemoveTrigger,
)  # fmt: skip


@contextmanager
def options_are_not_drawn() -> Iterator[None]:
    """Inside, an operation that changes only options tells the rendered model of them, and renders nothing.

    Django renders the model and all that are related to it once more after each of them; nearly everything here is
    related to the person who did it. The state itself is kept as ever, and the next change of a column renders from it.
    """
    with ExitStack() as patches:
        for operation in OF_OPTIONS:
            forwards = operation.state_forwards

            def state_forwards(self: Operation, app: str, state: ProjectState, forwards: Any = forwards) -> None:
                with patch.object(state, "reload_model"):
                    forwards(self, app, state)
                if "apps" in state.__dict__:
                    name = self.model_name  # type: ignore[attr-defined]
                    options = state.models[app, name.lower()].options
                    # A later change of a unique column looks here for constraints that are not the column's own.
                    for option in ("constraints", "indexes", "triggers"):
                        meta = state.apps.get_model(app, name)._meta  # noqa: SLF001 -- Django's documented name
                        setattr(meta, option, list(options.get(option, [])))

            patches.enter_context(patch.object(operation, "state_forwards", state_forwards))
        yield


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with options_are_not_drawn():
            super().handle(*args, **options)
