"""What is long in a search row is kept beside the table, so that counting reads little.

Postgres puts values beside the table only when a row is longer than 2,000 bytes. With the text that snippets are cut from,
nearly every row is; then all that is long goes, down to 128 bytes a row. 100,000 rows take 17 MB instead of 145.
"""

from django.db import migrations, models

STORAGE = """
ALTER TABLE jobs_postingsearch
    ALTER COLUMN document SET STORAGE EXTERNAL, ALTER COLUMN body SET STORAGE EXTERNAL, SET (toast_tuple_target = 128);
"""
STORAGE_BEFORE = """
ALTER TABLE jobs_postingsearch
    ALTER COLUMN document SET STORAGE EXTENDED, ALTER COLUMN body SET STORAGE EXTENDED, RESET (toast_tuple_target);
"""
FUNCTION = """
-- As in 0002 and 0009, with `body`.
CREATE OR REPLACE FUNCTION jobs_refresh_posting_search(ids bigint[]) RETURNS bigint
LANGUAGE sql AS $$
    WITH revision AS (
        -- every name that a title has or had: a row must not depend on today's date, which no trigger sees change
        SELECT title_id, string_agg(name, ' . ' ORDER BY number) AS names FROM pathways_revision
        WHERE state = 'approved' GROUP BY title_id
    ), alias AS (
        SELECT title_id, string_agg(name, ' . ' ORDER BY name) AS names FROM pathways_titlealias GROUP BY title_id
    ), skill AS (
        SELECT ps.posting_id, string_agg(s.name, ' . ' ORDER BY s.name) AS names
        FROM jobs_postingskill ps JOIN pathways_skill s ON s.id = ps.skill_id
        WHERE ids IS NULL OR ps.posting_id = ANY (ids)
        GROUP BY ps.posting_id
    ), written AS (
        INSERT INTO jobs_postingsearch AS row (
            posting_id, document, body, state, audience, opens_at, closes_at, title_id, family_id, department_id, level_id,
            work_mode, degree_rule, experience_months, annual_max_cents)
        SELECT p.id,
            setweight(to_tsvector('chitech_en', chitech_search_text(
                concat_ws(' . ', p.business_title, revision.names))), 'A')
            || setweight(to_tsvector('chitech_en', chitech_search_text(
                concat_ws(' . ', alias.names, skill.names, t.code, p.budget_title_code, p.external_id))), 'B')
            || setweight(to_tsvector('chitech_en', chitech_search_text(
                concat_ws(' . ', f.name, d.name, p.division, p.location, array_to_string(p.categories, ' . ')))), 'C')
            || setweight(to_tsvector('chitech_en', chitech_search_text(
                concat_ws(E'\\n', p.what_you_will_do, p.what_you_need, p.what_helps))), 'D'),
            concat_ws(E'\\n', p.what_you_will_do, p.what_you_need, p.what_helps),
            p.state, p.audience, p.opens_at, p.closes_at, p.title_id, coalesce(t.family_id, p.family_id),
            p.department_id, coalesce(p.level_id, t.level_id), p.work_mode, p.degree_rule, p.experience_months,
            p.annual_max_cents
        FROM jobs_posting p
        JOIN accounts_department d ON d.id = p.department_id
        LEFT JOIN pathways_title t ON t.id = p.title_id
        LEFT JOIN pathways_family f ON f.id = coalesce(t.family_id, p.family_id)
        LEFT JOIN revision ON revision.title_id = t.id
        LEFT JOIN alias ON alias.title_id = t.id
        LEFT JOIN skill ON skill.posting_id = p.id
        WHERE ids IS NULL OR p.id = ANY (ids)
        ON CONFLICT (posting_id) DO UPDATE SET
            document = excluded.document, body = excluded.body, state = excluded.state, audience = excluded.audience,
            opens_at = excluded.opens_at, closes_at = excluded.closes_at, title_id = excluded.title_id,
            family_id = excluded.family_id, department_id = excluded.department_id, level_id = excluded.level_id,
            work_mode = excluded.work_mode, degree_rule = excluded.degree_rule,
            experience_months = excluded.experience_months, annual_max_cents = excluded.annual_max_cents
        RETURNING 1
    )
    SELECT count(*) FROM written
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0010_indexes_of_similar_and_best_paid"),
    ]
    operations = [
        migrations.AddField("postingsearch", "body", models.TextField(default="", db_default="")),
        migrations.RunSQL(STORAGE, STORAGE_BEFORE),
        # The function before it stays good for the rows before it.
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
        migrations.RunSQL("SELECT jobs_refresh_posting_search(NULL);", migrations.RunSQL.noop),
    ]
