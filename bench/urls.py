"""The portal's addresses, and those of the limits that it is measured against."""

from django.urls import include, path

from bench import limits

urlpatterns = [
    path("bench/nothing/", limits.nothing),
    path("bench/plain/", limits.plain),
    path("bench/plain-sql/", limits.plain_sql),
    path("", include("chitech.urls")),
]
