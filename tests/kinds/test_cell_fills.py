"""Cells are filled by the number that a reader sees in them, however it is written."""

from __future__ import annotations

import pytest

from osloregion_slides.scene import Table
from tests.kinds.composing import composed, slide

SEEN = {
    ".5": 0.5,
    "(5)": -5,
    "-,5": -0.5,
    "1 000": 1000,
    "– 3": -3,
    "+4": 4,
    "(12,5 %)": -12.5,
    "kr 7": 7,
    "NOK1200": 1200,
    "kr 1 200,50": 1200.5,
    "USD(3)": -3,
    "kr -9": -9,
    "(kr 8)": -8,
    "5 (2007)": 5,
    "A5": None,
    "..": None,
}


@pytest.mark.parametrize("text", SEEN)
def test_a_cell_is_filled_by_its_displayed_number(text: str) -> None:
    value = SEEN[text]
    limit = 0 if value is None else value
    rules = f"[{{column: B, above: {limit - 0.01}, below: {limit + 0.01}, fill: warm}}]"
    if value is None:
        rules = "[{column: B, above: -99999, fill: warm}]"
    fields = f"columns: [A, B]\nrows: [[a, '{text}'], [b, 4711]]\nfills: {rules}"
    deck, _ = composed(slide("table", fields))
    (table,) = [item for item in deck.slides[0].items if isinstance(item, Table)]
    assert (table.rows[1].cells[1].fill is not None) == (value is not None)


def test_a_cell_without_a_number_under_a_numeric_rule_is_reported() -> None:
    for text, named in (("område 5", True), ("12.03.2024", True), ("kr 12", False), ("uten", False)):
        fields = f"columns: [A, B]\nrows: [[a, '{text}'], [b, 7]]\nfills: [{{column: B, above: 4, fill: warm}}]"
        deck, findings = composed(slide("table", fields))
        (table,) = [item for item in deck.slides[0].items if isinstance(item, Table)]
        assert (table.rows[1].cells[1].fill is not None) == (text == "kr 12")
        assert [one.code for one in findings] == ["dead-key"] * named
