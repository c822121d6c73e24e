"""A file that cannot be trusted is refused as a whole, with a sentence that says what to do."""

import datetime as dt
import io
import struct
import zipfile
from typing import Any

import openpyxl
import pytest

from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.readers import Limits, Table, read_table, sheets
from tests.core.imports.files import csv_bytes, saved, sheet_xml, with_part, workbook

SMALL = Limits(max_bytes=200_000, max_rows=50, max_columns=20, max_cell_characters=5_000)
TABLE = [["Job ID", "Agency"], ["1", "Water"]]


def read(data: bytes, name: str = "file.csv", limits: Limits = SMALL, **options: Any) -> Table:
    return read_table(data, name=name, limits=limits, **options)


def zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("empty.csv", b"", "empty", "empty"),
        ("empty.xlsx", b"", "empty", "empty"),
        ("blank.csv", b"\n\n  \n", "empty", "empty"),
        ("commas.csv", b",,,\n,,,\n", "empty", "no rows"),
        ("workbook.csv", workbook(TABLE), "other_type", "named like a text file"),
        ("text.xlsx", csv_bytes("Job ID,Agency", "1,Water"), "other_type", "named like a workbook"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "other_type", "old Excel"),
        ("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "other_type", "password-protected"),
        ("paper.csv", b"%PDF-1.7 ...", "other_type", "PDF"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n....", "other_type", "PNG"),
        ("page.csv", b"<!DOCTYPE html><html><table>", "other_type", "HTML"),
        ("page.xls", b"\n <TABLE><tr><td>1</td></tr></TABLE>", "other_type", "HTML"),
        ("packed.csv", b"\x1f\x8b\x08 rest", "other_type", "gzip"),
        ("letter.xlsx", zip_of(word__document_xml=b"<w/>"), "other_type", "not an Excel workbook"),
        ("cut.xlsx", workbook(TABLE)[:900], "damaged", "damaged"),
        ("binary.csv", b"Job ID,Agency\n1,\x00\x01\x02\n", "not_text", "Line 2"),
        ("latin.csv", b"Job ID,Agency\n1,Water\n2,Caf\xe9\n", "bad_encoding", "Line 3"),
        ("doubled.csv", csv_bytes("Job ID,Agency,job_id", "1,Water,2"), "doubled_header", "columns A and C"),
        ("quotes.csv", csv_bytes("Job ID,Agency", '1,"Water', "2,Sewers"), "bad_csv", "near line 3"),
        ("quotes.csv", csv_bytes("Job ID,Agency", '1,"Wa"ter"', "2,Sewers"), "bad_csv", "near line 2"),
        ("formula.csv", csv_bytes("Job ID,Agency", "1,Water", "2,=SUM(A:A)"), "formula", "Row 3, column “Agency” (B)"),
        ("formula.csv", csv_bytes("Job ID,Agency", "=1+1,Water"), "formula", "Row 2, column “Job ID” (A)"),
        ("formula.csv", csv_bytes("Job ID,Agency", "1,\"=HYPERLINK(\"\"x\"\")\""), "formula", "Row 2"),
        ("wide.csv", b"a" + b",a" * 1_000_000, "too_large", "larger than"),
        ("wide.csv", b"," * 150_000 + b"\n1,2\n", "too_many_columns", "at most 20"),
        ("wide.csv", ",".join(f"c{i}" for i in range(21)).encode() + b"\n1\n", "too_many_columns", "21 columns"),
        ("long.csv", b"Job ID\n" + b"1\n" * 51, "too_many_rows", "more than 50 rows"),
        ("line.csv", b"Job ID,Agency\n1," + b"x" * 10_001 + b"\n", "line_too_long", "Line 2"),
        ("cell.csv", b'Job ID,Agency\n1,"' + b"x\n" * 3_000 + b'"\n', "bad_csv", "near line"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_clean_table(name: str, data: bytes, code: str, says: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(data, name)
    assert refused.value.code == code
    assert says in refused.value.message
    assert refused.value.message.endswith(".")


def test_a_million_columns_are_refused_before_they_are_split() -> None:
    with pytest.raises(ImportRefused) as refused:
        read(b"x" + b",x" * 999_999 + b"\n", limits=Limits())
    assert refused.value.code == "too_many_columns"


def test_a_workbook_with_too_many_columns_or_rows() -> None:
    for rows, code in (
        ([list(range(21)), [1]], "too_many_columns"),
        ([["Job ID"]] + [[i] for i in range(51)], "too_many_rows"),
    ):
        with pytest.raises(ImportRefused) as refused:
            read(workbook(rows), "a.xlsx")
        assert refused.value.code == code


def test_a_sheet_that_claims_a_cell_far_away_costs_nothing() -> None:
    """Column ZZZ, row 999999999: a reader that makes room up to there runs out of memory."""
    far = sheet_xml(
        '<row r="1"><c r="A1" t="str"><v>Job ID</v></c><c r="ZZZ1" t="str"><v>x</v></c></row>',
        '<row r="2"><c r="A2"><v>7</v></c></row>',
        '<row r="999999999"><c r="A999999999"><v>8</v></c></row>',
    )
    table = read(with_part(workbook(TABLE), "xl/worksheets/sheet1.xml", far), "a.xlsx")
    assert table.headers == ("Job ID",)
    assert [(row.number, row.cells) for row in table.rows] == [(2, (7,))]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/media/image1.png"])
def test_a_zip_bomb_is_refused_by_its_directory(part: str) -> None:
    bomb = with_part(workbook(TABLE), part, b" " * 40_000_000)
    assert len(bomb) < 200_000
    with pytest.raises(ImportRefused) as refused:
        read(bomb, "a.xlsx")
    assert refused.value.code == "zip_bomb"
    assert "38 MB" in refused.value.message
    with pytest.raises(ImportRefused):
        sheets(bomb, name="a.xlsx", limits=SMALL)


def test_a_zip_bomb_whose_directory_lies_is_not_unpacked() -> None:
    """The directory says 100 bytes: the reader takes no more of the part than that."""
    bomb = bytearray(with_part(workbook(TABLE), "xl/worksheets/sheet1.xml", b" " * 40_000_000))
    entry = bomb.rindex(b"PK\x01\x02")
    assert bomb[entry + 46 :].startswith(b"xl/worksheets/sheet1.xml")
    struct.pack_into("<L", bomb, entry + 24, 100)
    with pytest.raises(ImportRefused) as refused:
        read(bytes(bomb), "a.xlsx")
    assert refused.value.code == "damaged"


def test_an_entity_bomb_in_a_workbook_is_refused() -> None:
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(ImportRefused) as refused:
        read(with_part(workbook(TABLE), "xl/worksheets/sheet1.xml", evil), "a.xlsx")
    assert refused.value.code == "damaged"


def test_a_formula_in_a_workbook_is_named_by_row_and_column() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Job ID", "Salary Range From"], [1, 50_000], [2, "=B2*2"]):
        book.active.append(row)
    with pytest.raises(ImportRefused) as refused:
        read(saved(book), "a.xlsx")
    assert refused.value.code == "formula"
    assert "Row 3, column “Salary Range From” (B)" in refused.value.message


def test_a_workbook_of_several_sheets_asks_which() -> None:
    data = workbook(TABLE, sheet="One", more={"Two": [["Job ID"], [5]], "Nothing": []})
    with pytest.raises(ImportRefused) as refused:
        read(data, "a.xlsx")
    assert refused.value.code == "which_sheet"
    assert "“One”, “Two”" in refused.value.message
    assert sheets(data, name="a.xlsx", limits=SMALL) == ["One", "Two"]
    with pytest.raises(ImportRefused) as refused:
        read(data, "a.xlsx", sheet="Three")
    assert refused.value.code == "no_such_sheet"
    assert read(data, "a.xlsx", sheet=" two ").rows[0].cells == (5,)


def test_a_workbook_without_rows() -> None:
    with pytest.raises(ImportRefused) as refused:
        read(workbook([]), "a.xlsx")
    assert refused.value.code == "empty"


def test_dates_outside_a_calendar_do_not_stop_the_reading() -> None:
    odd = sheet_xml(
        '<row r="1"><c r="A1" t="str"><v>Day</v></c></row>', '<row r="2"><c r="A2" s="1"><v>99999999</v></c></row>'
    )
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = dt.date(2026, 1, 1)
    table = read(with_part(saved(book), "xl/worksheets/sheet1.xml", odd), "a.xlsx")
    assert table.rows[0].cells == ("#VALUE!",)
