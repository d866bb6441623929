"""Tables of OpenDocument spreadsheets, and named tables of workbooks: the displayed cells, or their faults."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table as NamedTable

from osloregion_slides.registry.grid import MAX_ROWS
from osloregion_slides.registry.ods import ods_grid
from osloregion_slides.registry.table_file import read_grid

HEAD = " ".join(
    [
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    ]
)
OFF = (
    '<office:automatic-styles><style:style style:name="off" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def text(words: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p></table:table-cell>'


def figure(value: str, shown: str, kind: str = "float", more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}" {more}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


HEADER = row(text("Navn"), text("Kr"))


def sheet(*rows: str, name: str = "Ark1", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


def spreadsheet(*sheets: str, names: str = "", start: str = "", manifest: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        body = f"<office:body><office:spreadsheet>{''.join(sheets)}{names}</office:spreadsheet></office:body>"
        package.writestr("content.xml", f"{start}<office:document-content {HEAD}>{OFF}{body}</office:document-content>")
    return out.getvalue()


SHOWN = {
    "a text in two lines": (text("a</text:p><text:p>b"), ("a\nb", "")),
    "spaces and a comment": (
        text("a<text:s text:c='2'/>b<office:annotation><text:p>!</text:p></office:annotation>"),
        ("a b", ""),
    ),
    "a whole number": (figure("1200", "1200"), ("1200", "0")),
    "a grouped one": (figure("1200.5", "1 200,50"), ("1200.5", "#,##0.00")),
    "grouped by points": (figure("1234567", "1.234.567"), ("1234567", "#,##0")),
    "rounded": (figure("1234.5678", "1,235"), ("1234.5678", "#,##0")),
    "percent": (figure("0.125", "12,5 %", "percentage"), ("0.125", '0.0" "%')),
    "a currency": (figure("-5", "-kr 5,00", "currency"), ("-5", '0.00;"-kr "0.00')),
    "in thousands": (figure("1234567", "1 235"), ("1234567", "#,##0,")),
    "nothing shown": (figure("5", ""), ("5", ";;;")),
    "a day": (
        '<table:table-cell office:value-type="date" office:date-value="2008-04-12"><text:p>12.04.2008</text:p></table:table-cell>',
        ("2008-04-12", "date"),
    ),
    "a month": (
        '<table:table-cell office:value-type="date" office:date-value="2008-04-01"><text:p>april 2008</text:p></table:table-cell>',
        ("april 2008", ""),
    ),
    "a truth value": (
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>SANN</text:p></table:table-cell>',
        ("true", "boolean"),
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_cell_is_read_with_its_value_and_its_displayed_text(name: str) -> None:
    cell, expected = SHOWN[name]
    grid = ods_grid(spreadsheet(sheet(HEADER, row(text("a"), cell))), "a.ods")
    assert grid.findings == ()
    assert (grid.rows[0].cells[1], grid.rows[0].forms[1]) == expected


FAULTS = {
    "control": (sheet(HEADER, row(text("a"), figure("5", "5"))), [], [("a", "5")]),
    "a number shown as another": (
        sheet(HEADER, row(text("a"), figure("5", "V"))),
        ["a.ods:Ark1!B2 unknown-number-format"],
        [("a", "5")],
    ),
    "an error": (
        sheet(HEADER, row(text("a"), text("#REF!", 'table:formula="of:=[.A9]"'))),
        ["a.ods:Ark1!B2 bad-cell"],
        [("a", "")],
    ),
    "a formula without a value": (
        sheet(HEADER, row(text("a"), '<table:table-cell table:formula="of:=1+1"/>')),
        ["a.ods:Ark1!B2 formula-without-value"],
        [("a", "")],
    ),
    "a hidden row": (
        sheet(HEADER, row(text("a"), figure("5", "5")), row(text("b"), figure("6", "6"), more='table:visibility="collapse"')),
        ["a.ods:Ark1 hidden-cells"],
        [("a", "5")],
    ),
    "a hidden column": (
        sheet(
            '<table:table-column/><table:table-column table:visibility="collapse"/>',
            HEADER,
            row(text("a"), figure("5", "5")),
        ),
        ["a.ods:Ark1 hidden-cells"],
        [("a",)],
    ),
    "a hidden sheet": (
        sheet(HEADER, name="X", more='table:style-name="off"') + sheet(HEADER, row(text("a"), figure("5", "5"))),
        ["a.ods hidden-cells"],
        [("a", "5")],
    ),
    "cells merged across": (
        sheet(HEADER, row(text("a", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>")),
        ["a.ods:Ark1!A2 merged-data-cells"],
        [("a",)],
    ),
    "cells merged down": (
        sheet(
            HEADER,
            row(text("a", 'table:number-rows-spanned="2"'), figure("5", "5")),
            row("<table:covered-table-cell/>", figure("6", "6")),
        ),
        ["a.ods:Ark1!A2 merged-down"],
        [("a", "5"), ("a", "6")],
    ),
    "repeated rows and cells, in groups": (
        sheet(
            f"<table:table-header-rows>{HEADER}</table:table-header-rows>",
            "<table:table-row-group>"
            + row(figure("5", "5", more='table:number-columns-repeated="2"'), more='table:number-rows-repeated="2"')
            + "</table:table-row-group>",
            row('<table:table-cell table:number-columns-repeated="16384"/>', more='table:number-rows-repeated="1048570"'),
        ),
        [],
        [("5", "5"), ("5", "5")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_hidden_merged_and_missing_cells_are_reported_as_in_a_workbook(name: str) -> None:
    sheets, expected, rows = FAULTS[name]
    grid = ods_grid(spreadsheet(sheets), "a.ods")
    assert [f"{found.at} {found.code}" for found in grid.findings] == expected
    assert [row.cells for row in grid.rows] == rows


def test_an_ods_range_can_be_a_named_range_or_a_database_range() -> None:
    rows = [HEADER, row(text("a"), figure("5", "5")), row(text("b"), figure("6", "6"))]
    names = (
        '<table:named-expressions><table:named-range table:name="Tall" table:cell-range-address="$\'Mitt ark\'.$A$1:.$B$2"/>'
        '</table:named-expressions><table:database-ranges><table:database-range table:name="Base" '
        "table:target-range-address=\"'Mitt ark'.A1:'Mitt ark'.B3\"/></table:database-ranges>"
    )
    data = spreadsheet(sheet(row(text("x"))), sheet(*rows, name="Mitt ark"), names=names)
    for name, count in (("tall", 1), ("Base", 2), ("Mitt ark!A1:B2", 1)):
        grid = ods_grid(data, "a.ods", cells=name)
        assert (grid.findings, len(grid.rows), grid.sheet) == ((), count, "Mitt ark")
    (found,) = ods_grid(data, "a.ods", cells="Bse").findings
    assert (found.code, "`Base`" in found.hint) == ("bad-range", True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (spreadsheet(sheet(HEADER), manifest="<encryption-data/>"), "not-text"),
        (spreadsheet(sheet(HEADER), start="<!DOCTYPE a>"), "bad-workbook"),
        (spreadsheet(), "empty-table"),
        (spreadsheet("<"), "bad-workbook"),
        (spreadsheet(sheet(row(text("a"), more='table:number-rows-repeated="1000000"'))), "too-large"),
        (spreadsheet(sheet(row(figure("NaN", "5")))), "bad-workbook"),
        (spreadsheet(sheet(row(text("<text:span>" * 3000 + "a" + "</text:span>" * 3000)))), "bad-workbook"),
        (spreadsheet(sheet(HEADER), start='<?xml version="1.0" encoding="x-none"?>'), "bad-workbook"),
        (spreadsheet(sheet(HEADER, *[row(text("a", 'table:number-rows-spanned="2"'))] * 1001)), "bad-workbook"),
        (spreadsheet(sheet(row(text("a"), more='table:number-rows-repeated="x"'))), "bad-workbook"),
    ],
)
def test_an_unreadable_ods_is_reported(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(data)
    assert [found.code for found in read_grid(str(tmp_path / "a.ods")).findings] == [code]


def workbook(path: Path, sums: int = 0, headings: int = 1) -> None:
    book = openpyxl.Workbook()
    page = book.create_sheet("Bud sjett's")
    for line in (["Tittel"], [], ["", "Post", "Kr"], ["", "a", 1], ["", "b", 2], ["", "Sum", 3], ["", "ny", 9]):
        page.append(line)
    table = NamedTable(displayName="Budsjett", ref="B3:C6")
    table.totalsRowCount, table.headerRowCount = sums, headings
    table._initialise_columns()
    page.add_table(table)
    book.save(path)


@pytest.mark.parametrize(("sums", "count"), [(0, 3), (1, 2)])
def test_a_named_table_of_a_workbook_is_a_range_without_its_total_row(sums: int, count: int, tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", sums)
    grid = read_grid(str(tmp_path / "a.xlsx"), "", "budsjett")
    assert (grid.header.cells, len(grid.rows)) == (("Post", "Kr"), count)
    assert [(found.code, found.severity) for found in grid.findings] == [("not-a-row", "note")] * sums


def test_a_table_without_headings_and_a_misspelt_table_are_errors(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx")
    (found,) = read_grid(str(tmp_path / "a.xlsx"), "", "Budsjet").findings
    assert (found.code, "`Budsjett`" in found.hint) == ("bad-range", True)
    workbook(tmp_path / "b.xlsx", headings=0)
    (found,) = read_grid(str(tmp_path / "b.xlsx"), "", "Budsjett").findings
    assert (found.code, "header row" in found.message) == ("bad-range", True)


def test_a_cell_after_very_many_empty_ones_takes_little_memory() -> None:
    far = '<table:table-cell table:number-columns-repeated="2000000000"/>'
    assert ods_grid(spreadsheet(sheet(HEADER, row(text("a")), row(far, text("b")))), "a.ods").rows[0].cells == ("a",)


def test_a_table_on_another_sheet_than_the_named_one_is_an_error(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx")
    assert read_grid(str(tmp_path / "a.xlsx"), "bud sjett's", "Budsjett").findings == ()
    (found,) = read_grid(str(tmp_path / "a.xlsx"), "Sheet", "Budsjett").findings
    assert (found.code, "`Bud sjett's`" in found.message) == ("bad-range", True)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_sheet_with_too_many_rows_is_an_error_and_not_truncated(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "ods":
        path.write_bytes(spreadsheet(sheet(HEADER, *[row(text("a"))] * (MAX_ROWS + 1))))
    else:
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet()
        for _ in range(MAX_ROWS + 2):
            page.append(["a"])
        book.save(path)
    assert [found.code for found in read_grid(str(path)).findings] == ["too-large"]
