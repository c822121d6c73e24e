"""Revision 1 of every title: what was there becomes the approved revision, in force until the next one starts."""

from django.db import migrations

# A revision holds from its first day to the day before the next one's.
TAKE_OVER = """
UPDATE pathways_revision AS revision
SET state = 'approved', in_force = daterange(revision.in_force_from, given.until)
FROM (
    SELECT id, lead(in_force_from) OVER (PARTITION BY title_id ORDER BY in_force_from) AS until FROM pathways_revision
) AS given
WHERE given.id = revision.id AND revision.in_force_from IS NOT NULL AND revision.state = 'draft';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pathways", "0003_revisions_moves_and_benchmarks"),
    ]
    operations = [
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
    ]
