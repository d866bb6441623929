"""Cells of a deck that come out of files go back into the files' cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font
from pptx.chart.data import CategoryChartData

from osloregion_slides import InvalidInput, build, pull, save
from osloregion_slides.base.findings import Location
from osloregion_slides.outline.nodes import Figure, Verbatim
from osloregion_slides.pulling.source import Unwritable
from osloregion_slides.pulling.tables import TextTable
from osloregion_slides.registry.table_file import csv_grid
from tests.pulling.outlines import edited, pulled
from tests.update.edits import slide_of

OUTLINE = """\
deck: tables
title: Tables
language: nb
data:
  budget: {file}
slides:
  - id: table
    kind: table
    title: En tabell
    table: data.budget
  - id: chart
    kind: chart
    type: column
    title: Et diagram
    alt: Et diagram
    table: data.budget
"""
CSV = 'Post;Sum;Andel\r\nDrift;12,5;40 %\r\n"Lønn; og reise";18;60 %\r\n'


def made(folder: Path, file: str) -> tuple[Path, Path]:
    outline, deck = folder / "tables.yaml", folder / "deck.pptx"
    outline.write_text(OUTLINE.replace("{file}", file), encoding="utf-8")
    save(deck, build(outline))
    return outline, deck


def cell(row: int, column: int, text: str) -> Any:
    def edit(presentation: Any) -> None:
        table = next(one.table for one in slide_of(presentation, "table").shapes if one.has_table)
        table.cell(row, column).text_frame.paragraphs[0].runs[0].text = text

    return edit


def value(presentation: Any) -> None:
    chart = next(one.chart for one in slide_of(presentation, "chart").shapes if one.has_chart)
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = list(chart.plots[0].categories)
    for place, series in enumerate(chart.plots[0].series):
        values = list(series.values)
        data.add_series(series.name, [13.25, *values[1:]] if not place else values)
    chart.replace_data(data)


def test_a_text_and_a_number_are_written_to_their_csv_cells(tmp_path: Path) -> None:
    (tmp_path / "budget.csv").write_bytes(CSV.encode("cp1252"))
    outline, deck = made(tmp_path, "budget.csv")
    edited(deck, cell(1, 0, "Drift *og* vedlikehold"), cell(2, 0, "Lønn; bare"), cell(2, 1, "19,5"))
    before = outline.read_bytes()
    found = pulled(deck, outline)
    assert (found.edits, [one.code for one in found.findings if one.code != "pull-also-changes"]) == (3, [])
    wanted = 'Post;Sum;Andel\r\nDrift *og* vedlikehold;12,5;40 %\r\n"Lønn; bare";19,5;60 %\r\n'
    assert (tmp_path / "budget.csv").read_bytes() == wanted.encode("cp1252")
    assert outline.read_bytes() == before
    assert pull(deck, outline).edits == 0


@pytest.mark.parametrize(
    ("typed", "written"), [("1 500", b"1 500"), ("-7", b"-7"), ("2 000,5", b"2 000,5"), ("1500", b"1500")]
)
def test_a_number_as_people_type_it_is_pulled_once_and_is_no_conflict_afterwards(
    typed: str, written: bytes, tmp_path: Path
) -> None:
    (tmp_path / "budget.csv").write_bytes(CSV.encode().replace(b"12,5", b"1 200"))
    outline, deck = made(tmp_path, "budget.csv")
    edited(deck, cell(1, 1, typed))
    pulled(deck, outline)
    assert (tmp_path / "budget.csv").read_bytes().splitlines()[1] == b"Drift;" + written + b";40 %"
    again = pull(deck, outline)
    assert (again.edits, [one.code for one in again.findings if one.code.startswith("pull")]) == (0, [])


def test_a_chart_value_is_written_to_its_cell_with_the_decimal_separator_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "budget.csv").write_text(CSV, encoding="utf-8", newline="")
    outline, deck = made(tmp_path, "budget.csv")
    edited(deck, value)
    assert pulled(deck, outline).edits == 1
    assert (tmp_path / "budget.csv").read_bytes() == CSV.replace("12,5", "13,25").encode()


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (("Post", "Sum"), ("Drift", 12.5), ("Reise", 18)):
        sheet.append(row)
    sheet["B2"].number_format, sheet["B2"].font = "0.0", Font(bold=True)
    sheet["D9"] = "=B2+B3"
    book.create_sheet("Annet")["A1"] = "urørt"
    book.save(path)


def test_a_cell_of_a_workbook_changes_and_keeps_its_format(tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    workbook(path)
    outline, deck = made(tmp_path, "budget.xlsx")
    edited(deck, value, cell(2, 0, "Reiser"))
    found = pulled(deck, outline)
    assert found.edits == 2 and "budget.xlsx differs" in found.patch
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    assert [[one.value for one in row] for row in sheet["A1:B3"]] == [["Post", "Sum"], ["Drift", 13.25], ["Reiser", 18]]
    assert (sheet["B2"].number_format, sheet["B2"].font.bold) == ("0.0", True)
    assert (sheet["D9"].value, book["Annet"]["A1"].value) == ("=B2+B3", "urørt")


@pytest.mark.parametrize(
    ("lock", "said"),
    [("~$budget.xlsx", b"\x04Kari" + b" " * 50), (".~lock.budget.xlsx#", b",kari,pc,29.11.2026 19:00,file:///;")],
)
def test_an_open_workbook_is_not_written(lock: str, said: bytes, tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    workbook(path)
    outline, deck = made(tmp_path, "budget.xlsx")
    edited(deck, value)
    (tmp_path / lock).write_bytes(said)
    before = path.read_bytes()
    with pytest.raises(InvalidInput, match="deck-open"):
        pulled(deck, outline)
    assert path.read_bytes() == before


CELLS = st.lists(st.lists(st.text("ab;,\"'æ é", max_size=6), min_size=2, max_size=3), min_size=2, max_size=4)


@given(CELLS, st.integers(1, 3), st.integers(0, 2), st.text('xy;," ø', min_size=1, max_size=5), st.sampled_from(";,"))
def test_only_the_edited_cell_of_a_csv_file_changes(
    rows: list[list[str]], line: int, column: int, text: str, delimiter: str
) -> None:
    """Either one cell is another and all bytes around it are the same, or the file cannot be written."""
    import csv
    import io

    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows([["H1", "H2", "H3"], *rows])
    data = stream.getvalue().encode()
    grid = csv_grid(data, "t.csv")
    row = next((one for one in grid.rows if one.line == line + 1), None)
    old = row.cell(column) if row else ""
    table = TextTable(data, "t.csv")
    try:
        table.set_value(Verbatim(old, False, Location("t.csv", line + 1, column + 1)), text)
    except Unwritable:
        assert table.data == data
        return
    after = csv_grid(table.data, "t.csv")
    changed = [(a, b) for a, b in zip(grid.rows, after.rows, strict=True) if a != b]
    assert len(changed) <= 1
    lines, now = data.split(b"\r\n"), table.data.split(b"\r\n")
    assert [n for n, pair in enumerate(zip(lines, now, strict=True), 1) if pair[0] != pair[1]] in ([], [line + 1])


@pytest.mark.parametrize("around", ["{}", " {}", "{}  ", " {} "])
@pytest.mark.parametrize(
    ("cell", "now", "value", "then"),
    [("40 %", "0.4", "0.455", "45,5 %"), ("12,5", "12.5", "13.25", "13,25"), ("7", "7", "8", "8")],
)
def test_a_number_keeps_the_notation_and_spaces_of_its_cell(
    around: str, cell: str, now: str, value: str, then: str
) -> None:
    file = "Post;Andel;Merknad\r\nDrift;{};fast\r\n"
    table = TextTable(file.format(around.format(cell)).encode(), "t.csv")
    table.set_value(Figure(now, True, Location("t.csv", 2, 2), "0"), value)
    assert table.data.decode() == file.format(around.format(then))
