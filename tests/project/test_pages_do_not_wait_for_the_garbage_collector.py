"""A worker of the web server leaves what it has loaded to itself: no page waits while all of it is looked through."""

import subprocess
import sys

from django.conf import settings

WORKER = """
import gc, runpy, sys
kept = [[] for _ in range(50_000)]
runpy.run_path("gunicorn.conf.py")["post_worker_init"](None)
print(gc.get_freeze_count() > 50_000, gc.get_threshold()[0] > 700)
"""


def test_what_is_loaded_is_frozen() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WORKER], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True, timeout=300
    )
    assert ran.stdout.split() == ["True", "True"]
