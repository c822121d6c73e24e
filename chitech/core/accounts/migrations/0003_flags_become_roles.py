"""What two flags said, roles say from now on. Who had a flag keeps what they could do."""

from django.db import migrations

GIVE = """
WITH flagged AS (
    SELECT id, 'staff' AS role FROM accounts_user WHERE is_city_staff
    UNION ALL
    SELECT id, 'hr_editor' FROM accounts_user WHERE is_hr
), system AS (
    INSERT INTO accounts_user (email, name, password, is_superuser, is_staff, is_active, date_joined)
    SELECT 'system@chitech.invalid', 'Chi Tech Talent', '!', false, false, false, now() FROM flagged LIMIT 1
    ON CONFLICT (email) DO UPDATE SET email = excluded.email
    RETURNING id
)
INSERT INTO accounts_rolegrant (user_id, role, origin, reason, given_at, given_by_id, taken_reason)
SELECT flagged.id, flagged.role, 'hand', 'Had the same right before there were roles.', now(), system.id, ''
FROM flagged, system
"""
TAKE = "DELETE FROM accounts_rolegrant WHERE reason = 'Had the same right before there were roles.'"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles_and_employments")]

    operations = [migrations.RunSQL(GIVE, TAKE)]
