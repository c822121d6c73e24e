"""Who and why, bound to every request: a request id for the logs, a history context for the triggers."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pghistory
import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponse]
_CLEAN_ID = re.compile(r"^[A-Za-z0-9_-]{8,64}$")
# Methods that may change something. A GET never does, and so needs no context.
_WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

log = structlog.get_logger("chitech.request")


class RequestIdMiddleware:
    """Give each request an id, return it as `X-Request-ID`, and bind it to each log line.

    An id sent by a proxy is kept if it is plain; anything else is replaced, so that nobody writes into our logs.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _CLEAN_ID.match(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        if response.status_code >= 500:
            # The path alone: a query string may hold what a person typed.
            log.error("server_error", method=request.method, path=request.path, status=response.status_code)
        return response


class HistoryContextMiddleware:
    """Tell the history triggers who changed something, through which route, in which request.

    The route is the URL pattern, not the path: a path can hold a password-reset token, and tokens never enter history.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _WRITING:
            return self.get_response(request)
        user = getattr(request, "user", None)
        with pghistory.context(user=user.pk if user else None, request_id=getattr(request, "request_id", "")):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view_and_arguments: Any) -> None:
        """Add the route, known only once the URL has been resolved."""
        if request.method in _WRITING and request.resolver_match:
            pghistory.context(route=request.resolver_match.route)
