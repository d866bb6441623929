"""CSV as programs save it: delimiters, title lines, quotation marks, line breaks; and files that are not CSV."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.registry.grid import Grid, without_title
from osloregion_slides.registry.table_file import csv_grid, read_grid


def grid(text: str) -> Grid:
    return without_title(csv_grid(text.encode(), "a.csv"))


def rows(text: str) -> list[tuple[str, ...]]:
    made = grid(text)
    return [row.cells for row in (made.header, *made.rows)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1;2", [("a", "b"), ("1", "2")]),
        ("Navn;A, B, C;D\nOslo;1;2\nMoss;3;4", [("Navn", "A, B, C", "D"), ("Oslo", "1", "2"), ("Moss", "3", "4")]),
        ("Navn;Andel\nOslo;1,5\nMoss;2,5", [("Navn", "Andel"), ("Oslo", "1,5"), ("Moss", "2,5")]),
        ("a\tb;c\n1\t2\n3\t4", [("a", "b;c"), ("1", "2"), ("3", "4")]),
        ("Navn|Kr\nOslo|1,5\nMoss|2,5", [("Navn", "Kr"), ("Oslo", "1,5"), ("Moss", "2,5")]),
        ("sep=,\na,b;c\n1,2;3", [("a", "b;c"), ("1", "2;3")]),
        ("Navn\nOslo", [("Navn",), ("Oslo",)]),
    ],
)
def test_the_delimiter_is_the_one_that_fits_most_rows(text: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "header", "titles"),
    [
        ('"07459: Folk, etter region"\n\n"region";"2007"\n"Oslo";1', ("region", "2007"), 1),
        ("Tabell 1\nKilde: SSB\n\nregion;2007\nOslo;1", ("region", "2007"), 2),
        ("Folketall;;\nregion;2007;2008\nOslo;1;2", ("region", "2007", "2008"), 1),
        ("Navn\nOslo;1\nMoss;2", ("Navn",), 0),
        ("region;2007\nOslo;1", ("region", "2007"), 0),
        ("Navn\n\nOslo", ("Navn",), 0),
    ],
)
def test_title_lines_above_a_table_are_skipped_with_a_note(text: str, header: tuple[str, ...], titles: int) -> None:
    made = grid(text)
    assert made.header.cells == header
    assert [(found.code, found.severity) for found in made.findings] == [("not-a-row", "note")] * titles


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('Kommune;Merknad\nOslo;"uten slutt\nMoss;b', "a.csv:2"),
        ('a;b\n1;2\n"3;4', "a.csv:3"),
        ('sep=;\na;b\n1;"2', "a.csv:3"),
        ('a;b\n"1"x;2', "a.csv:2"),
        ('a;b;c\n1;2;"x\n2;3;y\n4;5;"z"', "a.csv:2"),
    ],
)
def test_an_unclosed_quotation_mark_is_an_error_at_its_row(text: str, place: str) -> None:
    made = grid(text)
    assert [(str(found.at), found.code, found.severity) for found in made.findings] == [(place, "bad-csv", "error")]
    assert made.rows == ()


@pytest.mark.parametrize(
    "text", ['a;b\n5" rør;2', 'a;b\n"Rådhuset\n0037 Oslo";2', 'a;b\n1;"x\n2;y"', 'a;b\n"si ""hei""";2']
)
def test_correct_quotation_marks_give_no_error(text: str) -> None:
    assert grid(text).findings == ()


CELL = st.text(st.sampled_from('ab ;,\t"\n æ1'), max_size=8)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5), st.sampled_from(";,\t"))
def test_csv_written_by_a_spreadsheet_is_read_cell_by_cell(cells: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["x", "y", "z"], *cells])
    made = csv_grid(f"sep={delimiter}\n{out.getvalue()}".encode(), "a.csv")
    flat = [[" ".join(cell.split()) for cell in row] for row in cells]
    assert [[" ".join(cell.split()) for cell in row.cells] for row in made.rows] == [row for row in flat if any(row)]
    breaks = [[len(cell.strip().split("\n")) for cell in row] for row in cells if any(c.strip() for c in row)]
    assert [[len(cell.split("\n")) for cell in row.cells] for row in made.rows] == breaks


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (package(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "cannot be read"),
        (package(mimetype="application/vnd.oasis.opendocument.text"), "Office document"),
        (package(xl__workbook_bin=""), "binary workbook"),
        (package(word__document_xml=""), "Office document"),
        (package(Index__Document_iwa=""), "Apple Numbers"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "Excel 97"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"%PDF-1.7\n\0", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0", "a picture"),
        (b"<html><table><tr><td>1</td></tr></table>", "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b'{"version": "2.0", "class": "dataset"}', "JSON-stat"),
        (b"\0\1\2", "not a text table"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_that_is_not_a_table_is_named_by_its_type(tmp_path: Path, data: bytes, words: str, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    (found,) = read_grid(str(path)).findings
    assert (found.severity, words in found.message) == ("error", True), found.message
