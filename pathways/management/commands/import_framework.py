"""`import_framework FILE --as KIND`: bring in a file of a reference framework. The import screens do the same."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from typing import Any

from chitech.core.accounts.models import User
from chitech.core.imports.command import ImportCommand, heading
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.plan import Plan
from chitech.core.imports.registry import ImportKind
from pathways.frameworks.importer import FrameworkImporter
from pathways.frameworks.presets import KINDS
from pathways.frameworks.screens import FRAMEWORKS, sentences

_TERMS = ("publisher", "url", "licence", "licence_url", "attribution")


class Command(ImportCommand):
    help = (
        "Import a file of a reference framework from a CSV file or a sheet of a workbook: roles with their skills, "
        "skills with their levels, elements, or links between them; the columns tell which. Exit code 0: applied, or "
        "nothing to do; 1: applied, but some rows were rejected; 2: refused, nothing was written."
    )

    def kind(self) -> ImportKind:
        return FRAMEWORKS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--as", dest="layout", choices=KINDS, required=True, help="which framework it is")
        parser.add_argument("--edition", default="", help="its edition; by default the newest one that is here")
        parser.add_argument("--framework", default="", help="name of the framework; needed for a generic one")
        for name in _TERMS:
            parser.add_argument(f"--{name.replace('_', '-')}", default="", help="of the framework")

    def importer(self, *, source: str, mapping: HeaderMapping, by: User, options: dict[str, Any]) -> Importer:
        return FrameworkImporter(source=source, mapping=mapping, by=by, options=self.kept_options(options))

    def kept_options(self, options: dict[str, Any]) -> Mapping[str, str]:
        kept = {"preset": options["layout"], "edition": options["edition"], "name": options["framework"]}
        return kept | {name: options[name] for name in _TERMS}

    def summary(self, plan: Plan, *, seconds: float) -> Iterable[str]:
        report = plan.report
        yield from heading(plan, seconds=seconds)
        for count, words in (
            (report.new, "new"),
            (report.changed, "changed"),
            (report.unchanged, "unchanged"),
            (report.folded, "folded into another row"),
            (report.duplicates, "exact duplicates"),
            (report.rejected, "rejected"),
        ):
            yield f"{count:>9,} {words}"
        yield from sentences(report.more)
        if report.more["unused_columns"]:
            yield "Columns that were not used: " + ", ".join(report.more["unused_columns"]) + "."
