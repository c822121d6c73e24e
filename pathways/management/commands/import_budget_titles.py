"""`import_budget_titles FILE --year 2018`: bring in one year's budget of positions. The import screens do the same."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from typing import Any

from chitech.core.accounts.models import User
from chitech.core.imports.command import ImportCommand, heading
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.plan import Plan
from chitech.core.imports.registry import ImportKind
from pathways.crosswalk.budget.importer import BudgetImporter
from pathways.crosswalk.budget.screens import BUDGETS, SOURCE, sentences


class Command(ImportCommand):
    help = (
        "Import the budgeted positions of one year from a CSV file or an Excel workbook. Rows of one title are added "
        "up. Exit code 0: applied, or nothing to do; 1: applied, but some rows were rejected; 2: refused, nothing was "
        "written."
    )

    def kind(self) -> ImportKind:
        return BUDGETS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(source=SOURCE)
        parser.add_argument("--year", required=True, help="the budget year, such as 2018")
        parser.add_argument("--part", action="store_true", help="the file has only some of the year's titles")

    def importer(self, *, source: str, mapping: HeaderMapping, by: User, options: dict[str, Any]) -> Importer:
        return BudgetImporter(source=source, mapping=mapping, by=by, options=self.kept_options(options))

    def kept_options(self, options: dict[str, Any]) -> Mapping[str, str]:
        return {"year": str(options["year"]), "whole": "no" if options["part"] else "yes"}

    def summary(self, plan: Plan, *, seconds: float) -> Iterable[str]:
        report = plan.report
        yield from heading(plan, seconds=seconds)
        for count, words in (
            (report.new, "new"),
            (report.changed, "changed"),
            (report.unchanged, "unchanged"),
            (report.folded, "folded into another row of the same title"),
            (report.duplicates, "exact duplicates"),
            (report.rejected, "rejected"),
        ):
            yield f"{count:>9,} {words}"
        yield from sentences(report.more)
        if report.more["unused_columns"]:
            yield "Columns that were not used: " + ", ".join(report.more["unused_columns"]) + "."
