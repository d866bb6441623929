"""Serial numbers of workbooks: days as the calendar has them, numbers that are none reported."""

from __future__ import annotations

import warnings
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from osloregion_slides.registry.table_file import read_grid
from osloregion_slides.registry.workbook import read_serial


@pytest.mark.parametrize(
    ("value", "form", "from_1904", "expected"),
    [
        (39550, "dd.mm.yyyy", False, ("2008-04-12", "date", "")),
        (38088, "dd.mm.yyyy", True, ("2008-04-12", "date", "")),
        (39550.4375, "dd.mm.yyyy hh:mm", False, ("2008-04-12T10:30:00", "dd.mm.yyyy hh:mm", "")),
        (1, "yyyy", False, ("1900-01-01", "yyyy", "")),
        (61, "yyyy", False, ("1900-03-01", "yyyy", "")),
        (60, "yyyy", False, ("60", "General", "no-date")),
        (0, "dd.mm.yyyy", False, ("0", "General", "no-date")),
        (0, "dd.mm.yyyy", True, ("1904-01-01", "date", "")),
        (-1, "mmm yyyy", False, ("-1", "General", "no-date")),
        (-0.5, "h:mm", False, ("-0.5", "General", "no-date")),
        (-0.5, "[h]:mm", False, ("-0.5", "[h]:mm", "")),
        (2_958_466, "yyyy", False, ("2958466", "General", "no-date")),
        (-1, "yyyy;0", False, ("-1", "0;0", "")),
        (39550, "yyyy;0", False, ("2008-04-12", "yyyy", "")),
        (0, "yyyy;;0", False, ("0", "0", "")),
        (0.4375, "h:mm", False, ("0.4375", "h:mm", "")),
        (39550.99999999, "yyyy-mm-dd hh:mm", False, ("2008-04-13", "yyyy-mm-dd hh:mm", "")),
        (39550, "[$-F800]dddd", False, ("2008-04-12", "date", "unknown-number-format")),
        (-5, "0;[Red]0", False, ("-5", "0", "unknown-number-format.colour")),
        (-5, "[Blue]0.0;[Red]0.0", False, ("-5", "[Blue]0.0", "unknown-number-format.colour")),
        (5, "0;[Red]0", False, ("5", "0;[Red]0", "")),
        (-5, "0;[Red]-0", False, ("-5", "0;[Red]-0", "")),
        (-5, "0;[Red](0)", False, ("-5", "0;[Red](0)", "")),
        (-5, "0;0", False, ("-5", "0;0", "")),
        (-5, "[Red]0;[Blue]", False, ("-5", "[Red]0;[Blue]", "")),
        (5, "[DBNum1]0", False, ("5", "General", "unknown-number-format")),
    ],
)
def test_a_serial_number_is_interpreted_by_its_format(
    value: float, form: str, from_1904: bool, expected: tuple[str, str, str]
) -> None:
    assert read_serial(value, form, from_1904) == expected


@given(st.integers(61, 2_958_465), st.integers(0, 86_399), st.booleans())
def test_date_times_equal_those_of_openpyxl(day: int, second: int, from_1904: bool) -> None:
    value = min(day, 2_950_000) + second / 86_400
    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    text, _, trouble = read_serial(value, "yyyy-mm-dd hh:mm:ss", from_1904)
    wanted = from_excel(value, epoch).isoformat()
    assert (text if "T" in text else f"{text}T00:00:00", trouble) == (wanted, "")


def test_invalid_dates_in_a_workbook_give_findings_and_no_python_warnings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for column, value in enumerate(("a", -5, 0, 1e12, 39550), 1):
        for line in (1, 2):
            cell = book.active.cell(line, column, f"h{column}" if line == 1 else value)
            cell.number_format = "General" if line == 1 else "dd.mm.yyyy"
            cell.data_type = "s" if line == 1 or column == 1 else "n"
    book.save(tmp_path / "a.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        grid = read_grid(str(tmp_path / "a.xlsx"))
    assert [(found.code, str(found.at)[-2:]) for found in grid.findings] == [("no-date", f"{c}2") for c in "BCD"]
    assert grid.rows[0].cells == ("a", "-5", "0", "1000000000000", "2008-04-12")
