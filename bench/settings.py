"""The portal's own settings, as in production, with the addresses of the limits added. Never used to serve people."""

import os

from chitech.settings import *  # noqa: F403 - the benchmark measures those, whatever they are
from chitech.settings import CACHES, MIDDLEWARE

ROOT_URLCONF = "bench.urls"

if os.environ.get("BENCH_COPIES") == "forgotten":
    CACHES["default"]["BACKEND"] = "bench.forgetful.ForgetfulCache"
if os.environ.get("BENCH_COUNT_QUERIES"):
    MIDDLEWARE = ["bench.counting.CountQueriesMiddleware", *MIDDLEWARE]
