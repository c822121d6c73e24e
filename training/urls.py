"""Addresses of the training app."""

from django.urls import include, path

from training.views import catalogue

app_name = "training"
urlpatterns = [
    path("", catalogue.index, name="list"),
    path("words/", catalogue.words, name="words"),
    path("feed/", catalogue.atom, name="feed"),
    path("calendar/", catalogue.month, name="courses-calendar"),
    path("courses.ics", catalogue.ics, name="courses-ics"),
    path("paths/", catalogue.path_list, name="paths"),
    path("paths/<slug:slug>/", catalogue.path, name="path"),
    path("manage/", include("training.manage_urls")),
    # What somebody takes part in. These come before addresses of courses.
    path("", include("training.enrollment_urls")),
    path("<slug:slug>/", catalogue.detail, name="course"),
]
