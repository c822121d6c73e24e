"""The import screens of one kind, for an app to mount: `path("manage/imports/", include(screens("jobs.posting")))`.

Their names are in the namespace `imports` of whoever mounts them: `jobs:imports:list`.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from chitech.core.imports import downloads, registry, views
from chitech.core.imports.guard import mounted

type View = Callable[..., HttpResponse]


def screens(name: str) -> tuple[list[URLPattern], str]:
    """Addresses for `include`, given a registered kind. Verbs are leaves that only a POST can ask for."""
    kind = registry.named(name)
    pages: list[tuple[str, str, View]] = [
        ("new/", "new", views.new),
        ("<int:pk>/sheet/", "sheet", views.sheet),
        ("<int:pk>/match/", "match", views.match),
        ("<int:pk>/apply/", "apply", views.apply),
        ("<int:pk>/undo/", "undo", views.undo),
        ("<int:pk>/abandon/", "abandon", views.abandon),
    ]
    to_read: list[tuple[str, str, View]] = [
        ("", "list", views.index),
        ("<int:pk>/", "one", views.one),
        ("<int:pk>/rejected.csv", "rejected", downloads.rejected),
        ("<int:pk>/report.json", "report", downloads.report),
    ]
    return [
        *(path(route, mounted(kind, kind.to_read, view), name=called) for route, called, view in to_read),
        *(path(route, mounted(kind, kind.to_import, view), name=called) for route, called, view in pages),
    ], "imports"
