"""The portal's addresses, and those of the limits that it is measured against."""

import os
from datetime import date

from django.urls import include, path

from bench import limits
from chitech.core import page_copies
from pathways.map import kept

if os.environ.get("BENCH_COPIES") == "forgotten":
    page_copies.NEAR_LARGEST = -1  # nor does a process keep copies of its own

if os.environ.get("BENCH_MAP") == "forgotten":
    _as_it_is = kept.career_map

    def _anew(day: date) -> kept.CareerMap:
        """The map, read, laid out and drawn each time."""
        kept.forget()
        return _as_it_is(day)

    kept.career_map = _anew

urlpatterns = [
    path("bench/nothing/", limits.nothing),
    path("bench/worker/", limits.worker),
    path("bench/plain/", limits.plain),
    path("bench/plain-sql/", limits.plain_sql),
    path("", include("chitech.urls")),
]
