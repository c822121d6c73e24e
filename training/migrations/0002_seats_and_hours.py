"""The database counts seats and the line, and knows whose hours are taken. docs/adr/0070.

Statement triggers keep `training_session.seats_taken`, `waiting` and `line_last` with every change of an enrollment,
whoever makes it; the check constraint `session_never_oversold` refuses a seat too many. The same triggers write the
hours that an enrollment takes, over which an exclusion constraint stands.
"""

from django.db import migrations

SQL = """
ALTER TABLE training_enrollment ADD CONSTRAINT enrollment_session_is_of_its_course
    FOREIGN KEY (session_id, course_id) REFERENCES training_session (id, course_id) DEFERRABLE INITIALLY DEFERRED;

-- The same lists as SEATED and BUSY in training/choices.py; a test compares them.
CREATE FUNCTION training_takes_seat(state text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT state IN ('offered', 'enrolled', 'attended', 'partly', 'no_show', 'completed')
$$;
CREATE FUNCTION training_takes_time(state text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT state IN ('enrolled', 'attended', 'partly', 'no_show', 'completed')
$$;

CREATE FUNCTION training_count_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE training_session s
    SET seats_taken = s.seats_taken + d.taken, waiting = s.waiting + d.waiting,
        line_last = greatest(s.line_last, d.line)
    FROM (SELECT session_id, count(*) FILTER (WHERE training_takes_seat(state)) AS taken,
                 count(*) FILTER (WHERE state = 'waitlisted') AS waiting, coalesce(max(line_number), 0) AS line
          FROM after_it WHERE session_id IS NOT NULL GROUP BY session_id) d
    WHERE s.id = d.session_id AND (d.taken <> 0 OR d.waiting <> 0);
    INSERT INTO training_enrollmentmeeting (enrollment_id, meeting_id, user_id, during, is_guarded)
    SELECT a.id, m.id, a.user_id, tstzrange(m.starts, m.ends), NOT a.overlap_accepted
    FROM after_it a JOIN training_meeting m ON m.session_id = a.session_id
    WHERE training_takes_time(a.state);
    RETURN NULL;
END
$$;

CREATE FUNCTION training_count_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE training_session s
    SET seats_taken = s.seats_taken + d.taken, waiting = s.waiting + d.waiting,
        line_last = greatest(s.line_last, d.line)
    FROM (SELECT session_id, sum(taken) AS taken, sum(waiting) AS waiting, max(line) AS line
          FROM (SELECT session_id, training_takes_seat(state)::int AS taken, (state = 'waitlisted')::int AS waiting,
                       coalesce(line_number, 0) AS line FROM after_it
                UNION ALL
                SELECT session_id, -training_takes_seat(state)::int, -(state = 'waitlisted')::int, 0 FROM before_it) each
          WHERE session_id IS NOT NULL GROUP BY session_id) d
    WHERE s.id = d.session_id AND (d.taken <> 0 OR d.waiting <> 0 OR d.line > s.line_last);
    DELETE FROM training_enrollmentmeeting h USING before_it b JOIN after_it a USING (id)
    WHERE h.enrollment_id = b.id AND training_takes_time(b.state)
      AND (NOT training_takes_time(a.state) OR a.session_id IS DISTINCT FROM b.session_id);
    INSERT INTO training_enrollmentmeeting (enrollment_id, meeting_id, user_id, during, is_guarded)
    SELECT a.id, m.id, a.user_id, tstzrange(m.starts, m.ends), NOT a.overlap_accepted
    FROM after_it a JOIN before_it b USING (id) JOIN training_meeting m ON m.session_id = a.session_id
    WHERE training_takes_time(a.state)
      AND (NOT training_takes_time(b.state) OR a.session_id IS DISTINCT FROM b.session_id);
    RETURN NULL;
END
$$;

CREATE FUNCTION training_count_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE training_session s
    SET seats_taken = s.seats_taken - d.taken, waiting = s.waiting - d.waiting
    FROM (SELECT session_id, count(*) FILTER (WHERE training_takes_seat(state)) AS taken,
                 count(*) FILTER (WHERE state = 'waitlisted') AS waiting
          FROM before_it WHERE session_id IS NOT NULL GROUP BY session_id) d
    WHERE s.id = d.session_id AND (d.taken <> 0 OR d.waiting <> 0);
    RETURN NULL;
END
$$;

CREATE TRIGGER training_seats_insert AFTER INSERT ON training_enrollment
REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION training_count_new();
CREATE TRIGGER training_seats_update AFTER UPDATE ON training_enrollment
REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION training_count_changed();
CREATE TRIGGER training_seats_delete AFTER DELETE ON training_enrollment
REFERENCING OLD TABLE AS before_it FOR EACH STATEMENT EXECUTE FUNCTION training_count_gone();

-- A meeting that is added, moved or taken away: the session's first and last moment, and the hours of who has a seat.
-- Whom a move brings to two places at once did not choose that: their row is not guarded, and nobody is thrown out.
CREATE FUNCTION training_follow_meetings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
    row record;
BEGIN
    IF TG_OP = 'DELETE' THEN
        touched := ARRAY(SELECT DISTINCT session_id FROM before_it);
        DELETE FROM training_enrollmentmeeting WHERE meeting_id IN (SELECT id FROM before_it);
    ELSIF TG_OP = 'INSERT' THEN
        touched := ARRAY(SELECT DISTINCT session_id FROM after_it);
    ELSE
        touched := ARRAY(SELECT session_id FROM before_it UNION SELECT session_id FROM after_it);
    END IF;
    UPDATE training_session s SET starts = d.starts, ends = d.ends
    FROM (SELECT t.id, min(m.starts) AS starts, max(m.ends) AS ends
          FROM unnest(touched) t (id) LEFT JOIN training_meeting m ON m.session_id = t.id GROUP BY t.id) d
    WHERE s.id = d.id AND (s.starts IS DISTINCT FROM d.starts OR s.ends IS DISTINCT FROM d.ends);
    IF TG_OP <> 'DELETE' THEN
        UPDATE training_enrollmentmeeting h SET during = tstzrange(m.starts, m.ends), is_guarded = false
        FROM training_meeting m
        WHERE m.session_id = ANY (touched) AND h.meeting_id = m.id AND h.during <> tstzrange(m.starts, m.ends);
        INSERT INTO training_enrollmentmeeting (enrollment_id, meeting_id, user_id, during, is_guarded)
        SELECT e.id, m.id, e.user_id, tstzrange(m.starts, m.ends), false
        FROM training_meeting m JOIN training_enrollment e ON e.session_id = m.session_id
        WHERE m.session_id = ANY (touched) AND training_takes_time(e.state)
        ON CONFLICT (enrollment_id, meeting_id) DO NOTHING;
        FOR row IN SELECT h.id, h.user_id, h.during FROM training_enrollmentmeeting h
                   JOIN training_enrollment e ON e.id = h.enrollment_id
                   WHERE e.session_id = ANY (touched) AND NOT h.is_guarded AND NOT e.overlap_accepted
                   ORDER BY h.user_id, h.id
        LOOP
            UPDATE training_enrollmentmeeting h SET is_guarded = true
            WHERE h.id = row.id AND NOT EXISTS (
                SELECT FROM training_enrollmentmeeting o
                WHERE o.user_id = row.user_id AND o.during && row.during AND o.is_guarded AND o.id <> row.id);
        END LOOP;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER training_meetings_insert AFTER INSERT ON training_meeting
REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION training_follow_meetings();
CREATE TRIGGER training_meetings_update AFTER UPDATE ON training_meeting
REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION training_follow_meetings();
CREATE TRIGGER training_meetings_delete AFTER DELETE ON training_meeting
REFERENCING OLD TABLE AS before_it FOR EACH STATEMENT EXECUTE FUNCTION training_follow_meetings();
"""

BACK = """
DROP FUNCTION training_count_new() CASCADE;
DROP FUNCTION training_count_changed() CASCADE;
DROP FUNCTION training_count_gone() CASCADE;
DROP FUNCTION training_follow_meetings() CASCADE;
DROP FUNCTION training_takes_seat(text);
DROP FUNCTION training_takes_time(text);
ALTER TABLE training_enrollment DROP CONSTRAINT enrollment_session_is_of_its_course;
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0001_courses_sessions_enrollments")]
    operations = [migrations.RunSQL(SQL, BACK)]
