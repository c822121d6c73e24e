"""Copies of pages that show openings: found by the catalogue's version. See `chitech.core.page_copies`."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from chitech.core import page_copies
from jobs import catalogue


def answer(
    request: HttpRequest,
    *,
    key: Callable[[str], str | None],
    build: Callable[[], HttpResponse],
    is_same_for_all: bool = False,
    also: Sequence[str] = (),
) -> HttpResponse:
    """A copy of the page, or the page itself; the other arguments are those of `chitech.core.page_copies.answer`.

    `also`: as in `catalogue.read`, for a page that shows more than openings.
    """

    def read_state(now: datetime) -> page_copies.State:
        return catalogue.read(now, also)

    return page_copies.answer(request, read_state=read_state, key=key, build=build, is_same_for_all=is_same_for_all)
