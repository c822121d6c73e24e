"""The text-search configuration that everything searched uses: English stems, accents ignored."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CREATE = """
CREATE TEXT SEARCH CONFIGURATION chitech_en (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION chitech_en
    ALTER MAPPING FOR hword, hword_part, word, asciihword, hword_asciipart, asciiword
    WITH unaccent, english_stem;

-- Names that the parser would lose ("C#" would be "c") become words. Used for documents and for queries alike.
CREATE FUNCTION chitech_search_text(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(coalesce(given, ''),
        '\\mc#(?![[:alnum:]])', ' csharp ', 'gi'),
        '\\mc\\+\\+(?![[:alnum:]])', ' cplusplus ', 'gi'),
        '(^|[^[:alnum:]])\\.net\\M', '\\1 dotnet ', 'gi')
$$;
"""
DROP = """
DROP FUNCTION chitech_search_text(text);
DROP TEXT SEARCH CONFIGURATION chitech_en;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(CREATE, DROP),
    ]
