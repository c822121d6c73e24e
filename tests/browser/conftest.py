"""A real Chromium against a real server, and axe to listen to every page."""

import os
import threading
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from chitech.core.accounts.models import User
from chitech.core.imports import actions, work
from tests.conftest import come_in

# Playwright's synchronous driver runs an event loop in the thread of the test; Django would refuse to query beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE, DESK = 320, 1280
PATIENCE = 30_000  # milliseconds; what comes, comes at once, unless the machine has other things to do
HARMLESS = (
    "the server responded with a status of 4",  # a page that answers 4xx on purpose
    "was preloaded using link preload but not used",  # said of a font when the machine is so busy that drawing waits
    "htmx:sendAbort, ",  # said of an answer that is no longer waited for: a newer question was asked
    "htmx:afterRequest, ",  # said with it; a true failure is also said with its own name
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]  # what else axe looks for is the same by day and by night
HEIGHTS = {PHONE: 640, DESK: 860}

OpenPage = Callable[..., Page]
expect.set_options(timeout=PATIENCE)


def _read_to_its_end(act: Callable[..., None]) -> Callable[..., None]:
    """A press that leads to another page is over when that page has been read to its end.

    Playwright waits until the new page begins to arrive; what a test reads of it at once, without a wait of its own
    (`all_inner_texts`, `count`), is then nothing or half, by chance.
    """

    @wraps(act)
    def pressed(self: Page | Locator, *args: Any, **options: Any) -> None:
        act(self, *args, **options)
        page = self.page if isinstance(self, Locator) else self
        if not page.is_closed():
            page.wait_for_load_state("domcontentloaded")

    return pressed


for pressable in (Page, Locator):
    for act in ("click", "press"):
        setattr(pressable, act, _read_to_its_end(getattr(pressable, act)))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a worker. Without Chromium these tests are skipped, unless CI=true: then its absence is a failure."""
    if not Path(CHROMIUM).exists():
        message = f"Browser tests need Chromium: there is none at {CHROMIUM} (set CHROMIUM= to its path)."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the console said of a fault. A test that causes faults on purpose clears it."""
    return []


@pytest.fixture
def open_page(chromium: Browser, live_server: Any, transactional_db: None, complaints: list[str]) -> Iterator[OpenPage]:
    """`open_page("/jobs/", width=PHONE, js=False, dark=True, user=hr)`: a page in a window of its own.

    What the page's console complains of, the content security policy included, fails the test.
    """
    contexts: list[BrowserContext] = []

    def opened(path: str, *, width: int = DESK, js: bool = True, dark: bool = False, user: User | None = None) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=js,
            base_url=live_server.url,
            reduced_motion="reduce",
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        if user is not None:
            _sign_in(context, live_server.url, user)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    left = [said for said in complaints if not any(harmless in said for harmless in HARMLESS)]
    assert not left, left


def _sign_in(context: BrowserContext, url: str, user: User) -> None:
    """Give the browser the cookie of a signed-in session, as the sign-in page would."""
    browser = Client()
    come_in(browser, user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": browser.cookies[name].value, "url": url}])


def violations(page: Page) -> list[str]:
    """What axe finds on a page as it stands: WCAG 2.0 to 2.2, A and AA, and best practices. One line each.

    Frames are left alone: ours are sandboxed (previews of emails, which have a test of their own), so axe can't be in
    them, and its attempt to speak to one that is still loading is a fault in the console, or not, by chance.
    """
    return _heard(page, RULES)


def _heard(page: Page, rules: list[str]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    asked = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], iframes: false})"
    result = page.evaluate(asked, rules)
    return [
        f"{found['id']}: {found['help']}: {[node['html'][:160] for node in found['nodes'][:3]]}"
        for found in result["violations"]
    ]


def faults(page: Page) -> list[str]:
    """What is wrong with a page as it stands, on a phone and on a desk, by day and by night; one line each.

    What axe finds, and how much wider the page is than its window. The page is laid out anew, not loaded anew, and has
    its window and its colours back in the end.
    """
    window = page.viewport_size
    was_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    found = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        for scheme, rules in (("light", RULES), ("dark", COLOUR_RULES)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{page.url} at {width} px, {scheme}: {said}" for said in _heard(page, rules)]
        if wide := overflow(page):
            found.append(f"{page.url} at {width} px is {wide} pixels too wide")
    if window:
        page.set_viewport_size(window)
    page.emulate_media(color_scheme="dark" if was_dark else "light")
    return found


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window; 0 is what a phone wants."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def workers(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each call for a worker is answered by one, in a thread of its own."""
    running: list[threading.Thread] = []

    def take_up(pk: int) -> None:
        try:
            work.take_up(pk)
        finally:
            connections.close_all()

    def call(pk: int, **_options: object) -> None:
        running.append(threading.Thread(target=take_up, args=(pk,)))
        running[-1].start()

    monkeypatch.setattr(actions, "call_worker", call)
    yield
    for thread in running:
        thread.join(30)
