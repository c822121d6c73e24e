"""CSV and its cousins (semicolons, tabs, bars)."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.readers.headers import check_headers, is_blank
from chitech.core.imports.readers.table import Limits, Row, Table, column_letter

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",;\t|"
_FORMULA_STARTS = frozenset("=+-@\t\r")
# What a spreadsheet would compute on opening: `=SUM(A1)`, `=1+1`, `="007"`, `=cmd|...`. A line of `====` is not one.
_FORMULA = re.compile(r"^\s*=\s*[\w(\"'@+$-]")


def read_delimited(
    data: bytes,
    *,
    name: str,
    sha256: str,
    limits: Limits,
    encoding: str = "",
    delimiter: str = "",
    first: int | None = None,
) -> Table:
    """Read a text table. Raises ImportRefused, naming the line, for anything that would have to be guessed."""
    text = _decoded(data, encoding)
    nul = text.find("\0")
    if nul >= 0:
        raise ImportRefused(
            "not_text",
            _("Line %(line)d holds a zero byte, so this is not a text file. Save the table as CSV (UTF-8).")
            % {"line": text.count("\n", 0, nul) + 1},
        )
    first_line = next((line for line in io.StringIO(text) if line.strip()), "")
    hint = re.fullmatch(r"sep=(.)\s*", first_line)  # Excel's own note of the delimiter
    delimiter = delimiter or (hint.group(1) if hint else _most_frequent_delimiter(first_line))
    if first_line.count(delimiter) > 10 * limits.max_columns:
        raise too_many_columns(first_line.count(delimiter) + 1, limits)

    table: Table | None = None
    for number, record in _records(text, delimiter, limits):
        if is_blank(record) or (number == 1 and hint):
            continue
        if table is None:
            if len(record) > limits.max_columns:
                raise too_many_columns(len(record), limits)
            table = Table(name=name, sha256=sha256, headers=check_headers(record))
            continue
        if len(table.rows) == first:
            break
        _refuse_formulas(number, record, table.headers)
        if len(table.rows) >= limits.max_rows:
            raise too_many_rows(limits)
        table.rows.append(Row(number, tuple(map(_unmarked, record))))
    if table is None:
        raise ImportRefused("empty", _("The file has no rows. Export it again and check that it has some."))
    return table


def _unmarked(cell: str) -> str:
    """A cell without the apostrophe that our downloads put before what looks like a formula (`report.inert`)."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA_STARTS else cell


def too_many_columns(found: int, limits: Limits) -> ImportRefused:
    return ImportRefused(
        "too_many_columns",
        _("The file has %(found)d columns or more; at most %(limit)d are read. Take away the columns you do not need.")
        % {"found": found, "limit": limits.max_columns},
    )


def too_many_rows(limits: Limits) -> ImportRefused:
    return ImportRefused(
        "too_many_rows",
        _("The file has more than %(limit)d rows. Split it into several files.") % {"limit": limits.max_rows},
    )


def formula_refused(number: int, column: str) -> ImportRefused:
    return ImportRefused(
        "formula",
        _("Row %(row)d, column %(column)s holds a formula. Copy the sheet, paste it as values, and import that.")
        % {"row": number, "column": column},
    )


def _decoded(data: bytes, encoding: str) -> str:
    """The text. UTF-8 unless a byte-order mark or the mapping says otherwise; never a guess."""
    chosen = encoding or next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    if chosen.lower().replace("_", "-") in {"utf-8", "utf8"}:
        chosen = "utf-8-sig"
    try:
        return data.decode(chosen)
    except LookupError as error:
        raise ImportRefused(
            "bad_encoding", _("No encoding is called “%(name)s”. Try utf-8 or cp1252.") % {"name": chosen}
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ImportRefused(
            "bad_encoding",
            _("Line %(line)d holds bytes that are not %(encoding)s (0x%(byte)02x). Save the file as “CSV UTF-8”. If "
              "you know its encoding, you can write it into the mapping instead, such as: encoding = \"cp1252\".")
            % {"line": line, "encoding": chosen.removesuffix("-sig").upper(), "byte": data[error.start]},
        ) from error  # fmt: skip


def _most_frequent_delimiter(line: str) -> str:
    """The delimiter seen most outside quotes; a comma where there is none (a file of one column)."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(_DELIMITERS, key=bare.count)


def _records(text: str, delimiter: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Numbered records, blank ones too: a spreadsheet counts them."""
    csv.field_size_limit(limits.max_cell_characters)
    reader = csv.reader(_short_lines(text, limits), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            yield number, record
    except csv.Error as error:
        raise ImportRefused(
            "bad_csv",
            _("The quotes or commas cannot be read near line %(line)d, after row %(row)d. A quote inside a cell is "
              "written twice (\"\"), and each opened quote is closed.") % {"line": reader.line_num, "row": number},
        ) from error  # fmt: skip


def _short_lines(text: str, limits: Limits) -> Iterator[str]:
    """Lines, none so long that splitting it into cells would fill the memory."""
    longest = 2 * limits.max_cell_characters
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > longest:
            raise ImportRefused(
                "line_too_long",
                _("Line %(line)d has more than %(limit)d characters. This does not look like a table; check the file.")
                % {"line": number, "limit": longest},
            )
        yield line


def _refuse_formulas(number: int, record: list[str], headers: tuple[str, ...]) -> None:
    for index, cell in enumerate(record):
        if "=" in cell[:3] and _FORMULA.match(cell):
            header = headers[index] if index < len(headers) else ""
            raise formula_refused(number, f"“{header}” ({column_letter(index)})" if header else column_letter(index))
