-- A catalogue of made-up courses, four sessions each, fifty people a session. Triggers are off meanwhile: what they keep
-- is counted at the end in one go. Parameters: courses, author.

SELECT setseed(0.7);

CREATE TEMPORARY TABLE sample AS SELECT row_number() OVER (ORDER BY id) AS place, * FROM training_course;
CREATE TEMPORARY TABLE pool AS
SELECT (SELECT count(*)::int FROM sample) AS samples,
       (SELECT array_agg(id ORDER BY slug) FROM pathways_skill) AS skills,
       (SELECT array_agg(id ORDER BY slug) FROM pathways_family) AS families;

INSERT INTO accounts_user (email, name, password, is_active, is_staff, is_superuser, date_joined)
SELECT 'p' || g || '@bench.example', 'Person ' || g, '!', true, false, false, now() FROM generate_series(1, 40000) AS g;
CREATE TEMPORARY TABLE person AS
SELECT row_number() OVER (ORDER BY id) - 1 AS place, id FROM accounts_user WHERE email LIKE '%%@bench.example';
ALTER TABLE person ADD PRIMARY KEY (place);

ALTER TABLE training_course DISABLE TRIGGER USER;
ALTER TABLE training_courseskill DISABLE TRIGGER USER;
ALTER TABLE training_session DISABLE TRIGGER USER;
ALTER TABLE training_meeting DISABLE TRIGGER USER;
ALTER TABLE training_enrollment DISABLE TRIGGER USER;

INSERT INTO training_course (
    source, external_id, slug, name, summary, outcomes, family_id, hours, format, language, provider, prerequisites,
    accessibility, cost_cents, break_even_size, interest_threshold, needs_approval, approval_days, assessment, state,
    version, created_at, created_by_id, updated_at, updated_by_id, published_at, published_by_id)
SELECT 'bench', 'B' || g, 'bench-' || g, left(s.name || ', ' || g, 120), s.summary, s.outcomes,
       pool.families[1 + g %% cardinality(pool.families)], 1 + g %% 60,
       CASE WHEN g %% 10 = 0 THEN 'on_demand' WHEN g %% 3 = 0 THEN 'online' ELSE 'in_person' END,
       CASE WHEN g %% 12 = 0 THEN 'es' ELSE 'en' END, s.provider, s.prerequisites, s.accessibility, s.cost_cents, 0, 8,
       g %% 4 = 0, 5, '', 'published', 1, now(), %(author)s, now(), %(author)s, now(), %(author)s
FROM pool, generate_series(1, %(courses)s) AS g JOIN sample s ON s.place = 1 + g %% (SELECT samples FROM pool);

INSERT INTO training_courseskill (course_id, skill_id, from_level, to_level)
SELECT c.id, pool.skills[1 + (c.id * 31 + n * 17) %% cardinality(pool.skills)], n - 1, n + 1
FROM pool, training_course c, generate_series(1, 3) AS n WHERE c.source = 'bench'
ON CONFLICT DO NOTHING;

-- A quarter each: long ago, last month, within two months, within half a year.
INSERT INTO training_session (
    course_id, external_id, audience, program, room, link, note, seats, seats_taken, waitlist_length, waiting, line_last,
    offer_hours, starts, ends, state, cancel_reason, sequence, version, created_at, created_by_id, updated_at,
    updated_by_id)
SELECT c.id, 'S' || n, CASE WHEN (c.id + n) %% 3 = 0 THEN 'staff' ELSE 'public' END, '', 'Room ' || n, '', '',
       CASE WHEN (c.id + n) %% 2 = 0 THEN 50 ELSE 60 END, 50, NULL, 0, 0, 48, at.starts, at.starts + interval '3 hours',
       'scheduled', '', 0, 1, now(), %(author)s, now(), %(author)s
FROM training_course c, generate_series(1, 4) AS n,
     LATERAL (SELECT date_trunc('day', now()) + interval '15 hours'
              + ((ARRAY[-300, -30, 2, 60])[n] + (c.id * 7 + n) %% (ARRAY[200, 28, 58, 120])[n]) * interval '1 day' AS starts) at
WHERE c.source = 'bench' AND c.format <> 'on_demand';

INSERT INTO training_meeting (session_id, starts, ends, topic, room)
SELECT s.id, s.starts, s.ends, '', '' FROM training_session s JOIN training_course c ON c.id = s.course_id
WHERE c.source = 'bench';

INSERT INTO training_enrollment (
    user_id, course_id, session_id, state, priority, overlap_accepted, note, asked, since, calendar_uid)
SELECT p.id, s.course_id, s.id, CASE WHEN s.ends < now() THEN 'completed' ELSE 'enrolled' END, 3, true, '',
       now() - interval '90 days', now() - interval '90 days', gen_random_uuid()
FROM training_session s JOIN training_course c ON c.id = s.course_id AND c.source = 'bench',
     generate_series(0, 54) AS n
JOIN person p ON true
WHERE p.place = (s.course_id * 211 + substr(s.external_id, 2)::int * 55 + n) %% 40000;

UPDATE training_session s SET seats_taken = d.n, seats = CASE WHEN s.id %% 2 = 0 THEN d.n ELSE d.n + 8 END
FROM (SELECT session_id, count(*) AS n FROM training_enrollment GROUP BY session_id) d
WHERE s.id = d.session_id AND s.external_id LIKE 'S%%';

SET CONSTRAINTS ALL IMMEDIATE;
SELECT training_refresh_course_search(NULL);
ALTER TABLE training_course ENABLE TRIGGER USER;
ALTER TABLE training_courseskill ENABLE TRIGGER USER;
ALTER TABLE training_session ENABLE TRIGGER USER;
ALTER TABLE training_meeting ENABLE TRIGGER USER;
ALTER TABLE training_enrollment ENABLE TRIGGER USER;
