"""The database role under which history is redacted: it can't sign in, owns nothing, and may only update."""

from django.db import migrations

CREATE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'chitech_eraser') THEN
        CREATE ROLE chitech_eraser NOLOGIN;
    END IF;
EXCEPTION
    -- Another database of this server is being set up at the same moment.
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The database user may not create roles. Let an administrator of the database run: CREATE ROLE chitech_eraser NOLOGIN; GRANT chitech_eraser TO %; and migrate again.', current_user;
END
$$;
"""
GRANT = """
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'chitech_eraser', 'SET') THEN
        EXECUTE format('GRANT chitech_eraser TO %I', current_user);
    END IF;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_erasures")]

    operations = [
        # The role is the server's, not this database's: going back leaves it for the others.
        migrations.RunSQL(CREATE, migrations.RunSQL.noop),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
