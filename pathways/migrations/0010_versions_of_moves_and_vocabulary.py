"""One row for each change to what the career map shows: its version, exact at every commit. Moves get a version, too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

TABLES = [
    "pathways_family",
    "pathways_level",
    "pathways_skill",
    "pathways_title",
    "pathways_titlealias",
    "pathways_move",
    "pathways_revisionskill",
]
FUNCTION = """
-- Adds a row and locks nothing: people who change different titles never wait for each other.
CREATE FUNCTION pathways_vocabulary_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pathways_vocabularychange (at) VALUES (now());
    RETURN NULL;
END
$$;
INSERT INTO pathways_vocabularychange (at) VALUES (now());
"""
TRIGGERS = "\n".join(
    f"CREATE TRIGGER vocabulary_changed AFTER INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION pathways_vocabulary_changed();"
    for table in TABLES
)
# A draft is saved every few seconds while someone writes: only what is approved, or was, is on the map.
OF_REVISIONS = """
CREATE TRIGGER vocabulary_changed_insert AFTER INSERT ON pathways_revision
FOR EACH ROW WHEN (NEW.state = 'approved') EXECUTE FUNCTION pathways_vocabulary_changed();
CREATE TRIGGER vocabulary_changed_update AFTER UPDATE ON pathways_revision
FOR EACH ROW WHEN (NEW.state = 'approved' OR OLD.state = 'approved') EXECUTE FUNCTION pathways_vocabulary_changed();
CREATE TRIGGER vocabulary_changed_delete AFTER DELETE ON pathways_revision
FOR EACH ROW WHEN (OLD.state = 'approved') EXECUTE FUNCTION pathways_vocabulary_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pathways", "0009_crosswalk_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="VocabularyChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="move",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="move",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="move",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="move",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="moveevent",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="move",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_moveevent" ("destination_id", "how", "id", "kind", "note", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "typical_months", "version") SELECT new_values."destination_id", new_values."how", new_values."id", new_values."kind", new_values."note", new_values."origin_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."typical_months", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f8b51fa271297c770889374151f6433f88637843",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fa10a",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="pathways_move",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="move",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_moveevent" ("destination_id", "how", "id", "kind", "note", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "typical_months", "version") SELECT new_values."destination_id", new_values."how", new_values."id", new_values."kind", new_values."note", new_values."origin_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."typical_months", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="49897c6794324af3213ead089144b1d22b56e2c2",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b0c6e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="pathways_move",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="move",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "pathways_moveevent" ("destination_id", "how", "id", "kind", "note", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "typical_months", "version") SELECT old_values."destination_id", old_values."how", old_values."id", old_values."kind", old_values."note", old_values."origin_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."typical_months", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8e1f4e4ac7b90a1f5fb39b5da6d1298452f5826b",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7df98",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="pathways_move",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FUNCTION + TRIGGERS + OF_REVISIONS, "DROP FUNCTION pathways_vocabulary_changed() CASCADE;"),
    ]
