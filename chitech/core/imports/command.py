"""What every `import_... FILE` command does alike: options, exit codes, the report, and a refusal in one sentence."""

import os
import re
import sys
import time
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, NoReturn

import structlog
from django.core.management.base import BaseCommand
from django.utils.text import slugify

from chitech.core.accounts.models import User
from chitech.core.imports import machine, readers
from chitech.core.imports.actions import kept_by_command
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping, guess_mapping, load_mapping
from chitech.core.imports.plan import Plan
from chitech.core.imports.registry import ImportKind
from chitech.core.imports.report import errors_table

# Who runs a command has the machine anyway; the smaller limit of the screens is against strangers' mistakes.
LIMITS = readers.Limits(max_bytes=200 * 1024 * 1024)
SHOWN_ERRORS = 20

log = structlog.get_logger("chitech.imports")


class ImportCommand(BaseCommand, ABC):
    """Exit code 0: applied, or nothing to do; 1: applied, but rows were rejected; 2: refused, nothing was written."""

    by_help: ClassVar[str] = "the person who imports; by default the system account"

    @abstractmethod
    def kind(self) -> ImportKind:
        """What is imported."""

    @abstractmethod
    def importer(self, *, source: str, mapping: HeaderMapping, by: User, options: dict[str, Any]) -> Importer:
        """The importer, set up as the command line says. Raises ImportRefused."""

    @abstractmethod
    def summary(self, plan: Plan, *, seconds: float) -> Iterable[str]:
        """The outcome in lines for a terminal."""

    def kept_options(self, options: dict[str, Any]) -> Mapping[str, str]:  # noqa: ARG002 -- a hook
        """What the list of imports keeps of the command line."""
        return {}

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV (UTF-8) or .xlsx")
        parser.add_argument("--source", default="", help="name of the source; by default the mapping's or the file's")
        parser.add_argument("--sheet", default="", help="sheet of a workbook that has several")
        parser.add_argument("--mapping", type=Path, metavar="FILE", help="TOML or JSON: which column means what")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the report there as JSON")
        parser.add_argument("--rejected", type=Path, metavar="FILE", help="write the rejected rows there as CSV")
        parser.add_argument("--by", metavar="EMAIL", help=self.by_help)

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            for path in [path for path in (options["report"], options["rejected"]) if path]:
                _check_writable(path, options["file"])
            plan = self._import(options)
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
        for line in self.summary(plan, seconds=time.monotonic() - started):
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

    def _import(self, options: dict[str, Any]) -> Plan:
        """Read, map and import the file. Raises ImportRefused."""
        by = self._person(options["by"])
        kind = self.kind()
        mapping = load_mapping(options["mapping"], kind.fields) if options["mapping"] else None
        path: Path = options["file"]
        table = readers.read_table(
            readers.load(path, limits=LIMITS),
            name=path.name,
            limits=LIMITS,
            sheet=options["sheet"] or (mapping.sheet if mapping else ""),
            encoding=mapping.encoding if mapping else "",
            delimiter=mapping.delimiter if mapping else "",
        )
        chosen = mapping or guess_mapping(table.headers, kind.fields, kind.known_mappings())
        source = _source(options["source"], chosen, path)
        importer = self.importer(source=source, mapping=chosen, by=by, options=options)

        def keep(plan: Plan) -> None:
            kept_by_command(importer, plan, file_name=path.name, options=self.kept_options(options))

        return machine.run(importer, table, dry_run=options["dry_run"], journal=None if options["dry_run"] else keep)

    def _person(self, email: str | None) -> User:
        if not email:
            return User.objects.system()
        person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        kind = self.kind()
        if person is None or not kind.may_import(person):
            message = f"Nobody who may import {kind.plural} signs in as “{email}”. Check the address given with --by."
            raise ImportRefused("bad_person", message)
        return person


def heading(plan: Plan, *, seconds: float) -> Iterator[str]:
    """What was read and how quickly: the first lines of every summary, up to the figures of rows."""
    report = plan.report
    rate = report.rows_read / seconds if seconds else 0
    verb = "would be imported from" if report.dry_run else "imported from"
    sheet = f", sheet “{plan.table.sheet}”" if plan.table.sheet else ""
    rows = "row" if report.rows_read == 1 else "rows"
    yield f"{report.rows_read:,} {rows} of {plan.table.name}{sheet} {verb} source “{report.source}”"
    yield f"in {seconds:.1f} seconds, {rate:,.0f} rows a second."


def as_day(text: str) -> date:
    """A day of the command line. Raises ImportRefused."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ImportRefused("bad_date", f"“{text}” is not a day. Write it like 2026-11-30.") from error


def _source(given: str, mapping: HeaderMapping, path: Path) -> str:
    """The name of the source. The file's name serves without its dates and numbers: tomorrow's file is the same one."""
    if len(given) > 60:
        raise ImportRefused("bad_source", "The name of the source is longer than 60 characters. Choose a shorter one.")
    named = re.sub(r"[\d()]+", "", path.stem)
    return given.strip() or mapping.source or slugify(named.replace("_", "-"))[:60].strip("-") or "file"


def _check_writable(path: Path, file: Path) -> None:
    """Refuse before anything is done, not after: an import whose report is lost cannot be explained."""
    target = path if path.exists() else path.parent
    if path.is_dir() or not target.exists() or not os.access(target, os.W_OK):
        raise ImportRefused("bad_report", f"“{path}” cannot be written. Choose another place for it.")
    if path.resolve() == file.resolve():
        raise ImportRefused("bad_report", f"“{path}” is the file to import; choose another name for what is written.")
