"""Empty the database after a test that committed, ten times as fast as Django's `flush` does.

`flush` truncates each of more than a hundred tables, which makes new files for them and for all of their indexes, and
then makes content types and permissions anew. A test fills a handful of tables. Only those are emptied here, without
triggers (or the emptying would itself go into the history), which takes a superuser; content types and permissions, the
same for every test, stay. On a server without that superuser tests `flush`.
"""

from collections.abc import Callable
from contextlib import suppress

import psycopg
from django.db import connection
from django.test import TransactionTestCase

from chitech.core.devservices.postgres import SUPERUSER

# A page that was just closed may still have its request written. The locks wait for it, as `TRUNCATE` would.
EMPTY = """
DO $$
DECLARE
    kept CONSTANT regclass[] := '{django_migrations, django_content_type, auth_permission}';
    tables CONSTANT regclass[] := ARRAY(
        SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND oid <> ALL (kept)
    );
    one regclass;
    found boolean;
BEGIN
    EXECUTE 'LOCK TABLE ' || array_to_string(tables, ', ') || ' IN SHARE ROW EXCLUSIVE MODE';
    SET LOCAL session_replication_role = replica;
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO found;
        IF found THEN
            EXECUTE format('DELETE FROM %s', one);
        END IF;
    END LOOP;
END $$
"""


def _empty(superuser: psycopg.Connection) -> None:
    """Such a request may want a table that we have locked, while we wait for one of its: we let go, and try again."""
    superuser.execute("SET lock_timeout = '200ms'")  # Postgres itself ends one of the two after a second
    while True:
        with suppress(psycopg.errors.LockNotAvailable):
            superuser.execute(EMPTY)
            return


def _teardown(flush: Callable[[TransactionTestCase], None]) -> Callable[[TransactionTestCase], None]:
    has_superuser = True

    def teardown(self: TransactionTestCase) -> None:
        nonlocal has_superuser
        asked = connection.get_connection_params()
        where = {name: asked[name] for name in ("dbname", "host", "port") if name in asked}
        try:
            # Not kept open: the database is dropped at the end, and could not be.
            superuser = psycopg.connect(**where, user=SUPERUSER, autocommit=True) if has_superuser else None
        except psycopg.OperationalError:
            superuser, has_superuser = None, False
        if superuser is None:
            flush(self)
            return
        with superuser:
            _empty(superuser)

    return teardown


def empty_instead_of_flush() -> None:
    """From here on tests that commit leave an empty database in this way."""
    TransactionTestCase._fixture_teardown = _teardown(TransactionTestCase._fixture_teardown)  # type: ignore[attr-defined]
