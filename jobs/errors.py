"""Why an action on a posting was refused. Views turn these into pages; none of them is shown to a person as it is."""
# ruff: noqa: N818 -- named for what happened, as they read at a raise: `raise NotAllowed(posting, "publish")`

from collections.abc import Sequence

from jobs.models import Posting


class RefusedError(Exception):
    """An action was refused and has changed nothing."""


class NotAllowed(RefusedError):
    """The table of moves has no such move from the posting's state for this person; or someone else was first."""

    def __init__(self, posting: Posting | None, action: str) -> None:
        super().__init__(f"{action} is not allowed on posting {posting.pk if posting else 'new'}")
        self.posting = posting
        self.action = action


class StaleEdit(RefusedError):
    """The posting changed after the person read it. `current` is what the database holds now."""

    def __init__(self, current: Posting) -> None:
        super().__init__(f"posting {current.pk} is at version {current.version}")
        self.current = current


class CannotPublish(RefusedError):
    """The posting may not be published, or stay published, like this. `missing` are sentences for people."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"{len(missing)} things are missing")
        self.missing = list(missing)
