"""Copies of public pages in Redis, for people who have not signed in. Never wrong, only faster.

A copy is found by the catalogue's version and by what was asked in its shortest form. It lives until the sooner of a
minute and the next opening, closing or midnight. The version is read before the page is built: a page built from older
data than its version can't be stored under a newer one. Without Redis every page is simply built.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from redis.exceptions import RedisError

from jobs import catalogue

LONGEST = timedelta(seconds=60)
# Whoever sends one of these may be shown something of their own.
_PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}
log = structlog.get_logger("chitech.pages")


@dataclass(frozen=True)
class Copy:
    """A page as it was sent: plain for the few who can't unpack, compressed for all others."""

    content: bytes
    compressed: bytes
    content_type: str
    headers: dict[str, str]
    etag: str
    expires_at: float


def answer(
    request: HttpRequest, *, key: Callable[[str], str | None], build: Callable[[], HttpResponse]
) -> HttpResponse:
    """A copy of the page, or the page itself, with the headers that fit whoever asks.

    `key` names what was asked, given the catalogue's version; None means that this answer is not worth a copy.
    """
    if request.COOKIES.keys() & _PERSONAL:
        return _uncopied(request, build())
    # Before building: what changes, opens or closes while the page is built must end the copy, too.
    started = timezone.now()
    state = catalogue.read(started)
    name = key(state.version)
    if name is None:
        return _uncopied(request, build())
    digest = hashlib.sha256(f"{settings.RELEASE}|{get_language()}|{state.version}|{name}".encode()).hexdigest()
    copy = _stored(f"page:{digest}")
    if copy is None:
        response = build()
        if response.status_code != 200:
            return _uncopied(request, response)
        copy = _store(f"page:{digest}", response, min(started + LONGEST, state.next_change))
    return _from_copy(request, copy)


def _uncopied(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def _stored(name: str) -> Copy | None:
    try:
        copy = cache.get(name)
    except (RedisError, OSError):
        log.warning("page_copies_unreachable")
        return None
    # Redis counts in its own time; ours decides.
    return copy if copy is not None and copy.expires_at > timezone.now().timestamp() else None


def _store(name: str, response: HttpResponse, expires_at: datetime) -> Copy:
    content = response.content
    headers = {name: value for name, value in response.items() if name not in {"Content-Type", "Content-Length"}}
    copy = Copy(
        content=content,
        compressed=gzip.compress(content, compresslevel=6, mtime=0),
        content_type=response["Content-Type"],
        headers=headers,
        etag=f'W/"{hashlib.sha256(content).hexdigest()[:32]}"',
        expires_at=expires_at.timestamp(),
    )
    try:
        cache.set(name, copy, timeout=max(1, int((expires_at - timezone.now()).total_seconds()) + 1))
    except (RedisError, OSError):
        log.warning("page_copies_unreachable")
    return copy


def _from_copy(request: HttpRequest, copy: Copy) -> HttpResponse:
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(copy.compressed if takes_gzip else copy.content, content_type=copy.content_type)
    for name, value in copy.headers.items():
        response[name] = value
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    response["ETag"] = copy.etag
    return get_conditional_response(request, etag=copy.etag, response=response) or response
