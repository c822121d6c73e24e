"""The import screens of one kind, for an app to mount: `path("manage/imports/", include(screens("jobs.posting")))`.

Their names are in the namespace `imports` of whoever mounts them: `jobs:imports:list`.
"""

from typing import Any

from django.urls import URLPattern, path

from chitech.core.imports import downloads, views


def screens(kind: str) -> tuple[list[URLPattern], str]:
    """Addresses for `include`. Verbs are leaves that only a POST can ask for."""
    given: dict[str, Any] = {"kind": kind}
    return [
        path("", views.index, given, name="list"),
        path("new/", views.new, given, name="new"),
        path("<int:pk>/", views.one, given, name="one"),
        path("<int:pk>/sheet/", views.sheet, given, name="sheet"),
        path("<int:pk>/match/", views.match, given, name="match"),
        path("<int:pk>/apply/", views.apply, given, name="apply"),
        path("<int:pk>/undo/", views.undo, given, name="undo"),
        path("<int:pk>/abandon/", views.abandon, given, name="abandon"),
        path("<int:pk>/rejected.csv", downloads.rejected, given, name="rejected"),
        path("<int:pk>/report.json", downloads.report, given, name="report"),
    ], "imports"
