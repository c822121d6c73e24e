"""What a revision touches, among many: `python -m bench.impact PROFILES CALLS`, over a scratch database with postings.

Prints one line of JSON: p50_ms, p95_ms, queries, holders and postings of the title that has the most of them.
"""

import json
import statistics
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402 - models need the setup above
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import scratch  # noqa: E402
from bench.alerts import address as own_address  # noqa: E402
from pathways import actions, hooks  # noqa: E402
from pathways.models import Revision, Title  # noqa: E402

# A tenth hold the title with the most openings, as in a department of one kind of work; the others are spread.
FILL = """
INSERT INTO accounts_user (email, name, password, is_active, is_staff, is_superuser, date_joined)
SELECT 'held' || n || '@city.example', 'Person ' || n, '!', true, false, false, now() FROM generate_series(1, %(n)s) n;
INSERT INTO accounts_employment (user_id, employee_id, name, email, title_code, title_name, department_id,
                                 manager_employee_id, starts_on)
SELECT u.id, 'B' || u.id, u.name, u.email, '0638', 'Programmer/Analyst', d.ids[1 + u.id %% cardinality(d.ids)],
       'B' || u.id / 12, date '2020-01-01'
FROM accounts_user u, (SELECT array_agg(id) AS ids FROM accounts_department) d WHERE u.email LIKE 'held%%';
INSERT INTO pathways_profile (user_id, title_id, revision_id, since, origin, title_code, set_at, set_by_id)
SELECT u.id, r.title_id, r.id, date '2020-01-01', 'crosswalk', '0638', now(), u.id
FROM accounts_user u
CROSS JOIN (SELECT array_agg(id ORDER BY title_id <> %(top)s, id) AS ids FROM pathways_revision
            WHERE state = 'approved' AND in_force @> current_date) v
JOIN pathways_revision r ON r.id = v.ids[CASE WHEN u.id %% 10 = 0 THEN 1 ELSE 1 + u.id %% cardinality(v.ids) END]
WHERE u.email LIKE 'held%%';
"""


def run(profiles: int, calls: int) -> dict[str, float]:
    """Fill, begin a revision that raises the pay of the title with the most openings, and ask again and again."""
    scratch.insist(own_address())
    top = Title.objects.raw(
        "SELECT title_id AS id FROM jobs_posting WHERE title_id IS NOT NULL AND state = 'published' "
        "GROUP BY title_id ORDER BY count(*) DESC LIMIT 1"
    )[0]
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"n": profiles, "top": top.pk})
        cursor.execute("VACUUM ANALYZE")
    draft = _draft(Title.objects.get(pk=top.pk))
    with CaptureQueriesContext(connection) as seen:
        found = {each.key: each.count for each in hooks.revision_impact(draft)}
    times = []
    for _call in range(calls):
        started = time.perf_counter()
        hooks.revision_impact(Revision.objects.get(pk=draft.pk))
        times.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(times, n=20)
    return {
        "p50_ms": statistics.median(times),
        "p95_ms": cuts[-1],
        "queries": len(seen),
        "holders": found.get("holders", 0),
        "postings": found.get("open_postings", 0),
    }


def _draft(title: Title) -> Revision:
    before = title.revisions.approved().order_by("in_force_from").last()
    assert before is not None, "a title with openings says something"
    content = {name: getattr(before, name) for name in actions.CONTENT}
    content |= {"pay_max_cents": before.pay_max_cents * 2, "pay_steps": []}
    return Revision.objects.create(title=title, number=99, based_on=before, **content)


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]))))
