"""Addresses of those who run training. Verbs are leaves that only a POST can ask for."""

from django.urls import include, path

from chitech.core.exports import ENDINGS
from chitech.core.imports.urls import screens
from training.running.figure_tables import TABLES
from training.views import check_in, figures, manage, manage_paths, manage_sessions, roster

urlpatterns = [
    path("", manage.index, name="manage"),
    path("new/", manage.new, name="manage-new"),
    path("imports/", include(screens("training.course"))),
    path("paths/", manage_paths.index, name="manage-paths"),
    path("paths/new/", manage_paths.new, name="manage-path-new"),
    path("paths/<int:pk>/", manage_paths.edit, name="manage-path"),
    path("paths/<int:pk>/publish/", manage_paths.publish, name="manage-path-publish"),
    path("paths/<int:pk>/retire/", manage_paths.retire, name="manage-path-retire"),
    path("<int:pk>/", manage.detail, name="manage-course"),
    path("<int:pk>/edit/", manage.edit, name="manage-edit"),
    path("<int:pk>/publish/", manage.publish, name="manage-publish"),
    path("<int:pk>/retire/", manage.retire, name="manage-retire"),
    path("<int:pk>/sessions/new/", manage_sessions.new, name="manage-session-new"),
    path("sessions/<int:pk>/", manage_sessions.edit, name="manage-session"),
    path("sessions/<int:pk>/copy/", manage_sessions.copy, name="manage-session-copy"),
    path("sessions/<int:pk>/cancel/", manage_sessions.cancel, name="manage-session-cancel"),
    path("sessions/<int:pk>/roster/", roster.index, name="roster"),
    *(
        path(f"sessions/<int:pk>/roster.{ending}", roster.export, {"ending": ending}, name=f"roster-{ending}")
        for ending in ENDINGS
    ),
    path("sessions/<int:pk>/roster/change/", roster.change, name="roster-change"),
    path("sessions/<int:pk>/roster/enroll/", roster.enroll, name="roster-enroll"),
    path("sessions/<int:pk>/sheet/", roster.sheet, name="roster-sheet"),
    path("sessions/<int:pk>/feedback/", roster.answers, name="session-feedback"),
    path("sessions/<int:pk>/meetings/<int:meeting>/", check_in.page, name="check-in"),
    path("sessions/<int:pk>/meetings/<int:meeting>/marks/", check_in.marks, name="check-in-marks"),
    path("figures/", figures.index, name="figures"),
    *(
        path(
            f"figures/{table}.{ending}",
            figures.export,
            {"table": table, "ending": ending},
            name=f"figures-{table}-{ending}",
        )
        for table in TABLES
        for ending in ENDINGS
    ),
]
