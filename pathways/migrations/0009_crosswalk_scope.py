"""Chicago's rule of which old titles are technology: codes that start with 06, and every position of department 6."""

from django.db import migrations

SOURCE = "Chicago’s budget, Positions and Salaries, 2011 to 2018"
SCOPE = [("code_prefix", "06"), ("department", "6")]


def add(apps, schema_editor):
    scopes = apps.get_model("pathways", "CrosswalkScope").objects
    for kind, value in SCOPE:
        scopes.get_or_create(kind=kind, value=value, defaults={"source": SOURCE})


class Migration(migrations.Migration):
    dependencies = [
        ("pathways", "0008_crosswalk"),
    ]
    operations = [
        migrations.RunPython(add, migrations.RunPython.noop, elidable=False),
    ]
