"""`manage.py write_roles_doc`: make docs/roles.md anew from the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from chitech.core.accounts.roles_doc import markdown


class Command(BaseCommand):
    """Who may see and do what, for people to read and for a test to compare."""

    help = "Write docs/roles.md from the roles and the addresses."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        target = settings.BASE_DIR / "docs" / "roles.md"
        target.write_text(markdown(), encoding="utf-8")
        self.stdout.write("Written: docs/roles.md")
