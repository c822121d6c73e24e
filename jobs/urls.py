"""Addresses of the jobs app."""

from django.urls import URLPattern, path

app_name = "jobs"
urlpatterns: list[URLPattern] = []
