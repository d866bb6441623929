"""Hidden rows, columns and sheets of a workbook are left out, and a finding names them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from osloregion_slides.registry.grid import Grid
from osloregion_slides.registry.load import load_registry
from osloregion_slides.registry.table_file import read_grid
from osloregion_slides.registry.workbook import hidden_of
from osloregion_slides.scene import Table
from tests.tables.making import deck

ROWS: list[list[object]] = [["Post", "Sum", "Intern"], ["A", 1, "x"], ["Hemmelig", "=1/0", "y"], ["C", 3, "z"]]


@pytest.fixture
def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = "Tall"
    for row in ROWS:
        made.active.append(row)
    return made


def read(book: openpyxl.Workbook, folder: Path, sheet: str = "", hidden: bool = False) -> Grid:
    book.save(folder / "a.xlsx")
    return read_grid(str(folder / "a.xlsx"), sheet, "", hidden)


def cells(grid: Grid) -> list[tuple[str, ...]]:
    return [row.cells for row in (grid.header, *grid.rows)]


def test_hidden_cells_are_left_out_and_reported(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    grid = read(book, tmp_path)
    assert cells(grid) == [("Post", "Sum"), ("A", "1"), ("C", "3")]
    assert [finding.code for finding in grid.findings] == ["hidden-cells", "hidden-cells"]
    assert [finding.message for finding in grid.findings] == ["Hidden row `3` left out.", "Hidden column `C` left out."]
    assert str(grid.at(grid.rows[1], 0)).endswith("Tall!A4")


def test_a_hidden_column_in_the_middle_shifts_no_other(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active.column_dimensions["B"].hidden = True
    grid = read(book, tmp_path)
    assert cells(grid)[1] == ("A", "", "x")
    assert str(grid.at(grid.rows[0], 2)).endswith("Tall!C2")


def test_zero_height_and_zero_width_count_as_hidden() -> None:
    source = b'<cols><col min="2" max="3" width="0"/></cols><row r="4" ht="0"/><row/><row hidden="true"/>'
    assert hidden_of(source).columns == {2, 3}
    assert hidden_of(source).rows == {4, 6}


def test_hidden_cells_are_read_on_request(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active["B3"] = 2
    book.active.row_dimensions[3].hidden = True
    assert [row[0] for row in cells(read(book, tmp_path, hidden=True))] == ["Post", "A", "Hemmelig", "C"]
    assert read(book, tmp_path, hidden=True).findings == ()
    source = "data:\n  d: {file: a.xlsx, hidden: true}\nslides:\n  - {id: t, kind: table, title: A, table: data.d}\n"
    made, findings = deck(tmp_path, source)
    (table,) = [item for item in made.slides[0].items if isinstance(item, Table)]
    assert (len(table.rows), findings) == (4, [])


def test_a_hidden_sheet_is_read_if_named(book: openpyxl.Workbook, tmp_path: Path) -> None:
    page = book.create_sheet("Intern", 0)
    page.append(["Navn"])
    page.append(["Hemmelig"])
    page.sheet_state = "hidden"
    book.active = 1
    grid = read(book, tmp_path)
    assert cells(grid)[0] == ("Post", "Sum", "Intern")
    assert [finding.message for finding in grid.findings][0] == "Hidden sheet `Intern` left out."
    assert cells(read(book, tmp_path, "Intern")) == [("Navn",), ("Hemmelig",)]


def test_empty_hidden_cells_give_no_finding(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active["B3"] = 2
    book.active.row_dimensions[9].hidden = True
    book.active.column_dimensions["H"].hidden = True
    assert read(book, tmp_path).findings == ()


def test_a_hidden_member_is_left_out_of_the_registry_and_reported(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for row in (["name", "number", "from"], ["Oslo", "0301", "2004-12-17"], ["Moss", "0104", "2004-12-17"]):
        made.active.append(row)
    made.active.row_dimensions[3].hidden = True
    made.save(tmp_path / "m.xlsx")
    registry, findings = load_registry(str(tmp_path / "m.xlsx"))
    assert [member.name for member in registry.members] == ["Oslo"]
    assert "hidden-cells" in [finding.code for finding in findings]


def test_a_hidden_row_of_headings_is_a_finding_at_the_row_that_is_read_instead(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    book.active["B3"] = 2
    book.active.row_dimensions[1].hidden = True
    grid = read(book, tmp_path)
    assert grid.header.cells == ("A", "1", "x")
    (found,) = [one for one in grid.findings if "headings" in one.message]
    assert (found.code, found.severity, str(found.at).endswith("Tall!A2")) == ("hidden-cells", "warning", True)
    assert found.message == "Row 2 is read as the headings: what stands above it (1) is hidden."
    book.active.row_dimensions[1].hidden = False
    book.active.row_dimensions[2].hidden = True
    assert [one.message for one in read(book, tmp_path).findings] == ["Hidden row `2` left out."]


def test_rows_hidden_by_default_are_only_those_that_the_sheet_does_not_list(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    """LibreOffice shows the rows that are listed without `hidden` in a sheet with `zeroHeight`."""
    book.active["B3"] = 2
    book.active.sheet_format.zeroHeight = True
    book.active.row_dimensions[3].hidden = True
    assert [row[0] for row in cells(read(book, tmp_path))] == ["Post", "A", "C"]
