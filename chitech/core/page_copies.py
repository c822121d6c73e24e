"""Copies of public pages in Redis, for people who have not signed in. Never wrong, only faster.

A copy is found by the version of what it shows and by what was asked in its shortest form. It lives until the sooner of
a minute and the next moment at which time alone makes it wrong. The version is read before the page is built: a page
built from older data than its version can't be stored under a newer one. Without Redis every page is simply built.

Each process holds the copies that it sent last, too, and so asks Redis less often. They are the same copies: found by
the same name, which has the version in it, and ended at the same moment.
"""

import gzip
import hashlib
from collections import OrderedDict
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

LONGEST = timedelta(seconds=60)
# Of a process's own copies: how many, and how large in bytes the largest.
NEAR_MOST, NEAR_LARGEST = 128, 49_152
# Whoever sends one of these may be shown something of their own.
_PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}
log = structlog.get_logger("chitech.pages")


@dataclass(frozen=True)
class State:
    """The version of what pages show, and when time alone makes pages of it wrong."""

    version: str
    next_change: datetime


@dataclass(frozen=True)
class Copy:
    """A page as it was sent. Only its compressed form is kept: the few who can't unpack get it unpacked."""

    compressed: bytes
    content_type: str
    headers: dict[str, str]
    etag: str
    expires_at: float


_near: OrderedDict[str, Copy] = OrderedDict()


def answer(
    request: HttpRequest,
    *,
    read_state: Callable[[datetime], State],
    key: Callable[[str], str | None],
    build: Callable[[], HttpResponse],
    is_same_for_all: bool = False,
) -> HttpResponse:
    """A copy of the page, or the page itself, with the headers that fit whoever asks.

    `key` names what was asked, given the version; None means that this answer is not worth a copy.
    `is_same_for_all`: what people who have signed in get is no different (a feed, a sitemap).
    """
    if not is_same_for_all and request.COOKIES.keys() & _PERSONAL:
        return _uncopied(request, build())
    # Before building: what changes, opens or closes while the page is built must end the copy, too.
    started = timezone.now()
    state = read_state(started)
    name = key(state.version)
    if name is None:
        return _uncopied(request, build())
    digest = hashlib.sha256(f"{settings.RELEASE}|{get_language()}|{state.version}|{name}".encode()).hexdigest()
    copy = _stored(f"page:{digest}")
    if copy is None:
        response = build()
        if response.status_code != 200:
            return _uncopied(request, response, is_same_for_all=is_same_for_all)
        copy = _store(f"page:{digest}", response, min(started + LONGEST, state.next_change))
    return _from_copy(request, copy, is_same_for_all=is_same_for_all)


def forget_near() -> None:
    """Let this process forget its own copies. For tests, in which versions come back with an emptied database."""
    _near.clear()


def _uncopied(request: HttpRequest, response: HttpResponse, *, is_same_for_all: bool = False) -> HttpResponse:
    if not is_same_for_all and request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def _stored(name: str) -> Copy | None:
    now = timezone.now().timestamp()
    near = _near.get(name)
    if near is not None and near.expires_at > now:
        return near
    try:
        copy = cache.get(name)
    except (RedisError, OSError):
        log.warning("page_copies_unreachable")
        return None
    # Redis counts in its own time; ours decides.
    if copy is None or copy.expires_at <= now:
        return None
    _hold(name, copy)
    return copy  # type: ignore[no-any-return]


def _hold(name: str, copy: Copy) -> None:
    """Keep it in this process, and let the one go that came first. Each step is whole, whatever other threads do."""
    if len(copy.compressed) <= NEAR_LARGEST:
        _near[name] = copy
        while len(_near) > NEAR_MOST:
            try:
                _near.popitem(last=False)
            except KeyError:  # another thread was first
                return


def _store(name: str, response: HttpResponse, expires_at: datetime) -> Copy:
    content = response.content
    headers = {name: value for name, value in response.items() if name not in {"Content-Type", "Content-Length"}}
    copy = Copy(
        compressed=gzip.compress(content, compresslevel=4, mtime=0),
        content_type=response["Content-Type"],
        headers=headers,
        etag=f'W/"{hashlib.sha256(content).hexdigest()[:32]}"',
        expires_at=expires_at.timestamp(),
    )
    try:
        cache.set(name, copy, timeout=max(1, int((expires_at - timezone.now()).total_seconds()) + 1))
    except (RedisError, OSError):
        log.warning("page_copies_unreachable")
    else:
        _hold(name, copy)
    return copy


def _from_copy(request: HttpRequest, copy: Copy, *, is_same_for_all: bool) -> HttpResponse:
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    content = copy.compressed if takes_gzip else gzip.decompress(copy.compressed)
    response = HttpResponse(content, content_type=copy.content_type)
    for name, value in copy.headers.items():
        response[name] = value
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"] if is_same_for_all else ["Accept-Encoding", "Cookie"])
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    response["ETag"] = copy.etag
    return get_conditional_response(request, etag=copy.etag, response=response) or response
