"""The search row of courses: one function builds the rows, statement triggers on every source table call it.

docs/adr/0073.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = """
ALTER TABLE training_coursesearch
    ALTER COLUMN document SET STORAGE EXTERNAL, ALTER COLUMN body SET STORAGE EXTERNAL, SET (toast_tuple_target = 128);

-- (Re)build the search rows of some courses, or of all (null). Returns how many rows it wrote.
CREATE FUNCTION training_refresh_course_search(ids bigint[]) RETURNS bigint
LANGUAGE sql AS $$
    WITH skill AS (
        SELECT cs.course_id, string_agg(s.name, ' . ' ORDER BY s.name) AS names
        FROM training_courseskill cs JOIN pathways_skill s ON s.id = cs.skill_id
        WHERE ids IS NULL OR cs.course_id = ANY (ids)
        GROUP BY cs.course_id
    ), path AS (
        SELECT st.course_id, string_agg(p.name, ' . ' ORDER BY p.name) AS names
        FROM training_learningstep st JOIN training_learningpath p ON p.id = st.path_id AND p.state = 'published'
        WHERE ids IS NULL OR st.course_id = ANY (ids)
        GROUP BY st.course_id
    ), written AS (
        INSERT INTO training_coursesearch AS row (
            course_id, document, body, name, state, family_id, format, language, hours)
        SELECT c.id,
            setweight(to_tsvector('chitech_en', chitech_search_text(c.name)), 'A')
            || setweight(to_tsvector('chitech_en', chitech_search_text(
                concat_ws(' . ', skill.names, c.external_id))), 'B')
            || setweight(to_tsvector('chitech_en', chitech_search_text(
                concat_ws(' . ', f.name, c.provider, path.names, c.outcomes))), 'C')
            || setweight(to_tsvector('chitech_en', chitech_search_text(
                concat_ws(E'\\n', c.summary, c.prerequisites))), 'D'),
            concat_ws(E'\\n', c.summary, c.outcomes, c.prerequisites),
            c.name, c.state, c.family_id, c.format, c.language, c.hours
        FROM training_course c
        LEFT JOIN pathways_family f ON f.id = c.family_id
        LEFT JOIN skill ON skill.course_id = c.id
        LEFT JOIN path ON path.course_id = c.id
        WHERE ids IS NULL OR c.id = ANY (ids)
        ON CONFLICT (course_id) DO UPDATE SET
            document = excluded.document, body = excluded.body, name = excluded.name, state = excluded.state,
            family_id = excluded.family_id, format = excluded.format, language = excluded.language,
            hours = excluded.hours
        RETURNING 1
    )
    SELECT count(*) FROM written
$$;

-- One trigger function for all source tables; its argument says how to find the courses that a change touches.
CREATE FUNCTION training_course_search_trigger() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    CASE TG_ARGV[0]
        WHEN 'course' THEN
            SELECT array_agg(id) INTO ids FROM touched;
        WHEN 'of_course' THEN
            SELECT array_agg(DISTINCT course_id) INTO ids FROM touched;
        WHEN 'skill' THEN
            SELECT array_agg(DISTINCT cs.course_id) INTO ids
            FROM training_courseskill cs JOIN touched ON touched.id = cs.skill_id;
        WHEN 'path' THEN
            SELECT array_agg(DISTINCT st.course_id) INTO ids
            FROM training_learningstep st JOIN touched ON touched.id = st.path_id;
        WHEN 'family' THEN
            SELECT array_agg(c.id) INTO ids FROM training_course c JOIN touched ON touched.id = c.family_id;
    END CASE;
    -- A course that goes takes its skills along: there is nothing left to write for it.
    IF ids IS NOT NULL THEN
        PERFORM training_refresh_course_search(ids);
    END IF;
    RETURN NULL;
END
$$;
"""

# table, how to find its courses, on which changes. A course's own delete takes its row along by the foreign key.
SOURCES = [
    ("training_course", "course", ("INSERT", "UPDATE")),
    ("training_courseskill", "of_course", ("INSERT", "UPDATE", "DELETE")),
    ("training_learningstep", "of_course", ("INSERT", "UPDATE", "DELETE")),
    ("training_learningpath", "path", ("UPDATE",)),
    ("pathways_skill", "skill", ("UPDATE",)),
    ("pathways_family", "family", ("UPDATE",)),
]


def _trigger(table: str, kind: str, event: str, transition: str, suffix: str = "") -> str:
    return (
        f"CREATE TRIGGER course_search_{event.lower()}{suffix} AFTER {event} ON {table} "
        f"REFERENCING {transition} TABLE AS touched FOR EACH STATEMENT "
        f"EXECUTE FUNCTION training_course_search_trigger('{kind}');"
    )


def _triggers() -> list[str]:
    made = []
    for table, kind, events in SOURCES:
        for event in events:
            made.append(_trigger(table, kind, event, "OLD" if event == "DELETE" else "NEW"))
            # A row that moves to another course changes the one that it leaves, too.
            if event == "UPDATE" and kind == "of_course":
                made.append(_trigger(table, kind, event, "OLD", "_left"))
    return made


DROP = """
DROP FUNCTION training_course_search_trigger() CASCADE;
DROP FUNCTION training_refresh_course_search(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0002_seats_and_hours"),
        ("pathways", "0001_initial"),
        ("search", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="CourseSearch",
            fields=[
                (
                    "course",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_row",
                        serialize=False,
                        to="training.course",
                    ),
                ),
                ("document", django.contrib.postgres.search.SearchVectorField()),
                ("body", models.TextField(default="", db_default="")),
                ("name", models.CharField(max_length=120)),
                ("state", models.CharField(max_length=9)),
                ("format", models.CharField(max_length=9)),
                ("language", models.CharField(max_length=3)),
                ("hours", models.DecimalField(decimal_places=1, max_digits=6)),
                (
                    "family",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pathways.family",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["document"], name="course_search_document"
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["name", "course"],
                        name="course_search_name",
                    ),
                ],
            },
        ),
        migrations.RunSQL("\n".join([FUNCTIONS, *_triggers()]), DROP),
        migrations.RunSQL("SELECT training_refresh_course_search(NULL);", migrations.RunSQL.noop),
    ]
