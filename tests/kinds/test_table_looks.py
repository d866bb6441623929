"""Widths of columns and fills of cells as an outline says them, and what is said where it cannot be so."""

from __future__ import annotations

import pytest

from osloregion_slides.brand.contrast import READABLE, ratio, rgb
from osloregion_slides.brand.load import load_brand
from osloregion_slides.compose.cells import ROLES
from osloregion_slides.compose.roles import roles
from osloregion_slides.scene import Table
from tests.kinds.composing import composed, slide

ROWS = (
    'columns: [Prosjekt, Status, Kr]\nrows: [[Bane, Forsinket, "1 200,5"], [Vei, I rute, "−5"], [Sykkel, I rute, ".."]]'
)


def made(more: str) -> tuple[Table, list[str]]:
    deck, findings = composed(slide("table", f"{ROWS}\n{more}"))
    (table,) = [item for item in deck.slides[0].items if isinstance(item, Table)]
    return table, [f"{one.code} {one.hint}" for one in findings]


def test_column_widths_are_in_the_proportion_of_the_outline() -> None:
    table, findings = made("widths: [3, 1.5, 1.5]")
    assert findings == []
    assert table.columns[0] == pytest.approx(table.columns[1] * 2, rel=0.001)
    assert sum(table.columns) == table.box.w


@pytest.mark.parametrize(
    ("rule", "filled"),
    [
        ("column: Status, is: Forsinket", {(1, 1)}),
        ("column: Status, is: I rute", {(2, 1), (3, 1)}),
        ("column: Kr, above: 1200", {(1, 2)}),
        ("column: Kr, above: 1200.5", set()),
        ("column: Kr, below: 0", {(2, 2)}),
        ("column: Kr, above: -10, below: 2000", {(1, 2), (2, 2)}),
        ("column: Kr, is: ..", {(3, 2)}),
    ],
)
def test_a_rule_fills_the_matching_cells(rule: str, filled: set[tuple[int, int]]) -> None:
    table, findings = made(f"fills: [{{{rule}, fill: quiet}}]")
    found = {(y, x) for y, row in enumerate(table.rows) for x, cell in enumerate(row.cells) if cell.fill}
    assert found == filled
    assert [line.partition(" ")[0] for line in findings] == ["dead-key"] * (not filled)


@pytest.mark.parametrize("role", ROLES)
def test_text_is_readable_on_every_fill(role: str) -> None:
    table, _ = made(f"fills: [{{column: Status, is: Forsinket, fill: {role}}}]")
    cell = table.rows[1].cells[1]
    own = load_brand("osloregionen", ".")
    assert cell.fill == getattr(roles(own), role)
    assert cell.text.colour
    assert cell.fill
    assert ratio(rgb(own, cell.text.colour), rgb(own, cell.fill)) >= READABLE


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("widths: [1, 2]", "wrong-number-of-values"),
        ("fills: [{column: Statu, is: A, fill: quiet}]", "missing-column Did you mean `Status`?"),
    ],
)
def test_widths_and_rules_that_fit_no_column_are_errors(more: str, found: str) -> None:
    assert made(more)[1][0].startswith(found)


@pytest.mark.parametrize(
    ("text", "rule", "filled"),
    [
        ("Q1 12", "above: 100", False),
        ("Q1 12", "above: 11", True),
        ("–5", "below: 0", True),
        ("2007–2008", "below: 0", False),
        ("1 200 300 kr", "above: 1200299", True),
        ("5", "above: 4, is: '6'", False),
        ("12.03.2024", "above: 0", False),
    ],
)
def test_the_number_in_a_cell_is_parsed_as_displayed(text: str, rule: str, filled: bool) -> None:
    fields = f"columns: [A, B]\nrows: [[a, '{text}']]\nfills: [{{column: B, {rule}, fill: quiet}}]"
    deck, findings = composed(slide("table", fields))
    (table,) = [item for item in deck.slides[0].items if isinstance(item, Table)]
    assert bool(table.rows[1].cells[1].fill) == filled
    assert ("`above`" in " ".join([one.message for one in findings])) == ("is:" in rule)


def test_out_of_range_widths_do_not_crash() -> None:
    assert sum(made("widths: [1e308, 1e308, 1e308]")[0].columns) > 0
