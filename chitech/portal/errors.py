"""Why an action on a page was refused. Views turn these into pages; none is shown to a person as it is."""
# ruff: noqa: N818 -- named for what happened, as they read at a raise: `raise StaleEdit(page)`

from chitech.portal.models import Page


class RefusedError(Exception):
    """An action was refused and has changed nothing."""


class NotAllowed(RefusedError):
    """This person does not write pages."""


class StaleEdit(RefusedError):
    """The page changed after the person read it. `current` is what the database holds now."""

    def __init__(self, current: Page) -> None:
        super().__init__(f"page {current.pk} is at version {current.version}")
        self.current = current
