"""The steps before the demo is served that need Django: migrations, static files, the demo's data. One process for all
of them, for Django takes a second to start. `python -m chitech.core.devservices.prepare`
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .servers import say

# One of the demo's people: `seed_demo` makes all of the demo in one transaction, so this one stands for the rest.
SEEDED_EMAIL = "admin@demo.example"


def migrate() -> None:
    """Bring the database's tables up to date."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Making the database's tables ...")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_files() -> None:
    """Gather, name and compress the static files, unless none has changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    target = Path(settings.STATIC_ROOT)
    # Beside the folder, for all that lies in it is served.
    mark = target.with_name(f"{target.name}.collected")
    if target.is_dir() and mark.exists() and mark.read_text() == digest.hexdigest():
        return
    say("Gathering the static files ...")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(digest.hexdigest())


def seed() -> None:
    """Fill an empty database with the demo's people, titles and postings."""
    if not get_user_model().objects.filter(email=SEEDED_EMAIL).exists():
        say("Filling the demo ...")
        call_command("seed_demo", verbosity=0)


def main() -> None:
    """Take all the steps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chitech.settings")
    django.setup()
    migrate()
    if not settings.DEBUG:
        collect_static_files()
    if settings.DEMO:
        seed()


if __name__ == "__main__":
    try:
        main()
    except CommandError as error:
        sys.exit(str(error))
