-- Make postings until there are %(rows)s of them, out of the demo's own: names, duties, pay and places of one with those of
-- others, so that words, choices and numbers are spread as in a real city. Triggers are off meanwhile: history of made-up
-- rows helps nobody, and the search rows are built at the end in one go, by the function that the triggers call.
-- Parameters: rows, author.

SELECT setseed(0.42);

CREATE TEMPORARY TABLE sample AS
SELECT row_number() OVER (ORDER BY id) AS place, * FROM jobs_posting;

-- What the many sections say, line by line. A table, not an array: a long array is unpacked anew at each look into it.
CREATE TEMPORARY TABLE duty AS
SELECT row_number() OVER () AS place, line
FROM (SELECT DISTINCT line FROM sample, regexp_split_to_table(what_you_will_do, E'\\n+') AS line WHERE line <> '') AS lines;
ALTER TABLE duty ADD PRIMARY KEY (place);

CREATE TEMPORARY TABLE pool AS
SELECT
    (SELECT count(*)::int FROM duty) AS duties,
    (SELECT array_agg(DISTINCT split_part(business_title, ', ', 2)) FROM sample WHERE business_title LIKE '%%, %%') AS efforts,
    (SELECT array_agg(id ORDER BY slug) FROM accounts_department) AS departments,
    (SELECT count(*)::int FROM sample) AS samples;

ALTER TABLE jobs_posting DISABLE TRIGGER USER;
ALTER TABLE jobs_postingskill DISABLE TRIGGER USER;

CREATE TEMPORARY TABLE drawn AS
SELECT
    g,
    1 + floor(random() * pool.samples)::int AS place,
    -- A few departments have most of the openings.
    pool.departments[1 + floor(power(random(), 2) * cardinality(pool.departments))::int] AS department_id,
    pool.efforts[1 + floor(random() * cardinality(pool.efforts))::int] AS effort,
    0.85 + random() * 0.3 AS pay_factor,
    (ARRAY['onsite', 'onsite', 'hybrid', 'hybrid', 'hybrid', 'remote'])[1 + floor(random() * 6)::int] AS work_mode,
    CASE WHEN random() < 0.80 THEN 'both' WHEN random() < 0.6 THEN 'public' ELSE 'staff' END AS audience,
    random() AS fate,
    now() - power(random(), 2) * interval '90 days' - interval '1 minute' AS opened_at,
    random() AS closing
FROM pool, generate_series(1, %(rows)s - pool.samples) AS g;

-- Not named after a type: a temporary table comes before the types of Postgres, also within triggers.
CREATE TEMPORARY TABLE wording AS
SELECT g, string_agg(line, E'\n') AS duties
FROM (SELECT g, 1 + floor(random() * pool.duties)::int AS place FROM pool, drawn, generate_series(1, 8 + g %% 5)) AS picked
JOIN duty USING (place)
GROUP BY g;
ANALYZE sample;
ANALYZE drawn;
ANALYZE wording;

INSERT INTO jobs_posting (
    source, external_id, title_id, revision_id, family_id, department_id, division, business_title, level_id, categories,
    what_you_will_do, what_you_need, what_helps, benefits, how_to_apply, pay_min_cents, pay_max_cents, pay_unit, openings,
    employment_type, hours_or_shift, work_mode, location, experience_months, degree_rule, degree_kind, degree_reason,
    degree_equivalent, audience, opens_at, closes_at, budget_title_code, schedule_grade, bargaining_unit_id, service_type_id,
    selection_method_id, residency_id, residency_note, state, end_reason, version, created_at, created_by_id, updated_at,
    updated_by_id, published_at, published_by_id, closed_at, closed_by_id)
SELECT
    'Bench', 'B' || d.g, s.title_id, s.revision_id, s.family_id, d.department_id, s.division,
    left(split_part(s.business_title, ', ', 1) || ', ' || d.effort, 160), s.level_id, s.categories,
    wording.duties || CASE WHEN d.g %% 2 = 0 THEN E'\n- Keep careful notebooks that others can follow' ELSE '' END,
    s.what_you_need, s.what_helps, s.benefits, s.how_to_apply,
    round(s.pay_min_cents * d.pay_factor)::bigint, round(s.pay_max_cents * d.pay_factor)::bigint, s.pay_unit, s.openings,
    s.employment_type, s.hours_or_shift, d.work_mode, s.location, s.experience_months, s.degree_rule, s.degree_kind,
    s.degree_reason, s.degree_equivalent, d.audience, d.opened_at,
    CASE
        WHEN d.fate < 0.05 THEN d.opened_at + (now() - d.opened_at) * 0.9
        WHEN d.closing < 0.2 THEN NULL
        ELSE date_trunc('day', now() + (1 + d.closing * 60) * interval '1 day', 'America/Chicago') + interval '23 hours 59 minutes'
    END,
    s.budget_title_code, s.schedule_grade, s.bargaining_unit_id, s.service_type_id, s.selection_method_id, s.residency_id,
    s.residency_note,
    CASE WHEN d.fate < 0.10 AND d.fate >= 0.05 THEN 'closed' WHEN d.fate >= 0.98 THEN 'draft' ELSE 'published' END,
    '', 1, d.opened_at, %(author)s, d.opened_at, %(author)s, d.opened_at, %(author)s,
    CASE WHEN d.fate < 0.10 AND d.fate >= 0.05 THEN now() END, CASE WHEN d.fate < 0.10 AND d.fate >= 0.05 THEN %(author)s::bigint END
FROM drawn d JOIN sample s USING (place) JOIN wording USING (g)
WHERE s.pay_min_cents IS NOT NULL AND s.benefits <> '';

INSERT INTO jobs_postingskill (posting_id, skill_id, level, is_essential)
SELECT p.id, k.skill_id, k.level, k.is_essential
FROM jobs_posting p
JOIN drawn d ON p.source = 'Bench' AND p.external_id = 'B' || d.g
JOIN sample s USING (place)
JOIN jobs_postingskill k ON k.posting_id = s.id;

-- Foreign keys are looked at now: a table with checks to come takes no other change.
SET CONSTRAINTS ALL IMMEDIATE;

-- Built once at the end, the index of words takes a tenth of the time.
CREATE TEMPORARY TABLE definition AS SELECT pg_get_indexdef('posting_search_document'::regclass) AS statement;
DROP INDEX posting_search_document;
SELECT jobs_refresh_posting_search(NULL);
DO $$ BEGIN EXECUTE (SELECT statement FROM definition); END $$;

ALTER TABLE jobs_posting ENABLE TRIGGER USER;
ALTER TABLE jobs_postingskill ENABLE TRIGGER USER;
