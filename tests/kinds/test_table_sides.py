"""Columns of figures are right-aligned with their symbols, units and gaps; words made of digits are left-aligned."""

from __future__ import annotations

import pytest

from osloregion_slides.scene import Table
from tests.kinds.composing import composed, slide


@pytest.mark.parametrize(
    ("cells", "side"),
    [
        (("kr 1 200", "kr 900", "kr 300"), "r"),
        (("(12)", "4", "(8)"), "r"),
        (("12", "–", ".."), "r"),
        (("1 200 km", "300 km"), "r"),
        (("1,5 mill.", "2 mrd."), "r"),
        (("€ 5", "$ 7"), "r"),
        (("12 %", "−4 %", ":"), "r"),
        (("1.234.567", "12"), "r"),
        (("1,2E+05", "3"), "r"),
        (("12*", "14"), "r"),
        (("0", "0,5"), "r"),
        (("2007", "2008"), "r"),
        (("0301", "1103"), "l"),
        (("12.04.2008", "1.5.2008"), "l"),
        (("22 86 00 00", "91 00 00 00"), "l"),
        (("1.2.3", "1.2.4"), "l"),
        (("12 mai", "3 juni"), "l"),
        (("–", "–"), "l"),
        (("3 biler", "4 hus"), "l"),
    ],
)
def test_a_column_is_aligned_by_the_content_of_its_cells(cells: tuple[str, ...], side: str) -> None:
    rows = ", ".join([f'[x, "{cell}"]' for cell in cells])
    deck, _ = composed(slide("table", f"columns: [A, B]\nrows: [{rows}]"))
    (table,) = [item for item in deck.slides[0].items if isinstance(item, Table)]
    assert {row.cells[1].text.paragraphs[0].align for row in table.rows} == {side}
