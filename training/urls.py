"""Addresses of the training app."""

from django.urls import include, path

from training.views import courses

app_name = "training"
urlpatterns = [
    path("", courses.index, name="list"),
    # What somebody takes part in. These come before addresses of courses.
    path("", include("training.enrollment_urls")),
    path("<slug:slug>/", courses.detail, name="course"),
]
