"""What a clean file becomes: headers, numbered rows, cells as they were written."""

import datetime as dt
from typing import Any

import pytest

from chitech.core.imports.readers import Limits, read_table, text_of
from tests.core.imports.files import csv_bytes, naive, workbook


def rows_of(
    data: bytes, name: str = "a.csv", **options: Any
) -> tuple[tuple[str, ...], list[tuple[int, tuple[object, ...]]]]:
    table = read_table(data, name=name, limits=Limits(), **options)
    return table.headers, [(row.number, row.cells) for row in table.rows]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    """The header is row 1; a cell with line breaks is one row; a blank line counts and is left out."""
    data = csv_bytes("Job ID,Text", '1,"two', 'lines"', "", "2,x", ",", "3,y")
    assert rows_of(data)[1] == [(2, ("1", "two\nlines")), (4, ("2", "x")), (6, ("3", "y"))]


@pytest.mark.parametrize(
    "data",
    [
        "Job ID;Café\n1;é\n".encode(),
        "\ufeffJob ID,Café\r\n1,é\r\n".encode(),
        "Job ID\tCafé\r1\té\r".encode(),
        "Job ID|Café\n1|é".encode(),
        "sep=;\nJob ID;Café\n1;é\n".encode(),
        "Job ID\tCafé\r\n1\té\r\n".encode("utf-16"),
        '"Job ID","Café"\n"1","é"\n'.encode(),
        '"Job ID",Café\n1,é\n\n\n'.encode(),
    ],
)
def test_delimiters_line_ends_and_marks_of_every_program(data: bytes) -> None:
    headers, rows = rows_of(data)
    assert headers == ("Job ID", "Café")
    assert [cells for _number, cells in rows] == [("1", "é")]


def test_an_encoding_is_taken_from_the_mapping_and_never_guessed() -> None:
    data = "Job ID,Agency\n1,Caf\xe9\n".encode("cp1252")
    assert rows_of(data, encoding="cp1252")[1] == [(2, ("1", "Café"))]


def test_a_workbook_keeps_numbers_dates_and_leading_zeros() -> None:
    rows: list[list[object]] = [
        [None, None, None],
        ["Job ID", "Code", "Day", "Pay", None],
        [759209, "06316", naive(2025, 12, 2), 29.95, None],
        [759210.0, None, dt.date(2025, 12, 3), 86749, None],
    ]
    headers, found = rows_of(workbook(rows), "a.xlsx")
    assert headers == ("Job ID", "Code", "Day", "Pay")
    assert [number for number, _cells in found] == [3, 4]
    assert [[text_of(cell) for cell in cells] for _number, cells in found] == [  # type: ignore[arg-type]
        ["759209", "06316", "2025-12-02", "29.95"],
        ["759210", "", "2025-12-03", "86749"],
    ]


def test_a_line_of_equals_signs_is_no_formula() -> None:
    assert rows_of(csv_bytes("Job ID,Text", "1,======", "2,a = b"))[1] == [(2, ("1", "======")), (3, ("2", "a = b"))]


def test_a_file_with_a_header_alone_has_no_rows() -> None:
    assert rows_of(b"Job ID,Agency\n") == (("Job ID", "Agency"), [])
