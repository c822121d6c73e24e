"""A slow connection, made so by hand."""

from contextlib import suppress

from playwright.sync_api import APIResponse, Error, Page, Route


class Gate:
    """Answers from some addresses are on their way until it is opened: the server has done its part, the page waits."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.held: list[tuple[Route, APIResponse]] | None = []
        page.route(pattern, self._arrived)

    def _arrived(self, route: Route) -> None:
        answer = route.fetch()
        if self.held is None:
            route.fulfill(response=answer)
        else:
            self.held.append((route, answer))

    def open(self) -> None:
        """From now on nothing waits."""
        held, self.held = self.held or [], None
        for route, answer in held:
            with suppress(Error):  # the page no longer wants to know
                route.fulfill(response=answer)
