"""Asks django-migration-linter whether each migration of ours can run while people use the portal.

Its command is called here so that a tool of ours need not be an installed app of the portal. Options: pyproject.toml.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chitech.settings")
django.setup()

from django_migration_linter.management.commands.lintmigrations import Command  # noqa: E402 - needs the setup above

call_command(Command())
