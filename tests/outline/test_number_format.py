"""Numbers, dates and times in Excel formats, compared with other programs (SheetJS, 299 pairs)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import Location
from osloregion_slides.outline.date_format import is_plain_day, shown_moment, shown_time
from osloregion_slides.outline.figures import figure_text
from osloregion_slides.outline.locales import load_locale
from osloregion_slides.outline.nodes import Figure
from osloregion_slides.outline.number_format import is_known, shown_number, shown_text
from osloregion_slides.registry.table_file import read_grid

ENGLISH, NORWEGIAN = load_locale("en"), load_locale("nb")
MOMENT = "2008-04-12T15:05:09"


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("12.345", "0.00", "12.35"),
        ("-1234567.891", "#,##0.00", "-1,234,567.89"),
        ("1234567", "#,##0,", "1,235"),
        ("1234567890", '0.0,,"M"', "1234.6M"),
        ("1234567890", "0.0,,", "1234.6"),
        ("7", "000000", "000007"),
        ("0.000123", "0.00E+00", "1.23E-04"),
        ("12345", "##0.0E+0", "12.3E+3"),
        ("9.99", "0.0E+0", "1.0E+1"),
        ("0", "0.00E+00", "0.00E+00"),
        ("-12", "#,##0;(#,##0)", "(12)"),
        ("0", '#,##0;-#,##0;"none"', "none"),
        ("1500", '[>=1000]#,##0,"k";0', "2k"),
        ("12", '[>=1000]#,##0,"k";0', "12"),
        ("4712345678", r"00\-00\-00\-00\-00", "47-12-34-56-78"),
        ("12345678", "00 00 00 00", "12 34 56 78"),
        ("1.5", "# ?/?", "1 1/2"),
        ("0.333", "# ?/?", "1/3"),
        ("2.25", "# ?/4", "2 1/4"),
        ("3", "# ?/?", "3"),
        ("0.75", "?/?", "3/4"),
        ("0.395", "0%", "40%"),
        ("12.5", "0.0#", "12.5"),
        ("0.5", "#.##", ".5"),
        ("5", "0.##", "5"),
        ("1200", "$#,##0.00", "$1,200.00"),
        ("5", "[Red]0", "5"),
        ("1200", '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "1,200"),
        ("3", 'General" t"', "3 t"),
        ("1", ".0", "1.0"),
        ("-12.345", ".00", "-12.35"),
        ("12", ".##", "12"),
        ("0.5", ".0", ".5"),
        ("12", '"kr "*-.00', "kr 12.00"),
        ("1.5", '# ?/?" t"', "1 1/2 t"),
        ("0.5", '"ca. "# ?/?', "ca. 1/2"),
        ("2", '# ?/?" t"', "2 t"),
        ("-0.5", "# ?/?;(# ?/?)", "(1/2)"),
        ("0.35", '# ??/100" m"', "35/100 m"),
        ("-0.004", "# ?/?", "0"),
        ("0", "0/8", "0/8"),
        ("0", "?/?", "0/1"),
        ("1", "0.0E+0%", "1.0E+2%"),
        ("-1", '[<0]"minus "0;0', "minus 1"),
        ("-1", '[>0]0;[<0]-0;"z"', "-1"),
        ("0", '[>0]0;[<0]-0;"z"', "z"),
        ("-1", '[>=0]0;"n"0', "n1"),
        ("-1", '[=-1]"minus one";0', "minus one"),
        ("50", '[>100]0;-0;"z"', "z"),
        ("-5", '[>100]0;-0;"z"', "-5"),
        ("-5", "[>100]0;0.0", "-5.0"),
        ("1200", "[$kr-nb-NO] #,##0", "kr 1,200"),
        ("1200", "#,##0 [$€-de-DE]", "1,200 €"),
    ],
)
def test_a_number_is_formatted_as_a_spreadsheet_shows_it(number: str, code: str, shown: str) -> None:
    assert is_known(code)
    assert plain(shown_number(Decimal(number), code, ENGLISH)) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy", "2008"),
        ("yy", "08"),
        ("mmm yyyy", "Apr 2008"),
        ("d. mmmm yyyy", "12. April 2008"),
        ("[$-414]mmmm yyyy", "April 2008"),
        ("dd.mm.yyyy hh:mm", "12.04.2008 15:05"),
        ("m/d/yy h:mm", "12 April 2008 15:05"),
        ("dddd d mmmm", "Saturday 12 April"),
        ("ddd", "Sat"),
        ("h:mm AM/PM", "3:05 PM"),
        ("mm:ss", "05:09"),
        ("yyyy-mm-dd hh:mm:ss", "2008-04-12 15:05:09"),
        ('mmmm "i" yyyy', "April i 2008"),
        ("mmmmm", "A"),
    ],
)
def test_a_date_time_is_formatted_as_a_spreadsheet_shows_it(code: str, shown: str) -> None:
    assert plain(shown_moment(MOMENT, code, ENGLISH)) == shown


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("1.0833333333333333", "[h]:mm", "26:00"),
        ("0.4375", "hh:mm", "10:30"),
        ("0.0125", "[mm]:ss", "18:00"),
        ("2.5", "[hh]:mm:ss", "60:00:00"),
        ("2.5", "hh:mm", ""),
        ("-0.5", "hh:mm", ""),
        ("-0.5", "[h]:mm", "-12:00"),
        ("-1.25", "[mm]:ss", "-1800:00"),
        ("0.4375", "[$-F400]h:mm:ss", "10:30:00"),
        ("0.0006887", "mm:ss.0", "00:59.5"),
        ("0.0006887", "mm:ss", "01:00"),
        ("0.0006887", "ss.000", "59.504"),
        ("0.99999999", "h:mm", "0:00"),
    ],
)
def test_a_duration_exceeds_24_hours_if_its_format_is_elapsed_time(number: str, code: str, shown: str) -> None:
    assert shown_time(Decimal(number), code, ENGLISH) == shown


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("1234567", "#,##0,", "1\u00a0235"),
        ("1234567890", '0.0,,"M"', "1234,6M"),
        ("123456", "0.00E+00", "1,23E+05"),
        ("-5", '"kr" #,##0', "\u2212kr\u00a05"),
        ("1234567", "# ##0", "1\u00a0234\u00a0567"),
        ("0.395", "0.0 %", "39,5\u00a0%"),
        ("5", ";;;", ""),
        ("0.333333333333333", "General", "0,333333333"),
        ("5", "0 kroner", "5"),
        ("-0.001", "0.00", "0,00"),
        ("1", "0." + "0" * 200, "1," + "0" * 200),
        ("1", "0." + "0" * 300, "1"),
    ],
)
def test_a_number_uses_the_separators_of_its_language(number: str, code: str, shown: str) -> None:
    assert shown_number(Decimal(number), code, NORWEGIAN) == shown


@pytest.mark.parametrize("code", ["[DBNum1]0", "0 kroner", "[$-F800]dddd", "0;0;0;0;0", "a", "0.0.0", "0" * 300])
def test_a_format_with_an_unknown_part_is_unsupported(code: str) -> None:
    assert not is_known(code)


@pytest.mark.parametrize(("code", "plain"), [("dd.mm.yyyy", True), ("m/d/yy", True), ("mmm yyyy", False), ("0", False)])
def test_a_numeric_date_follows_the_language(code: str, plain: bool) -> None:
    assert is_plain_day(code) == plain


def test_texts_and_truth_values_follow_their_section_and_language() -> None:
    assert [shown_text("a", code) for code in ('"x: "@', ";;;", "0", '0;0;0;"["@"]"')] == ["x: a", "", "a", "[a]"]
    truth = Figure("true", True, Location("a"), "boolean")
    assert [figure_text(truth, language) for language in ("nb", "en")] == ["SANN", "TRUE"]


@given(st.text(alphabet='0#?.,%E+-/@;"\\[]hmdys $kr', max_size=20), st.decimals(-(10**15), 10**15, places=4))
def test_no_format_raises_an_exception(code: str, number: Decimal) -> None:
    figure = Figure(f"{number:f}", True, Location("a"), code)
    assert isinstance(figure_text(figure, "nb"), str)
    assert isinstance(shown_moment("2008-04-12T10:30:00", code, NORWEGIAN), str)
    assert isinstance(shown_text("a", code), str)


def test_an_unknown_format_in_a_workbook_is_reported_at_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["a", "b"], [5, datetime.date(2008, 4, 12)]):
        book.active.append(row)
    book.active["A2"].number_format = "[DBNum1]0"
    book.active["B2"].number_format = "[$-F800]dddd"
    book.save(tmp_path / "a.xlsx")
    grid = read_grid(str(tmp_path / "a.xlsx"))
    assert [(str(f.at)[-8:], f.code, f.severity) for f in grid.findings] == [
        ("Sheet!A2", "unknown-number-format", "warning"),
        ("Sheet!B2", "unknown-number-format", "warning"),
    ]
    assert grid.rows[0].forms == ("General", "date")
