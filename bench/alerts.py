"""Saved searches against new openings, in a scratch database: `python -m bench.alerts SEARCHES OPENINGS`.

A process of its own, for its memory is measured. Prints one line of JSON: seconds, peak_bytes, alerts, told, distinct.
"""

import copy
import json
import random
import resource
import sys
import time
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - models need the setup above
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import scratch  # noqa: E402
from jobs.criteria import Criteria, Vocabulary  # noqa: E402
from jobs.models import Posting, PostingNews, SavedSearch  # noqa: E402
from jobs.saved import matching  # noqa: E402

# What people look for; each of these is in the demo's openings.
WORDS = """engineer analyst data security network cloud help desk python sql designer manager support developer GIS
water field technician senior database web programmer java product scrum dba"""


def run(searches: int, openings: int) -> dict[str, float]:
    """Fill, match once, say what it took. Searches ask for words, for filters, or for both."""
    scratch.insist(address())
    with transaction.atomic():
        SavedSearch.objects.all().delete()
        PostingNews.objects.all().delete()
    moment, vocabulary = matching.Moment.take(), Vocabulary.load()
    rows = [_search(number, moment, vocabulary) for number in range(searches)]
    SavedSearch.objects.bulk_create(rows, batch_size=2_000)
    _publish(openings)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    started = time.monotonic()
    done = matching.match_due()
    seconds = time.monotonic() - started
    return {
        "seconds": seconds,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "looked_at": done.looked_at,
        "alerts": done.alerts,
        "told": done.told,
        "distinct": len({row.fingerprint for row in rows}),
    }


def _search(number: int, moment: matching.Moment, vocabulary: Vocabulary) -> SavedSearch:
    asked, now = _criteria(number, vocabulary), moment.now
    return SavedSearch(
        email=f"p{number}@example.org", name="x", criteria=asked.values(), fingerprint=asked.fingerprint,
        frequency="at_once", since=now, confirmed=now, due=now, seen_before=moment.horizon, seen_until=now,
    )  # fmt: skip


def _criteria(number: int, vocabulary: Vocabulary) -> Criteria:
    chance = random.Random(number)  # noqa: S311 - made-up searches
    values: dict[str, Any] = {}
    if chance.random() < 0.6:
        values["q"] = " ".join(chance.sample(WORDS.split(), chance.choice([1, 1, 2])))
    for name, share, most in (("family", 0.5, 2), ("department", 0.3, 3), ("level", 0.3, 2), ("work", 0.4, 2)):
        if chance.random() < share:
            values[name] = sorted(chance.sample(sorted(vocabulary.known[name]), chance.randint(1, most)))
    if chance.random() < 0.4:
        values["pay_min"] = chance.randrange(40, 150) * 1000
    return Criteria.from_values(values)


def _publish(openings: int) -> None:
    """So many new openings, like those of the demo."""
    Posting.objects.filter(source="bench").delete()
    now: datetime = timezone.now()
    like = list(Posting.objects.open()[:300])
    new = []
    for number in range(openings):
        posting = copy.copy(like[number % len(like)])
        posting.pk, posting.source, posting.external_id = None, "bench", str(number)
        posting._state = copy.copy(posting._state)  # noqa: SLF001 - Django's own way to copy a row
        posting._state.adding = True  # noqa: SLF001
        posting.opens_at, posting.closes_at = now, now + timedelta(days=14)
        new.append(posting)
    Posting.objects.bulk_create(new, batch_size=500)


def address() -> str:
    """That of the database which this process is at."""
    found = settings.DATABASES["default"]
    host = found["HOST"].replace("/", "%2F")
    secret = f":{found['PASSWORD']}" if found.get("PASSWORD") else ""
    port = f":{found['PORT']}" if found.get("PORT") else ""
    return f"postgresql://{found['USER']}{secret}@{host}{port}/{found['NAME']}"


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]))))
