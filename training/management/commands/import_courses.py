"""`import_courses FILE`: bring in a catalogue from a CSV file or a workbook. The import screens do the same."""

from collections.abc import Iterable
from typing import Any

from chitech.core.accounts.models import User
from chitech.core.imports.command import ImportCommand, heading
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.plan import Plan
from chitech.core.imports.registry import ImportKind
from training.imports.importer import CourseImporter, sentences
from training.imports.screens import COURSES


class Command(ImportCommand):
    help = (
        "Import courses and their sessions from a CSV file or an Excel workbook, as drafts. Rows of one course are its "
        "sessions. Exit code 0: applied, or nothing to do; 1: applied, but some rows were rejected; 2: refused, "
        "nothing was written."
    )
    by_help = "the coordinator who imports; by default the system account"

    def kind(self) -> ImportKind:
        return COURSES

    def importer(self, *, source: str, mapping: HeaderMapping, by: User, options: dict[str, Any]) -> Importer:  # noqa: ARG002 -- the hook's shape
        return CourseImporter(source=source, mapping=mapping, by=by)

    def summary(self, plan: Plan, *, seconds: float) -> Iterable[str]:
        report = plan.report
        yield from heading(plan, seconds=seconds)
        for count, words in (
            (report.new, "new"),
            (report.changed, "changed"),
            (report.unchanged, "unchanged"),
            (report.folded, "further sessions of a course"),
            (report.duplicates, "exact duplicates"),
            (report.rejected, "rejected"),
        ):
            yield f"{count:>9,} {words}"
        yield from sentences(report.more)
