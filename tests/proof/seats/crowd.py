"""People with a browser each, and how they press a button of the portal."""

import http.client
import secrets
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session as BrowserSession
from django.utils import timezone

from chitech.core.accounts.models import User

CONNECTIONS = 32


@dataclass(frozen=True)
class Browser:
    """A signed-in browser of a person."""

    person: int
    cookies: str
    csrf: str


@dataclass(frozen=True)
class Pressed:
    """One button, pressed: when, and what came of it. Status 0: no answer."""

    person: int
    path: str
    began: float
    ended: float
    status: int
    location: str


def crowd(number: int) -> list[Browser]:
    """So many people, each signed in."""
    mark = secrets.token_hex(4)
    people = User.objects.bulk_create(
        User(email=f"crowd-{mark}-{n}@city.example", name=f"Person {n}", password="!") for n in range(number)
    )
    store = import_module(settings.SESSION_ENGINE).SessionStore
    browsers, rows = [], []
    for person in people:
        key, csrf = secrets.token_hex(16), secrets.token_hex(16)
        held = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
            "seen": int(time.time()),
        }
        rows.append(
            BrowserSession(
                session_key=key,
                session_data=store().encode(held),
                expire_date=timezone.now() + timedelta(days=1),
            )
        )
        cookies = f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={csrf}"
        browsers.append(Browser(person.pk, cookies, csrf))
    BrowserSession.objects.bulk_create(rows)
    return browsers


class Line:
    """Connections that are kept open, one a thread, as browsers do."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._near = threading.local()

    def press(self, browser: Browser, path: str, **fields: str) -> Pressed:
        """POST a form as a person."""
        body = urlencode({"csrfmiddlewaretoken": browser.csrf, **fields})
        return self._ask(browser, "POST", path, body)[0]

    def read(self, browser: Browser, path: str) -> tuple[int, str]:
        """GET a page as a person."""
        pressed, text = self._ask(browser, "GET", path, None)
        return pressed.status, text

    def _ask(self, browser: Browser, method: str, path: str, body: str | None) -> tuple[Pressed, str]:
        headers = {"Host": "localhost", "Cookie": browser.cookies}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        try:
            connection = self._connection()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            status, location = answer.status, answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            self._near.connection, status, location, text = None, 0, "", ""
        return Pressed(browser.person, path, began, time.monotonic(), status, location), text

    def _connection(self) -> http.client.HTTPConnection:
        found: http.client.HTTPConnection | None = getattr(self._near, "connection", None)
        if found is None:
            found = self._near.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        return found


def all_at_once(line: Line, browsers: Sequence[Browser], path: str) -> list[Pressed]:
    """Everyone presses the same button, over so many connections at once."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(lambda browser: line.press(browser, path), browsers))
