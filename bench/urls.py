"""The portal's addresses, and those of the limits that it is measured against."""

import os

from django.urls import include, path

from bench import limits
from jobs import page_copies

if os.environ.get("BENCH_COPIES") == "forgotten":
    page_copies.NEAR_LARGEST = -1  # nor does a process keep copies of its own

urlpatterns = [
    path("bench/nothing/", limits.nothing),
    path("bench/plain/", limits.plain),
    path("bench/plain-sql/", limits.plain_sql),
    path("", include("chitech.urls")),
]
