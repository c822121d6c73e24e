"""The search rows are built anew with the words of search.0003."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0006_catalogue_changes"),
        ("search", "0003_words_as_people_write_them"),
    ]
    operations = [
        migrations.RunSQL("SELECT jobs_refresh_posting_search(NULL);", migrations.RunSQL.noop),
    ]
