"""Split what the parser would take for an address or a file, join what is written with and without a hyphen, know "IT"."""

from django.db import migrations

FORWARD = r"""
CREATE OR REPLACE FUNCTION chitech_search_text(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT
        -- "front-end" is found as "frontend", too
        regexp_replace(
        -- "IT" is a field of work here; in small letters it stays the stop word "it"
        regexp_replace(
        -- "security/network" is two words, and so is "sql.python": no path, no host, no tag
        regexp_replace(
        -- names that the parser would lose become words
        regexp_replace(regexp_replace(regexp_replace(
        -- signs of no width are not there
        regexp_replace(coalesce(given, ''), '[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]', '', 'g'),
            '\mc#(?![[:alnum:]])', ' csharp ', 'gi'),
            '\mc\+\+(?![[:alnum:]])', ' cplusplus ', 'gi'),
            '(^|[^[:alnum:]])\.net\M', '\1 dotnet ', 'gi'),
            '[/\\<>|@:=]+|(?<=[[:alpha:]])\.(?=[[:alpha:]])', ' ', 'g'),
            '\mIT\M', ' infotech ', 'g'),
            '\m([[:alpha:]]+)-([[:alpha:]]+)\M', '\1-\2 \1\2', 'g')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0002_lexemes")]
    # The function before it stays good for the rows before it: going back needs nothing but a reindex.
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
