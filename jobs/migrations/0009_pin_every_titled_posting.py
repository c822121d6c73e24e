"""Every titled posting pins the revision that was in force when it was published; drafts of titles disturb nobody."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# A posting can pin a revision of its own title only. Checked for new rows at once, for old ones without a lock below.
KEY = """
ALTER TABLE jobs_posting ADD CONSTRAINT posting_revision_of_its_title
FOREIGN KEY (title_id, revision_id) REFERENCES pathways_revision (title_id, id) NOT VALID
"""
BATCH = 1000
PIN = """
UPDATE jobs_posting SET revision_id = (
    SELECT id FROM pathways_revision r
    WHERE r.title_id = jobs_posting.title_id AND r.state = 'approved'
    -- the one in force on the day; before the first one, the first one
    ORDER BY r.in_force @> coalesce((published_at AT TIME ZONE 'America/Chicago')::date, current_date) DESC,
             r.in_force_from
    LIMIT 1
)
WHERE id IN (
    SELECT p.id FROM jobs_posting p
    WHERE p.title_id IS NOT NULL AND p.revision_id IS NULL AND p.id > %s
    ORDER BY p.id LIMIT %s
)
RETURNING id
"""

# Names of drafts are nobody's words yet. Replaced in place, so that the rest of the function stays as migration 0002 has it.
ONLY_APPROVED_NAMES = """
DO $do$ BEGIN
    EXECUTE replace(
        pg_get_functiondef('jobs_refresh_posting_search(bigint[])'::regprocedure),
        'FROM pathways_revision GROUP BY', 'FROM pathways_revision WHERE state = ''approved'' GROUP BY');
END $do$;

-- A draft is saved every few seconds while someone writes: only what is approved, or was, touches postings and pages.
CREATE FUNCTION jobs_revision_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    IF NOT EXISTS (SELECT FROM touched WHERE state = 'approved') THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(p.id) INTO ids
    FROM jobs_posting p WHERE p.title_id IN (SELECT title_id FROM touched WHERE state = 'approved');
    IF ids IS NOT NULL THEN
        PERFORM jobs_refresh_posting_search(ids);
    END IF;
    INSERT INTO jobs_cataloguechange (at) VALUES (now());
    RETURN NULL;
END
$$;
DROP TRIGGER catalogue_changed ON pathways_revision;
"""
EVENTS = [("insert", "INSERT", "NEW"), ("update", "UPDATE", "NEW"), ("update_left", "UPDATE", "OLD"), ("delete", "DELETE", "OLD")]
TRIGGERS = "".join(
    f"DROP TRIGGER posting_search_{name} ON pathways_revision;"
    f"CREATE TRIGGER posting_search_{name} AFTER {event} ON pathways_revision REFERENCING {rows} TABLE AS touched "
    "FOR EACH STATEMENT EXECUTE FUNCTION jobs_revision_changed();"
    for name, event, rows in EVENTS
)


def pin(apps, schema_editor):
    """In batches, each a transaction of its own: the site stays quick meanwhile. Safe to run again."""
    last = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(PIN, [last, BATCH])
            done = [row[0] for row in cursor.fetchall()]
            if not done:
                return
            last = max(done)


class Migration(migrations.Migration):
    atomic = False  # the index is built beside readers and writers, and the rows are filled in small steps

    dependencies = [
        ("jobs", "0008_posting_pins_a_revision"),
    ]
    operations = [
        AddIndexConcurrently(
            model_name="posting",
            index=models.Index(fields=["revision"], name="posting_by_revision"),
        ),
        migrations.RunSQL(KEY, "ALTER TABLE jobs_posting DROP CONSTRAINT posting_revision_of_its_title"),
        migrations.RunPython(pin, migrations.RunPython.noop),
        migrations.RunSQL("ALTER TABLE jobs_posting VALIDATE CONSTRAINT posting_revision_of_its_title", migrations.RunSQL.noop),
        migrations.RunSQL(ONLY_APPROVED_NAMES + TRIGGERS, migrations.RunSQL.noop),
    ]
