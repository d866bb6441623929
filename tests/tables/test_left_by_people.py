"""Messy workbooks and text files: the chart has their numbers, or a finding names the cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table as NamedTable

from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.drafting import drafted
from osloregion_slides.scene import Chart
from tests.tables.making import outline

ROWS: list[list[Any]] = [
    ["Post", "Budsjett", "Regnskap"],
    ["Drift", 1200, 1350.5],
    ["Lønn", 800, 900],
    ["Reise", 75, -20],
]
TRUTH = {"Drift": (1200.0, 1350.5), "Lønn": (800.0, 900.0), "Reise": (75.0, -20.0)}
GAP = "a gap"
SLIDE = "data: {t: FILE}\nslides:\n  - {id: c, kind: chart, type: column, alt: A, title: T, table: data.t}\n"


def sheet(change: Callable[[Any], object], rows: list[list[Any]] | None = None) -> bytes:
    """Return a workbook of the rows, changed."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Ark1"
    for row in rows or ROWS:
        page.append(row)
    change(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(**values: Any) -> Callable[[Any], None]:
    """Return the change that puts these values into cells."""

    def change(page: Any) -> None:
        for name, value in values.items():
            page[name] = value

    return change


def lines(separator: str = ";", rows: list[list[Any]] | None = None) -> str:
    """Return the rows as a Norwegian text file."""
    return "".join([separator.join([str(cell).replace(".", ",") for cell in row]) + "\n" for row in rows or ROWS])


def package(part: str) -> bytes:
    """Return a package that has one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr(part, b"x")
    return out.getvalue()


def hide_row(page: Any) -> None:
    page.row_dimensions[3].hidden = True


def hide_column(page: Any) -> None:
    page.column_dimensions["C"].hidden = True


def filtered(page: Any) -> None:
    page.auto_filter.ref = "A1:C4"
    page.row_dimensions[4].hidden = True


def decorated(page: Any) -> None:
    page["B2"].comment = Comment("Foreløpig tall", "Kari")
    page["B3"].fill = PatternFill("solid", fgColor="FFFF0000")
    page["B4"].font = Font(strike=True)


def protected(page: Any) -> None:
    page.protection.sheet = True


def twice(page: Any) -> None:
    page.append([])
    for row in (["Fylke", "Folk", "Areal"], ["Oslo", 550_000, 454], ["Akershus", 510_000, 4_918]):
        page.append(row)


def beside(page: Any) -> None:
    rows: list[tuple[str, object]] = [("Fylke", "Folk"), ("Oslo", 550_000), ("Akershus", 510_000), ("Østfold", 1)]
    for place, row in enumerate(rows, 1):
        page.cell(place, 5, row[0])
        page.cell(place, 6, row[1])


def merged_header(page: Any) -> None:
    page.insert_rows(1)
    page["B1"] = "2007"
    page.merge_cells("B1:C1")


def merged_down(page: Any) -> None:
    page.merge_cells("A2:A3")


def shifted(page: Any) -> None:
    page.insert_cols(1)
    page.insert_rows(1, 3)


def spelt(page: Any) -> None:
    page["A2"], page["A3"] = "Drift\u00a0", "  Lønn "
    page["B1"] = " Budsjett\u00a0"


def percents(page: Any) -> None:
    for name in ("B2", "B3", "B4"):
        page[name].number_format = "0 %"


def thousands(page: Any) -> None:
    for name in ("B2", "B3", "B4"):
        page[name].number_format = "# ##0,"


def two_sheets(page: Any) -> None:
    other = page.parent.create_sheet("Gammel", 0)
    for row in (["Post", "Budsjett", "Regnskap"], ["Drift", 1, 1], ["Lønn", 2, 2], ["Reise", 3, 3]):
        other.append(row)


def hidden_sheet(page: Any) -> None:
    two_sheets(page)
    page.parent["Gammel"].sheet_state = "hidden"


def empty_first_sheet(page: Any) -> None:
    page.parent.create_sheet("Forside", 0)


def totals_row(page: Any) -> None:
    page.append(["Sum", 2075, 2230.5])
    table = NamedTable(displayName="Tabell1", ref="A1:C5")
    table.totalsRowCount = 1
    page.add_table(table)


def calculated(page: Any) -> None:
    page["B2"] = "=1000+200"


def at(cell: str) -> str:
    return rf"!{cell}$"


def nothing(page: Any) -> None:
    pass


CASES: dict[str, tuple[str, Callable[[], bytes | str], str]] = {
    # name: (file, its content, "" where the numbers have to be right, else the place of a finding)
    "control": ("t.xlsx", lambda: sheet(nothing), ""),
    "control as text": ("t.csv", lines, ""),
    "a note above": ("t.xlsx", lambda: sheet(lambda p: p.insert_rows(1, 2) or cells(A1="Tall fra økonomi")(p)), ""),
    "a note right above": ("t.xlsx", lambda: sheet(lambda p: p.insert_rows(1) or cells(A1="Tall fra økonomi")(p)), ""),
    "two notes above": ("t.xlsx", lambda: sheet(lambda p: p.insert_rows(1, 2) or cells(A1="Økonomi", A2="Utkast")(p)), ""),
    "a note below": ("t.xlsx", lambda: sheet(cells(A6="Kilde: regnskapet")), ""),
    "a note right below": ("t.xlsx", lambda: sheet(cells(A5="Kilde: regnskapet")), at("A5")),
    "a note beside": ("t.xlsx", lambda: sheet(cells(D3="uavklart")), at("D[13]")),
    "a note far beside": ("t.xlsx", lambda: sheet(cells(H2="uavklart")), at("H[12]")),
    "a second table below": ("t.xlsx", lambda: sheet(twice), at("[A-C][678]")),
    "a second table beside": ("t.xlsx", lambda: sheet(beside), at("[D-F][1-4]")),
    "two lines of headings": ("t.xlsx", lambda: sheet(merged_header), at("[ABC][12]")),
    "merged names": ("t.xlsx", lambda: sheet(merged_down), at("A[23]")),
    "an empty first column": ("t.xlsx", lambda: sheet(shifted), ""),
    "an empty row": ("t.xlsx", lambda: sheet(lambda p: p.insert_rows(3)), ""),
    "a sum below": ("t.xlsx", lambda: sheet(cells(A5="Sum", B5=2075, C5=2230.5)), at("A5")),
    "a sum in the middle": ("t.xlsx", lambda: sheet(nothing, [*ROWS[:3], ["Delsum", 2000, 2250.5], ROWS[3]]), at("A4")),
    "a row of sums": ("t.xlsx", lambda: sheet(totals_row), at("A5")),
    "the headings again": ("t.xlsx", lambda: sheet(nothing, [*ROWS[:2], ROWS[0], *ROWS[2:]]), at("[ABC]3")),
    "a column of sums": ("t.xlsx", lambda: sheet(cells(D1="Sum", D2=2550.5, D3=1700, D4=55)), "prove.yaml"),
    "a hidden row": ("t.xlsx", lambda: sheet(hide_row), "Ark1$"),
    "a hidden column": ("t.xlsx", lambda: sheet(hide_column), "Ark1$"),
    "a filter": ("t.xlsx", lambda: sheet(filtered), "Ark1$"),
    "a fault in a formula": ("t.xlsx", lambda: sheet(cells(B3="#DIV/0!")), at("B3")),
    "a lookup without result": ("t.xlsx", lambda: sheet(cells(B3="#N/A")), at("B3")),
    "a formula never calculated": ("t.xlsx", lambda: sheet(calculated), at("B2")),
    "an empty figure": ("t.xlsx", lambda: sheet(cells(B3=None)), at("B3")),
    "a dash for nothing": ("t.xlsx", lambda: sheet(cells(B3="-")), GAP),
    "n/a for nothing": ("t.xlsx", lambda: sheet(cells(B3="n/a")), at("B3")),
    "a figure and a word": ("t.xlsx", lambda: sheet(cells(B3="ca. 800")), at("B3")),
    "a figure and its unit": ("t.xlsx", lambda: sheet(cells(B3="800 kr")), at("B3")),
    "a star for a note": ("t.xlsx", lambda: sheet(cells(B3="800*")), at("B3")),
    "figures as texts": ("t.xlsx", lambda: sheet(cells(B2="1200", B3="800", B4="75")), ""),
    "figures as texts with spaces": ("t.xlsx", lambda: sheet(cells(B2="1 200", B3="800", B4="75")), ""),
    "figures as texts with hard spaces": ("t.xlsx", lambda: sheet(cells(B2="1\u00a0200", C2="1\u202f350,5")), ""),
    "a comma for decimals": ("t.xlsx", lambda: sheet(cells(C2="1350,5")), ""),
    "a point for thousands": ("t.xlsx", lambda: sheet(cells(B2="1.200")), at("B2")),
    "a minus of typography": ("t.xlsx", lambda: sheet(cells(C4="\u221220")), ""),
    "brackets for a minus": ("t.xlsx", lambda: sheet(cells(C4="(20)")), at("C4")),
    "a minus behind": ("t.xlsx", lambda: sheet(cells(C4="20-")), at("C4")),
    "an apostrophe": ("t.xlsx", lambda: sheet(cells(B2="'1200")), at("B2")),
    "names with spaces": ("t.xlsx", lambda: sheet(spelt), ""),
    "comments and colours": ("t.xlsx", lambda: sheet(decorated), ""),
    "a protected sheet": ("t.xlsx", lambda: sheet(protected), ""),
    "shown in thousands": ("t.xlsx", lambda: sheet(thousands), ""),
    "shown in percent": ("t.xlsx", lambda: sheet(percents), ""),
    "two sheets": ("t.xlsx", lambda: sheet(two_sheets), "t.xlsx|Gammel|Ark1"),
    "a hidden sheet first": ("t.xlsx", lambda: sheet(hidden_sheet), ""),
    "an empty sheet first": ("t.xlsx", lambda: sheet(empty_first_sheet), ""),
    "a column twice": ("t.xlsx", lambda: sheet(cells(C1="Budsjett")), at("C1")),
    "a column without a heading": ("t.xlsx", lambda: sheet(cells(C1=None)), at("C[12]")),
    "a name missing": ("t.xlsx", lambda: sheet(cells(A3=None)), at("A3")),
    "a truth value": ("t.xlsx", lambda: sheet(cells(B3=True)), at("B3")),
    "Windows-1252": ("t.csv", lambda: lines().encode("cp1252"), ""),
    "UTF-16": ("t.csv", lambda: lines().encode("utf-16"), ""),
    "UTF-16 without a mark": ("t.csv", lambda: lines().encode("utf-16-le"), "t.csv"),
    "a mark of UTF-8": ("t.csv", lambda: lines().encode("utf-8-sig"), ""),
    "tabs": ("t.txt", lambda: lines("\t"), ""),
    "commas": ("t.csv", lambda: lines().replace(",", ".").replace(";", ","), ""),
    "bars": ("t.csv", lambda: lines("|"), ""),
    "sep= for Excel": ("t.csv", lambda: "sep=;\n" + lines(), ""),
    "quotes": ("t.csv", lambda: re.sub(r"[^;\n]+", r'"\g<0>"', lines()), ""),
    "empty rows and semicolons": ("t.csv", lambda: lines() + ";;\n;;\n\n", ""),
    "old Macintosh lines": ("t.csv", lambda: lines().replace("\n", "\r"), ""),
    "a workbook called .csv": ("t.csv", lambda: sheet(nothing), ""),
    "a text called .xlsx": ("t.xlsx", lines, ""),
    "a page called .xls": ("t.xls", lambda: "<html><table><tr><td>Post</td><td>1</td></tr></table></html>", "t.xls"),
    "a workbook of 1997": ("t.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "t.xls"),
    "Apple's Numbers": ("t.numbers", lambda: package("Index/Document.iwa"), "Numbers"),
    "a binary workbook": ("t.xlsb", lambda: package("xl/workbook.bin"), "xlsb"),
    "Excel's own mark of an open file": ("~$t.xlsx", lambda: b"\x05Kari " + b" " * 159, "t.xlsx"),
}  # fmt: skip


def read(folder: Path, file: str, content: bytes | str) -> tuple[dict[str, tuple[float | None, ...]], list[Finding]]:
    """Return the figures of the chart by category, and the findings."""
    try:
        text = SLIDE.replace("FILE", f'"{file}"')
        deck, _, findings = drafted(outline(folder, text, {file: content}))
    except InvalidInput as refused:
        return {}, list(refused.findings)
    shown: dict[str, tuple[float | None, ...]] = {}
    for item in [item for slide in deck.slides for item in slide.items if isinstance(item, Chart)]:
        shown |= dict(zip(item.categories, zip(*[series.values for series in item.series])))
    return shown, list(findings)


@pytest.mark.parametrize("name", CASES)
def test_a_messy_table_gives_its_numbers_or_a_finding_at_the_cell(name: str, tmp_path: Path) -> None:
    file, make, place = CASES[name]
    shown, findings = read(tmp_path, file, make())
    said = [f"{finding.at} {finding.code} {finding.message}" for finding in findings]
    if place == GAP:
        assert shown == {**TRUTH, "Lønn": (None, 900.0)}, (shown, said)
    elif place:
        assert any(re.search(place, line.partition(" ")[0] if place.endswith("$") else line) for line in said), (
            shown,
            said,
        )
    else:
        assert shown == TRUTH, (shown, said)
