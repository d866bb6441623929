"""Numbers in the notations of tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import Location
from osloregion_slides.outline.facts import figure_value
from osloregion_slides.outline.figures import figure_text
from osloregion_slides.outline.nodes import Figure
from osloregion_slides.registry.grid import read_figure
from osloregion_slides.tables.resolve import read_day


def figure(text: str, form: str) -> Figure:
    return Figure(text, True, Location("x"), form)


@pytest.mark.parametrize(
    ("text", "decimal", "number", "form"),
    [
        ("0", ",", "0", "0"),
        ("-12", ",", "-12", "0"),
        ("1607", ".", "1607", "0"),
        ("1 607 506", ",", "1607506", "#,##0"),
        ("1\u00a0607\u202f506,25", ",", "1607506.25", "#,##0.00"),
        ("1607,5", ",", "1607.5", "0.0"),
        ("1607.5", ".", "1607.5", "0.0"),
        ("1.607,5", "", "1607.5", "#,##0.0"),
        ("1,607.5", "", "1607.5", "#,##0.0"),
        ("1.607.506", ",", "1607506", "#,##0"),
        ("1,607", ",", "1.607", "0.000"),
        ("39 %", ",", "0.39", "0%"),
        ("39,5%", ",", "0.395", "0.0%"),
        ("\u22123,5", ",", "-3.5", "0.0"),
    ],
)
def test_a_number_is_read_in_the_notation_of_its_file(text: str, decimal: str, number: str, form: str) -> None:
    assert read_figure(text, decimal) == (number, form, "")


@pytest.mark.parametrize(("text", "decimal"), [("1.607", ","), ("1,607", "."), ("1,607", ""), ("1.607", "")])
def test_an_ambiguous_number_is_not_read(text: str, decimal: str) -> None:
    assert read_figure(text, decimal)[0] == ""
    assert "two ways" in read_figure(text, decimal)[2]


@pytest.mark.parametrize("text", ["0301", "12.1.2008", "", "ti", "1 2", "--1", "1e5", "1,2,3", "٣", "∞"])
def test_a_cell_that_is_not_a_number_stays_a_text(text: str) -> None:
    assert read_figure(text, ",")[:2] == ("", "")


@given(st.integers(-(10**9), 10**9), st.integers(0, 3), st.sampled_from(["nb", "en"]))
def test_a_displayed_number_reads_back_as_the_same_number(number: int, decimals: int, language: str) -> None:
    text = f"{number / 10**decimals:.{decimals}f}"
    form = "#,##0" + ("." + "0" * decimals if decimals else "")
    shown = figure_text(figure(text, form), language)
    back, _, trouble = read_figure(shown, "," if language == "nb" else ".")
    ambiguous = "two ways" in trouble
    assert ambiguous or float(back) == float(text)
    assert not (ambiguous and language == "nb")


@pytest.mark.parametrize(
    ("text", "form", "norwegian", "english"),
    [
        ("1607506", "#,##0", "1\u00a0607\u00a0506", "1,607,506"),
        ("1607.25", "#,##0.0", "1\u00a0607,3", "1,607.3"),
        ("-1607.25", "0.00", "\u22121607,25", "-1607.25"),
        ("2008", "General", "2008", "2008"),
        ("0.045585", "0.0 %", "4,6\u00a0%", "4.6%"),
        ("1200", '#,##0 "kr"', "1\u00a0200\u00a0kr", "1,200\u00a0kr"),
        ("1200", "[$kr-414] #,##0", "kr\u00a01\u00a0200", "kr\u00a01,200"),
        ("2008-04-12", "date", "12.4.2008", "12 April 2008"),
        ("0", "#,##0;[Red]-#,##0", "0", "0"),
    ],
)
def test_a_figure_is_displayed_as_in_its_table_in_the_notation_of_the_language(
    text: str, form: str, norwegian: str, english: str
) -> None:
    assert figure_text(figure(text, form), "nb") == norwegian
    assert figure_text(figure(text, form), "en") == english


def test_expressions_get_numbers_and_iso_dates() -> None:
    assert figure_value(figure("1607.5", "#,##0")) + 1 == 1608.5  # type: ignore[operator]
    assert figure_value(figure("2008-04-12", "date")) == "2008-04-12"


def test_days_are_distinguished_from_texts() -> None:
    assert read_day("12.04.2008") == ("2008-04-12", "")
    assert read_day("31.02.2008")[1]
    assert read_day("tirsdag") == ("", "")
