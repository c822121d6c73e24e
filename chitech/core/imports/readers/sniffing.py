"""What a file really is, told from its first bytes and not from its name."""

from enum import StrEnum
from pathlib import PurePath

from django.utils.translation import gettext as _

from chitech.core.imports.errors import ImportRefused


class Kind(StrEnum):
    TEXT = "text"
    WORKBOOK = "workbook"


_ZIP = b"PK\x03\x04"
_WORKBOOK_NAMES = {".xlsx", ".xlsm", ".xltx"}
_TEXT_NAMES = {".csv", ".tsv", ".txt", ".tab"}
# First bytes -> what people call such a file.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel (.xls) or password-protected"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite database"),
    (b"\x7fELF", "program"),
    (b"PAR1", "Parquet"),
    (b"{\\rtf", "RTF document"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml")


def kind_of(name: str, data: bytes) -> Kind:
    """Text or workbook. Raises ImportRefused for an empty file, for another kind, and where the name says otherwise."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.strip(b"\x00"):
        raise ImportRefused("empty", _("The file is empty. Export it again and check that it has rows."))
    ending = PurePath(name).suffix.lower()
    if data.startswith((_ZIP, b"PK\x05\x06")):
        if ending in _TEXT_NAMES:
            raise ImportRefused(
                "other_type",
                _("“%(name)s” is named like a text file, but inside it is a workbook or a zip archive. "
                  "Save it as CSV, or give it the ending .xlsx if it is a workbook.") % {"name": name},
            )  # fmt: skip
        return Kind.WORKBOOK
    for magic, what in _OTHERS:
        if data.startswith(magic):
            raise _other_type(name, what)
    if start[:20].lower().startswith(_MARKUP):
        raise _other_type(name, "HTML or XML")
    if ending in _WORKBOOK_NAMES or ending == ".xls":
        raise ImportRefused(
            "other_type",
            _("“%(name)s” is named like a workbook, but inside it is text. "
              "If it is a CSV file, give it the ending .csv; else save it again as .xlsx.") % {"name": name},
        )  # fmt: skip
    return Kind.TEXT


def _other_type(name: str, what: str) -> ImportRefused:
    return ImportRefused(
        "other_type",
        _("“%(name)s” is a %(what)s file. Save the table as CSV or as an Excel workbook (.xlsx) and import that.")
        % {"name": name, "what": what},
    )
