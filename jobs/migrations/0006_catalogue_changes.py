"""One row for each transaction's change to what public pages show: the version of the catalogue, exact at every commit."""

from django.db import migrations, models

# Whatever a public page of the job site shows comes from these tables; the search rows stand for postings and their skills.
TABLES = [
    "jobs_posting",
    "jobs_postingskill",
    "jobs_postingsearch",
    "accounts_department",
    "pathways_family",
    "pathways_level",
    "pathways_skill",
    "pathways_title",
    "pathways_revision",
    "pathways_titlealias",
    "pathways_bargainingunit",
    "pathways_servicetype",
    "pathways_selectionmethod",
    "pathways_residencyrule",
]
FUNCTION = """
-- Adds a row and locks nothing: people who change different postings never wait for each other.
CREATE FUNCTION jobs_catalogue_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO jobs_cataloguechange (at) VALUES (now());
    RETURN NULL;
END
$$;
INSERT INTO jobs_cataloguechange (at) VALUES (now());
"""
TRIGGERS = "\n".join(
    f"CREATE TRIGGER catalogue_changed AFTER INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION jobs_catalogue_changed();"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0005_index_that_covers_the_counts"),
        ("accounts", "0001_initial"),
        ("pathways", "0002_degree_kind_and_residency"),
    ]
    operations = [
        migrations.CreateModel(
            name="CatalogueChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(FUNCTION + TRIGGERS, "DROP FUNCTION jobs_catalogue_changed() CASCADE;"),
    ]
