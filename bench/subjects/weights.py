"""How much is sent to a person who comes for the first time, and for each further page."""

import re
from urllib.parse import urlsplit

from bench import driver
from bench.driver import Answer
from bench.lab import Lab
from bench.report import Goal, Measurement
from bench.subjects import public_pages

FIRST_VISIT, FURTHER_PAGE = 120_000, 15_000
PAGES = {"home", "list", "detail"}
_TAG = re.compile(r"<(link|script|img|use)\b([^>]*)>")
_ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')
# What a browser fetches of a page's <link>s. Of several icons it takes one, and prefers the drawing.
_FETCHED = re.compile(r'rel="(?:stylesheet|preload)"|type="image/svg\+xml"')


def measure(lab: Lab) -> list[Measurement]:
    """The bytes of home, list and detail with all that they need; and of the same pages alone."""
    rows = lab.sizes[0]
    measured = []
    with lab.serving(rows, WEB_CONCURRENCY="1") as port:
        for page in public_pages.pages(lab, rows, port):
            if page.name in PAGES:
                answer = driver.get(port, page.paths[0])
                parts = sum(_size(port, path) for path in parts_of(_text(answer)))
                alone = len(answer.body)
                measured += [
                    Measurement(f"{page.name}, first visit", rows, bytes=alone + parts, goal=Goal(bytes=FIRST_VISIT)),
                    Measurement(f"{page.name}, further page", rows, bytes=alone, goal=Goal(bytes=FURTHER_PAGE)),
                ]
    return measured


def parts_of(html: str) -> set[str]:
    """The addresses that a browser fetches to show this page: styles, fonts asked for early, scripts, drawings."""
    found = set()
    for kind, attributes in _TAG.findall(html):
        address = _ADDRESS.search(attributes)
        if address and (kind != "link" or _FETCHED.search(attributes)):
            found.add(urlsplit(address[1]).path)
    return found - {""}  # a drawing on the page itself


def _text(answer: Answer) -> str:
    import gzip  # noqa: PLC0415

    return gzip.decompress(answer.body).decode()


def _size(port: int, path: str) -> int:
    answer = driver.get(port, path, "Accept-Encoding: br, gzip\r\n")
    if answer.status != 200:
        raise driver.BadAnswerError(f"{path} answered {answer.status}")
    return len(answer.body)
