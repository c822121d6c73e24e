"""A change of a page that HR writes changes the version of what the public sees, as a change of a posting does."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER catalogue_changed AFTER INSERT OR UPDATE OR DELETE ON portal_page
FOR EACH STATEMENT EXECUTE FUNCTION jobs_catalogue_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_pages"),
        ("jobs", "0006_catalogue_changes"),
    ]
    operations = [migrations.RunSQL(FORWARD, "DROP TRIGGER catalogue_changed ON portal_page;")]
