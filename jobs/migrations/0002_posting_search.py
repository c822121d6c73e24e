"""Keep `jobs_postingsearch` true: one function builds the rows, statement triggers on every source table call it."""

from django.db import migrations

FUNCTIONS = """
-- (Re)build the search rows of some postings, or of all (null). Returns how many rows it wrote.
CREATE FUNCTION jobs_refresh_posting_search(ids bigint[]) RETURNS bigint
LANGUAGE sql AS $$
    WITH revision AS (
        -- every name that a title has or had: a row must not depend on today's date, which no trigger sees change
        SELECT title_id, string_agg(name, ' . ' ORDER BY number) AS names FROM pathways_revision GROUP BY title_id
    ), alias AS (
        SELECT title_id, string_agg(name, ' . ' ORDER BY name) AS names FROM pathways_titlealias GROUP BY title_id
    ), skill AS (
        SELECT ps.posting_id, string_agg(s.name, ' . ' ORDER BY s.name) AS names
        FROM jobs_postingskill ps JOIN pathways_skill s ON s.id = ps.skill_id
        WHERE ids IS NULL OR ps.posting_id = ANY (ids)
        GROUP BY ps.posting_id
    ), written AS (
        INSERT INTO jobs_postingsearch AS row (
            posting_id, document, state, audience, opens_at, closes_at, title_id, family_id, department_id, level_id,
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
            document = excluded.document, state = excluded.state, audience = excluded.audience,
            opens_at = excluded.opens_at, closes_at = excluded.closes_at, title_id = excluded.title_id,
            family_id = excluded.family_id, department_id = excluded.department_id, level_id = excluded.level_id,
            work_mode = excluded.work_mode, degree_rule = excluded.degree_rule,
            experience_months = excluded.experience_months, annual_max_cents = excluded.annual_max_cents
        RETURNING 1
    )
    SELECT count(*) FROM written
$$;

-- One trigger function for all source tables; its argument says how to find the postings that a change touches.
CREATE FUNCTION jobs_posting_search_trigger() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    CASE TG_ARGV[0]
        WHEN 'posting' THEN
            SELECT array_agg(id) INTO ids FROM touched;
        WHEN 'postingskill' THEN
            SELECT array_agg(DISTINCT posting_id) INTO ids FROM touched;
        WHEN 'skill' THEN
            SELECT array_agg(DISTINCT ps.posting_id) INTO ids
            FROM jobs_postingskill ps JOIN touched ON touched.id = ps.skill_id;
        WHEN 'title' THEN
            SELECT array_agg(p.id) INTO ids FROM jobs_posting p WHERE p.title_id IN (SELECT id FROM touched);
        WHEN 'of_title' THEN
            SELECT array_agg(p.id) INTO ids FROM jobs_posting p WHERE p.title_id IN (SELECT title_id FROM touched);
        WHEN 'family' THEN
            SELECT array_agg(p.id) INTO ids
            FROM jobs_posting p LEFT JOIN pathways_title t ON t.id = p.title_id
            WHERE coalesce(t.family_id, p.family_id) IN (SELECT id FROM touched);
        WHEN 'department' THEN
            SELECT array_agg(p.id) INTO ids FROM jobs_posting p WHERE p.department_id IN (SELECT id FROM touched);
    END CASE;
    IF ids IS NOT NULL THEN
        PERFORM jobs_refresh_posting_search(ids);
    END IF;
    RETURN NULL;
END
$$;
"""

# table, how to find its postings, on which changes. A posting's own delete takes its row along by the foreign key.
SOURCES = [
    ("jobs_posting", "posting", ("INSERT", "UPDATE")),
    ("jobs_postingskill", "postingskill", ("INSERT", "UPDATE", "DELETE")),
    ("pathways_skill", "skill", ("UPDATE",)),
    ("pathways_title", "title", ("UPDATE",)),
    ("pathways_revision", "of_title", ("INSERT", "UPDATE", "DELETE")),
    ("pathways_titlealias", "of_title", ("INSERT", "UPDATE", "DELETE")),
    ("pathways_family", "family", ("UPDATE",)),
    ("accounts_department", "department", ("UPDATE",)),
]


def _trigger(table: str, kind: str, event: str, transition: str, suffix: str = "") -> str:
    return (
        f"CREATE TRIGGER posting_search_{event.lower()}{suffix} AFTER {event} ON {table} "
        f"REFERENCING {transition} TABLE AS touched FOR EACH STATEMENT "
        f"EXECUTE FUNCTION jobs_posting_search_trigger('{kind}');"
    )


def _triggers() -> list[str]:
    made = []
    for table, kind, events in SOURCES:
        for event in events:
            made.append(_trigger(table, kind, event, "OLD" if event == "DELETE" else "NEW"))
            # A row that moves (an alias to another title) changes the posting that it leaves, too.
            if event == "UPDATE" and kind in {"postingskill", "of_title"}:
                made.append(_trigger(table, kind, event, "OLD", "_left"))
    return made


DROP = """
DROP FUNCTION jobs_posting_search_trigger() CASCADE;
DROP FUNCTION jobs_refresh_posting_search(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
        ("pathways", "0001_initial"),
        ("accounts", "0001_initial"),
        ("search", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL("\n".join([FUNCTIONS, *_triggers()]), DROP),
    ]
