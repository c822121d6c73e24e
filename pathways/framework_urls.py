"""Addresses of reference frameworks. Reading is for everyone; what HR does with them are leaves of a role."""

from django.urls import include, path

from chitech.core.imports.urls import screens
from pathways.frameworks.screens import FRAMEWORKS
from pathways.views import framework_pages, framework_work

_ROLE = "frameworks/<slug:slug>/roles/<str:code>/"
urlpatterns = [
    path("frameworks/", framework_pages.index, name="frameworks"),
    path("frameworks/<slug:slug>/", framework_pages.framework, name="framework"),
    path("frameworks/<slug:slug>/changes/", framework_pages.changes, name="framework-changes"),
    path("frameworks/<slug:slug>/skills/<str:code>/", framework_pages.skill, name="reference-skill"),
    path(_ROLE, framework_pages.role, name="reference-role"),
    path(f"{_ROLE}link/", framework_work.link, name="link-role"),
    path(f"{_ROLE}links/<int:pk>/end/", framework_work.unlink, name="unlink-role"),
    path(f"{_ROLE}copy/", framework_work.copy, name="copy-role"),
    path("manage/frameworks/imports/", include(screens(FRAMEWORKS.name))),
]
