"""One draft a title at a time, and a key by which a posting's title and revision are checked to belong together."""

from django.db import migrations, models

BUILT_BESIDE_READERS = [
    """CREATE UNIQUE INDEX CONCURRENTLY revision_one_draft_a_title ON pathways_revision (title_id)
    WHERE state IN ('draft', 'in_review', 'changes_asked')""",
    "CREATE UNIQUE INDEX CONCURRENTLY revision_known_by_its_title ON pathways_revision (title_id, id)",
]
TAKEN_BACK = [
    "DROP INDEX CONCURRENTLY revision_one_draft_a_title",
    "DROP INDEX CONCURRENTLY revision_known_by_its_title",
]


class Migration(migrations.Migration):
    atomic = False  # an index is built beside readers and writers, never in their way

    dependencies = [
        ("pathways", "0005_guards_of_revisions"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint(
                    model_name='revision',
                    constraint=models.UniqueConstraint(fields=('title', 'id'), name='revision_known_by_its_title', violation_error_message='This revision is there already.'),
                ),
                migrations.AddConstraint(
                    model_name='revision',
                    constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'in_review', 'changes_asked'))), fields=('title',), name='revision_one_draft_a_title', violation_error_message='Someone is already working on a new revision of this title.'),
                ),
            ],
            database_operations=[
                migrations.RunSQL(sql, undo)
                for sql, undo in zip(BUILT_BESIDE_READERS, TAKEN_BACK, strict=True)
            ],
        ),
    ]
