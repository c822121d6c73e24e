"""Pages that join the apps, and the addresses that machines ask."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from chitech.core.design.page_meta import PageMeta, absolute
from chitech.portal.front_door import front_door
from jobs import page_copies
from jobs.page_meta import default_picture


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door: a search box, the fields of work, the newest openings."""
    return page_copies.answer(request, key=lambda _version: "home", build=lambda: _build_home(request))


def _build_home(request: HttpRequest) -> HttpResponse:
    meta = PageMeta(
        title=_("Technology jobs with the City of Chicago"),
        description=_(
            "Find a technology job with the City of Chicago: "
            "what it pays, what it asks, and what counts instead of a degree."
        ),
        path=reverse("home"),
        picture=default_picture(),
    )
    return render(request, "portal/home.html", {**front_door(request.user), "meta": meta})


@login_not_required
@never_cache
@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of anybody else."""
    return HttpResponse("ok", content_type="text/plain")


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _redis() -> bool:
    cache.set("readyz", "1", 5)
    return bool(cache.get("readyz") == "1")


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


_CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "redis": _redis, "migrations": _migrations}


@login_not_required
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when the portal can serve people, 503 when a part it needs is missing. Says which, and nothing more."""
    answer: dict[str, str] = {}
    for name, check in _CHECKS.items():
        try:
            answer[name] = "ok" if check() else "pending"
        except (DatabaseError, RedisError, OSError):
            answer[name] = "unreachable"
    return JsonResponse(answer, status=200 if set(answer.values()) == {"ok"} else 503)


@login_not_required
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """What search engines may read: the openings, not the tools."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /jobs/manage/",
        "Disallow: /account/",
        "Disallow: /people/",
        "Disallow: /design/",
        "",
        f"Sitemap: {absolute(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
