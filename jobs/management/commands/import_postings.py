"""`import_postings FILE`: bring in postings from a CSV file or a workbook. What it does, the import screens do too."""

import os
import re
import sys
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import structlog
from django.core.management.base import BaseCommand
from django.utils.text import slugify

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from chitech.core.imports import machine, readers
from chitech.core.imports.actions import kept_by_command
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.mapping import HeaderMapping, guess_mapping, load_mapping
from chitech.core.imports.plan import Plan
from chitech.core.imports.report import errors_table
from jobs.choices import State
from jobs.imports import PostingImporter, known_mappings
from jobs.imports.fields import FIELDS
from jobs.imports.summary import summary

# Who runs a command has the machine anyway; the smaller limit of the screens is against strangers' mistakes.
LIMITS = readers.Limits(max_bytes=200 * 1024 * 1024)
SHOWN_ERRORS = 20

log = structlog.get_logger("chitech.imports")


class Command(BaseCommand):
    help = (
        "Import postings from a CSV file or an Excel workbook. Exit code 0: applied, or nothing to do; "
        "1: applied, but some rows were rejected; 2: refused, nothing was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV (UTF-8) or .xlsx")
        parser.add_argument("--source", default="", help="name of the source; by default the mapping's or the file's")
        parser.add_argument("--sheet", default="", help="sheet of a workbook that has several")
        parser.add_argument("--mapping", type=Path, metavar="FILE", help="TOML or JSON: which column means what")
        parser.add_argument(
            "--state", choices=[State.DRAFT, State.PUBLISHED], default=State.DRAFT, help="default: draft"
        )
        parser.add_argument("--as-of", metavar="DATE", help="the day that counts as today, like 2026-11-30")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the report there as JSON")
        parser.add_argument("--rejected", type=Path, metavar="FILE", help="write the rejected rows there as CSV")
        parser.add_argument("--by", metavar="EMAIL", help="the person in HR who imports; by default the system account")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            outputs = [path for path in (options["report"], options["rejected"]) if path]
            for path in outputs:
                _check_writable(path, options["file"])
            plan = _import(options)
        except ImportRefused as refused:
            self._refuse(refused.message)
        except Exception:
            # Left alone, Python would exit with 1, which means "applied with rejects". Nothing has been applied.
            log.exception("import_failed", file=options["file"].name)
            self._refuse("The import stopped at an error of the portal itself; the log has the details. Try it again.")
        report = plan.report
        if options["report"]:
            options["report"].write_text(report.as_json(), encoding="utf-8")
        if options["rejected"]:
            options["rejected"].write_text(errors_table(report.errors).export("csv"), encoding="utf-8", newline="")
        for line in summary(plan, seconds=time.monotonic() - started):
            self.stdout.write(line)
        for error in report.errors[:SHOWN_ERRORS]:
            column = f", {error.column}" if error.column else ""
            value = f" It says “{error.value}”." if error.value else ""
            self.stderr.write(f"Row {error.row}{column}: {error.message}{value}")
        if len(report.errors) > SHOWN_ERRORS:
            self.stderr.write(f"… and {len(report.errors) - SHOWN_ERRORS} more: --report or --rejected has them all.")
        if report.exit_code:
            sys.exit(report.exit_code)

    def _refuse(self, message: str) -> NoReturn:
        self.stderr.write(f"{message}\nNothing was written.")
        sys.exit(2)


def _import(options: dict[str, Any]) -> Plan:
    """Read, map and import the file. Raises ImportRefused."""
    by = _person(options["by"])
    mapping = load_mapping(options["mapping"], FIELDS) if options["mapping"] else None
    path: Path = options["file"]
    data = readers.load(path, limits=LIMITS)
    table = readers.read_table(
        data,
        name=path.name,
        limits=LIMITS,
        sheet=options["sheet"] or (mapping.sheet if mapping else ""),
        encoding=mapping.encoding if mapping else "",
        delimiter=mapping.delimiter if mapping else "",
    )
    chosen = mapping or guess_mapping(table.headers, FIELDS, known_mappings())
    importer = PostingImporter(
        source=_source(options["source"], chosen, path),
        mapping=chosen,
        by=by,
        state=options["state"],
        as_of=_day(options["as_of"]) if options["as_of"] else None,
    )

    def keep(plan: Plan) -> None:
        kept_by_command(importer, plan, file_name=path.name, options={"state": options["state"]})

    return machine.run(importer, table, dry_run=options["dry_run"], journal=None if options["dry_run"] else keep)


def _source(given: str, mapping: HeaderMapping, path: Path) -> str:
    """The name of the source. The file's name serves without its dates and numbers: tomorrow's file is the same one."""
    if len(given) > 60:
        raise ImportRefused("bad_source", "The name of the source is longer than 60 characters. Choose a shorter one.")
    named = re.sub(r"[\d()]+", "", path.stem)
    return given.strip() or mapping.source or slugify(named.replace("_", "-"))[:60].strip("-") or "file"


def _person(email: str | None) -> User:
    if not email:
        return User.objects.system()
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or not may(person, Permission.IMPORT_POSTINGS):
        raise ImportRefused(
            "bad_person", f"Nobody who may import postings signs in as “{email}”. Check the address given with --by."
        )
    return person


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ImportRefused("bad_date", f"“{text}” is not a day. Write it like 2026-11-30.") from error


def _check_writable(path: Path, file: Path) -> None:
    """Refuse before anything is done, not after: an import whose report is lost cannot be explained."""
    target = path if path.exists() else path.parent
    if path.is_dir() or not target.exists() or not os.access(target, os.W_OK):
        raise ImportRefused("bad_report", f"“{path}” cannot be written. Choose another place for it.")
    if path.resolve() == file.resolve():
        raise ImportRefused("bad_report", f"“{path}” is the file to import; choose another name for what is written.")
