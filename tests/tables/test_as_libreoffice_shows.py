"""Every cell of a workbook with all kinds of formats is shown as LibreOffice's CSV export shows it, or is a finding."""

from __future__ import annotations

import csv
import os
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table

from osloregion_slides.base.findings import Location
from osloregion_slides.outline.figures import figure_text
from osloregion_slides.outline.nodes import Figure
from osloregion_slides.registry.table_file import read_grid
from tests.libreoffice import needs_libreoffice

NUMBERS = [
    "General",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "0%",
    "0.00%",
    "0.00E+00",
    "##0.0E+0",
    "0.0E-0",
    "000E+00",
    "# ?/?",
    "# ??/??",
    "# ?/4",
    "#,##0 ;(#,##0)",
    "#,##0.00;(#,##0.00)",
    "#,##0,",
    '0.0,,"M"',
    "#,##0.0,",
    "00000",
    "000-000",
    "0.0#",
    "#.##",
    ".00",
    "#",
    "0;-0;;@",
    "0;;",
    '0;0;"null"',
    "[<1]0%;0",
    '"kr "#,##0',
    '#,##0 "kr"',
    '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-',
    "0.000%",
    '0" stk"',
    "$#,##0",
    "[$€-2] #,##0",
    "[$kr-414] #,##0.00",
    "+0;-0;0",
    "[Red]0.0;[Blue]-0.0",
    "0.00\\x",
    '"Q"0',
    '0;"minus"0;"null";"t:"@',
    "#,#",
    "0,0",
    "0:00",
    "0.00;@",
    "@@",
]
DAYS = [
    "mmm yyyy",
    "yyyy",
    "d. mmmm yyyy",
    "dddd",
    "d-mmm-yy",
    "d-mmm",
    "mmm-yy",
    "yy",
    "mmmmm",
    "d",
    "mm/yyyy",
    "d/m;@",
    "yyyy-mm-dd hh:mm",
    "yyyy-mm-dd hh:mm:ss",
    "[$-409]mmmm d, yyyy",
    'yyyy"-kv"',
    "yyyy;0",
    'yyyy;;"-"',
    "aaa",
    "e",
    "ww",
    "q",
]
TIMES = [
    "h:mm AM/PM",
    "h:mm:ss AM/PM",
    "h:mm",
    "h:mm:ss",
    "mm:ss",
    "mm:ss.0",
    "ss.00",
    "hh:mm:ss.000",
    "h",
    "s",
    'hh"t"mm',
    "AM/PM h",
    "h:mm;@",
    "[h]:mm",
    "[h]:mm:ss",
    "[mm]:ss",
    "[ss]",
    "[h]",
]
VALUES: dict[str, tuple[object, ...]] = {
    "numbers": (0, 1, -1, 0.5, -1.5, 2.005, 1234.5678, -1234567.891, 0.000123, 1e12, "tekst"),
    "days": (-5, 0, 60, 61, 39550, 39550.4375, 2958465, 2958466, -0.25, "tekst"),
    "times": (0, 0.5, 0.4375, 1, 1.25, 39550.4375, -0.5, -1.5, "tekst"),
}
FORMATS = {"numbers": NUMBERS, "days": DAYS, "times": TIMES}
PADDED = frozenset(("# ?/?", "# ??/??", "# ?/4"))
"""LibreOffice keeps the empty places of these as spaces, behind a minus sign too."""


def shown(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u2212", "-").split())


def converted(path: Path, form: str, ending: str) -> Path:
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(ending)


def needs_calc(folder: Path) -> None:
    """Skip the calling test where LibreOffice has no Calc; with CI=true fail instead."""
    needs_libreoffice()
    openpyxl.Workbook().save(folder / "none.xlsx")
    if not converted(folder / "none.xlsx", "csv", ".csv").exists():
        said = "libreoffice-calc-nogui is not installed"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(said)


def exported(path: Path) -> list[list[str]]:
    made = converted(path, "csv:Text - txt - csv (StarCalc):59,34,76", ".csv")
    with made.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("from_1904", "ending"), [(False, ".xlsx"), (True, ".xlsx"), (False, ".ods")])
def test_cells_are_displayed_as_in_libreoffice_or_reported(
    tmp_path: Path, kind: str, from_1904: bool, ending: str
) -> None:
    needs_calc(tmp_path)
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    values = VALUES[kind]
    sheet.append(["code", *[f"v{n}" for n in range(len(values))]])
    for line, code in enumerate(FORMATS[kind], 2):
        sheet.cell(line, 1, "c " + code)
        for column, value in enumerate(values, 2):
            cell = sheet.cell(line, column, value)
            cell.number_format, cell.data_type = code, "s" if isinstance(value, str) else "n"
    book.save(tmp_path / "a.xlsx")
    path = tmp_path / "a.xlsx" if ending == ".xlsx" else converted(tmp_path / "a.xlsx", "ods", ".ods")
    theirs, grid = exported(path), read_grid(str(path))
    reported = {str(found.at).rpartition("!")[2] for found in grid.findings}
    wrong = []
    for row in grid.rows:
        for n, value in enumerate(values, 1):
            form, text = row.forms[n], row.cells[n]
            ours = shown(figure_text(Figure(text, True, Location("a"), form), "en") if form else text)
            other = shown(theirs[row.line - 1][n])
            code = FORMATS[kind][row.line - 2]
            if code in PADDED:
                ours, other = ours.replace(" ", ""), other.replace(" ", "")
            if ending == ".ods" and code == "mmmmm":
                continue  # ODF has no first letter of a month: LibreOffice saves the letter and shows three of them
            if ours != other and other != "#FMT" and f"{get_column_letter(n + 1)}{row.line}" not in reported:
                wrong.append((code, value, ours, other))
    assert wrong == []
    assert len(reported) < len(values) * len(FORMATS[kind]) * 0.6


def everything(path: Path) -> None:
    """Save a workbook as people have it: all formats, errors, truth values, merged and hidden cells, a table, sums."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Navn", "Tall", "Skjult", "Dag", "Tid", "Fritt"])
    for n, code in enumerate([*NUMBERS, *DAYS, *TIMES][:60]):
        sheet.append([f"rad {n}", 1234.5678 - 100 * (n % 9), n, 39550 + n, n / 60, f"c {code}"])
        line = sheet.max_row
        for column, form in ((2, code), (4, DAYS[n % len(DAYS)]), (5, TIMES[n % len(TIMES)])):
            sheet.cell(line, column).number_format = form
    for n, value in enumerate(["#N/A", "#DIV/0!", "#REF!", "#NAME?"], 5):
        sheet.cell(n, 6, value).data_type = "e"
    for n, other in enumerate(
        [True, False, "  to   ord ", "linje 1\nlinje 2", "00301", "1 200", "=1", "−5", "12.10"], 10
    ):
        sheet.cell(n, 6, other).data_type = "b" if isinstance(other, bool) else "s"
    sheet.cell(22, 6, "=B2*2")
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[7].hidden = True
    sheet.row_dimensions[8].hidden = True
    sheet.merge_cells("A30:A32")
    sheet.merge_cells("D40:E40")
    sheet.add_table(Table(displayName="Utvalg", ref="A1:F12"))
    book.create_sheet("Gjemt").append(["x", 1])
    book["Gjemt"].sheet_state = "hidden"
    book.save(path)


@pytest.mark.slow
@pytest.mark.parametrize("part", ["", "Utvalg", "A1:F40"])
def test_a_workbook_with_all_formats_is_displayed_as_in_libreoffice_or_reported(part: str, tmp_path: Path) -> None:
    needs_calc(tmp_path)
    path = tmp_path / "alt.xlsx"
    everything(path)
    theirs, grid = exported(path), read_grid(str(path), cells=part)
    reported = {str(found.at).rpartition("!")[2] for found in grid.findings}
    said = " ".join([f"{found.code} {found.message}" for found in grid.findings])
    assert "`7`, `8`" in said and "`C`" in said
    assert {"bad-cell"} <= {found.code for found in grid.findings}
    lines = {row.line: row for row in (grid.header, *grid.rows)}
    last = {"": len(theirs), "Utvalg": 12, "A1:F40": 40}[part]
    assert sorted(lines) == [line for line in range(1, last + 1) if line not in (7, 8)]
    wrong = []
    for line, row in lines.items():
        for n, text in enumerate(row.cells):
            if n == 2:
                assert text == ""
                continue
            form = row.forms[n] if n < len(row.forms) else ""
            is_figure = form and form not in ("@",)
            ours = shown(figure_text(Figure(text, form != "date", Location("a"), form), "en") if is_figure else text)
            other, place = shown(theirs[line - 1][n]), f"{get_column_letter(n + 1)}{line}"
            same = ours == other or ours.replace(" ", "") == other.replace(" ", "")
            if not same and other != "#FMT" and place not in reported and (n, line) not in ((0, 31), (0, 32), (4, 40)):
                wrong.append((place, sheet_code(path, place), ours, other))
    assert wrong == []


def sheet_code(path: Path, place: str) -> str:
    return str(openpyxl.load_workbook(path).active[place].number_format)
