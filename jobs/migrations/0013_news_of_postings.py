"""Note in which transaction a published opening's search row changed, so that saved searches look at nothing else."""

from django.db import migrations

FUNCTION = """
-- Statement triggers: an import of thousands of rows pays for this once. What is written again as it was is no news.
CREATE FUNCTION jobs_note_posting_news() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO jobs_postingnews (posting_id, transaction)
        SELECT posting_id, pg_current_xact_id()::text::bigint FROM after_it WHERE state = 'published';
    ELSE
        INSERT INTO jobs_postingnews (posting_id, transaction)
        SELECT a.posting_id, pg_current_xact_id()::text::bigint
        FROM after_it a JOIN before_it b USING (posting_id)
        WHERE a.state = 'published' AND a IS DISTINCT FROM b;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER posting_news_insert AFTER INSERT ON jobs_postingsearch
REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION jobs_note_posting_news();
CREATE TRIGGER posting_news_update AFTER UPDATE ON jobs_postingsearch
REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION jobs_note_posting_news();
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0012_saved_searches_and_openings")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION jobs_note_posting_news() CASCADE;")]
