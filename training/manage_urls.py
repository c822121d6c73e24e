"""Addresses of those who run training. Verbs are leaves that only a POST can ask for."""

from django.urls import include, path

from chitech.core.imports.urls import screens
from training.views import manage, manage_sessions

urlpatterns = [
    path("", manage.index, name="manage"),
    path("new/", manage.new, name="manage-new"),
    path("imports/", include(screens("training.course"))),
    path("<int:pk>/", manage.detail, name="manage-course"),
    path("<int:pk>/edit/", manage.edit, name="manage-edit"),
    path("<int:pk>/publish/", manage.publish, name="manage-publish"),
    path("<int:pk>/retire/", manage.retire, name="manage-retire"),
    path("<int:pk>/sessions/new/", manage_sessions.new, name="manage-session-new"),
    path("sessions/<int:pk>/", manage_sessions.edit, name="manage-session"),
    path("sessions/<int:pk>/copy/", manage_sessions.copy, name="manage-session-copy"),
    path("sessions/<int:pk>/cancel/", manage_sessions.cancel, name="manage-session-cancel"),
]
