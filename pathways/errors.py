"""Why an action on a title was refused. Views turn these into pages; none of them is shown to a person as it is."""
# ruff: noqa: N818 -- named for what happened, as they read at a raise

from collections.abc import Sequence
from typing import Any


class RefusedError(Exception):
    """An action was refused and has changed nothing."""


class NotAllowed(RefusedError):
    """There is no such step from this state for this person; or someone else was first."""

    def __init__(self, thing: Any, action: str) -> None:
        super().__init__(f"{action} is not allowed on {type(thing).__name__} {getattr(thing, 'pk', 'new')}")
        self.thing = thing
        self.action = action


class StaleEdit(RefusedError):
    """The draft changed after the person read it. `current` is what the database holds now."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"{type(current).__name__} {current.pk} is at version {current.version}")
        self.current = current


class AlreadyDrafted(RefusedError):
    """Someone is working on a new revision of this title; `draft` is theirs."""

    def __init__(self, draft: Any) -> None:
        super().__init__(f"title {draft.title_id} has draft {draft.pk}")
        self.draft = draft


class Incomplete(RefusedError):
    """It may not be submitted, approved or retired like this. `missing` are sentences for people."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"{len(missing)} things are missing")
        self.missing = list(missing)


class ImpactChanged(RefusedError):
    """What the revision touches is no longer what the publisher confirmed. They look again."""
