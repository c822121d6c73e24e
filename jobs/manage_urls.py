"""Addresses of HR's pages. Verbs are leaves that only a POST can ask for."""

from django.urls import include, path

from chitech.core.imports.urls import screens
from jobs.views import manage

urlpatterns = [
    path("", manage.index, name="manage"),
    path("new/", manage.new, name="manage-new"),
    path("imports/", include(screens("jobs.posting"))),
    path("<int:pk>/", manage.detail, name="manage-detail"),
    path("<int:pk>/edit/", manage.edit, name="manage-edit"),
    path("<int:pk>/preview/", manage.preview, name="manage-preview"),
    path("<int:pk>/publish/", manage.publish, name="publish"),
    path("<int:pk>/close/", manage.close, name="close"),
    path("<int:pk>/cancel/", manage.cancel, name="cancel"),
]
