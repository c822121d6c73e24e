"""Fill a scratch database, in a process of its own: Django has one database address. `python -m bench.filling ROWS`"""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bench import scratch


def fill(rows: int) -> int:
    """Make tables, the demo's vocabulary and so many postings in the database of the settings. Returns how many.

    Raises NotScratchError, before anything is written, where that database is not the benchmark's own.
    """
    from chitech.core.accounts.models import User  # noqa: PLC0415 - Django must be set up first
    from chitech.portal import seeding  # noqa: PLC0415
    from jobs.models import Posting  # noqa: PLC0415
    from jobs.words import refresh_words  # noqa: PLC0415

    scratch.insist(_address())
    call_command("migrate", interactive=False, verbosity=0)
    seeding.seed(today=timezone.localdate())
    missing = rows - Posting.objects.count()
    if missing > 0:
        parameters = {"rows": rows, "author": User.objects.system().pk}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute((Path(__file__).parent / "filling.sql").read_text(), parameters)
    refresh_words()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return int(Posting.objects.count())


def _address() -> str:
    found = settings.DATABASES["default"]
    host = found["HOST"].replace("/", "%2F")
    secret = f":{found['PASSWORD']}" if found.get("PASSWORD") else ""
    port = f":{found['PORT']}" if found.get("PORT") else ""
    return f"postgresql://{found['USER']}{secret}@{host}{port}/{found['NAME']}"


if __name__ == "__main__":
    django.setup()
    print(fill(int(sys.argv[1])))
