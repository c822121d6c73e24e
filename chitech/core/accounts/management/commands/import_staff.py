"""`import_staff FILE`: bring in the list of city staff. What it does, the import screens do too."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chitech.core.accounts.models import Employment, User
from chitech.core.accounts.staff_import import absence
from chitech.core.accounts.staff_import.importer import StaffImporter
from chitech.core.accounts.staff_import.screens import STAFF
from chitech.core.accounts.staff_import.summary import sentences
from chitech.core.imports.command import ImportCommand, as_day, heading
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.plan import Plan
from chitech.core.imports.registry import ImportKind

_SHOWN_MISSING = 20


class Command(ImportCommand):
    help = (
        "Import the list of city staff from a CSV file or an Excel workbook. With --everyone, those who are missing "
        "from it are listed; their posts end only if that list is confirmed with --end-absent. Exit code 0: applied, "
        "or nothing to do; 1: applied, but some rows were rejected; 2: refused, nothing was written."
    )

    def kind(self) -> ImportKind:
        return STAFF

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--everyone", action="store_true", help="the file lists everyone who works for the city")
        parser.add_argument(
            "--end-absent",
            metavar="CODE",
            default="",
            help="end the posts of those who are missing: the code that a run with --everyone --dry-run has shown",
        )
        parser.add_argument(
            "--keep", metavar="ID", action="append", default=[], help="employee ID of someone missing who stays"
        )
        parser.add_argument("--last-day", metavar="DATE", help="their last day, like 2026-11-30; by default yesterday")
        parser.add_argument("--id-digits", type=int, metavar="N", help="fill up employee IDs with zeros to N digits")

    def importer(self, *, source: str, mapping: HeaderMapping, by: User, options: dict[str, Any]) -> Importer:
        if options["end_absent"] and not options["everyone"]:
            message = "--end-absent goes with --everyone: only a list of everyone tells who is missing."
            raise ImportRefused("bad_option", message)
        if options["keep"] and not options["end_absent"]:
            raise ImportRefused("bad_option", "--keep goes with --end-absent: without it nobody's post ends.")
        digits = options["id_digits"]
        if digits is not None and not 2 <= digits <= 20:
            raise ImportRefused("bad_option", "--id-digits is a number from 2 to 20.")
        kept = self.kept_options(options)
        return StaffImporter(source=source, mapping=mapping, by=by, options=kept, strict=True)

    def kept_options(self, options: dict[str, Any]) -> Mapping[str, str]:
        choice = absence.Choice(
            digest=options["end_absent"],
            left_out=frozenset(_posts_of(options["keep"])),
            last_day=as_day(options["last_day"]) if options["last_day"] else None,
        )
        everyone = "yes" if options["everyone"] else "no"
        return {"everyone": everyone, "id_digits": str(options["id_digits"] or ""), **choice.as_options()}

    def summary(self, plan: Plan, *, seconds: float) -> Iterable[str]:
        report, more = plan.report, plan.report.more
        yield from heading(plan, seconds=seconds)
        for count, words in (
            (report.new, "new"),
            (report.changed, "changed"),
            (report.unchanged, "unchanged"),
            (report.folded, "folded into another row of the same post"),
            (report.duplicates, "exact duplicates"),
            (report.rejected, "rejected"),
        ):
            yield f"{count:>9,} {words}"
        yield from sentences(more)
        yield from _missing(plan)
        if more["unused_columns"]:
            yield "Columns that were not used: " + ", ".join(more["unused_columns"]) + "."


def _posts_of(employee_ids: list[str]) -> Iterator[int]:
    """Raises ImportRefused for an ID that nobody here has: a typing error would end the wrong post."""
    found = dict(Employment.objects.not_ended().filter(employee_id__in=employee_ids).values_list("employee_id", "pk"))
    for employee_id in employee_ids:
        if employee_id not in found:
            raise ImportRefused("bad_option", f"Nobody who works here has the employee ID “{employee_id}” (--keep).")
        yield found[employee_id]


def _missing(plan: Plan) -> Iterator[str]:
    more = plan.report.more
    waiting = [one for one in plan.records if not one.rows and not one.changes]
    for record in waiting[:_SHOWN_MISSING]:
        yield f"    {record.instance.employee_id}  {record.instance.name}, {record.instance.department.name}"
    if len(waiting) > _SHOWN_MISSING:
        yield f"    … and {len(waiting) - _SHOWN_MISSING} more; the report has them all, under “missing_posts”."
    if waiting and not more["missing_ended"]:
        if absence.is_stern(more["missing"], more["missing_of"]):
            yield "That are so many that the file may be broken. Ask the payroll before you end their posts."
        yield f"They stay as they are. To end their posts: --everyone --end-absent {more['missing_digest']}"
