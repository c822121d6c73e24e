"""`import_postings FILE`: bring in postings from a CSV file or a workbook. What it does, the import screens do too."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from typing import Any

from chitech.core.accounts.models import User
from chitech.core.imports.command import ImportCommand, as_day
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.plan import Plan
from chitech.core.imports.registry import ImportKind
from jobs.choices import State
from jobs.imports import PostingImporter
from jobs.imports.screens import POSTINGS
from jobs.imports.summary import summary


class Command(ImportCommand):
    help = (
        "Import postings from a CSV file or an Excel workbook. Exit code 0: applied, or nothing to do; "
        "1: applied, but some rows were rejected; 2: refused, nothing was written."
    )
    by_help = "the person in HR who imports; by default the system account"

    def kind(self) -> ImportKind:
        return POSTINGS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--state", choices=[State.DRAFT, State.PUBLISHED], default=State.DRAFT, help="default: draft"
        )
        parser.add_argument("--as-of", metavar="DATE", help="the day that counts as today, like 2026-11-30")

    def importer(self, *, source: str, mapping: HeaderMapping, by: User, options: dict[str, Any]) -> Importer:
        as_of = as_day(options["as_of"]) if options["as_of"] else None
        return PostingImporter(source=source, mapping=mapping, by=by, state=options["state"], as_of=as_of)

    def kept_options(self, options: dict[str, Any]) -> Mapping[str, str]:
        return {"state": options["state"]}

    def summary(self, plan: Plan, *, seconds: float) -> Iterable[str]:
        return summary(plan, seconds=seconds)
