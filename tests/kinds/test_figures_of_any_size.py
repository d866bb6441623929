"""Tables and charts of any size in the brand of tiles: built without a finding, large where they are small, never too low."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

from osloregion_slides.base.findings import Finding
from osloregion_slides.brand.load import load_brand
from osloregion_slides.chart_types import TYPES
from osloregion_slides.checks.deck import check_deck
from osloregion_slides.compose.deck import compose
from osloregion_slides.drafting import read_schema
from osloregion_slides.outline.load import load_outline
from osloregion_slides.scene import Chart, Deck, Table
from tests.kinds.composing import HEAD, MEMBERS
from tests.kinds.test_look import empty

TITLES = ("Kort", "Tittelen har nitti tegn og sier hva lysbildet handler om, i hele Osloregionen og i Norden")
COUNTS = (1, 2, 3, 6, 9, 12)


def figure(kind: str, series: int, count: int) -> str:
    values = [[(7 * n + 13 * row) % 40 + 1 for n in range(count)] for row in range(series)]
    rows = ", ".join(f"{{name: 'Rekke {n}', values: {row}}}" for n, row in enumerate(values))
    names = ", ".join(f"'20{n:02}'" for n in range(count))
    totals = "" if kind != "waterfall" else ", totals: ['2000']"
    return f"kind: chart, type: {kind}, categories: [{names}], series: [{rows}], alt: Noe{totals}"


def table(columns: int, count: int) -> str:
    heads = ", ".join(["Delregion", *[f"'1.1.20{n:02}'" for n in range(1, columns)]])
    rows = ", ".join(
        "[" + ", ".join([f"Region {n}", *[f"'{1000 * n + c}'" for c in range(1, columns)]]) + "]" for n in range(count)
    )
    return f"kind: table, columns: [{heads}], rows: [{rows}]"


@lru_cache
def made(brand: str) -> tuple[Deck, tuple[Finding, ...]]:
    slides = []
    for title in TITLES:
        for kind in TYPES:
            one = TYPES[kind].is_round or kind == "waterfall"
            for series in (1,) if one else (2, 4) if kind == "combo" else (1, 3, 6):
                slides += [(title, figure(kind, series, count)) for count in COUNTS if count > 1]
        slides += [(title, table(columns, count)) for columns in (2, 5, 8) for count in (*COUNTS, 25)]
    lines = [f"  - {{id: s{n}, title: '{title} {n}', {fields}}}\n" for n, (title, fields) in enumerate(slides)]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "members.csv").write_text(MEMBERS, encoding="utf-8")
        path = Path(folder) / "a.yaml"
        path.write_text(f"{HEAD}members: members.csv\nslides:\n{''.join(lines)}", encoding="utf-8")
        found = load_brand(brand, folder)
        deck, findings = compose(load_outline(str(path), schema=read_schema()), found)
        return deck, (*findings, *check_deck(deck, found))


@pytest.mark.parametrize("brand", ["ruten", "ruten-dark"])
def test_tables_and_charts_of_any_size_build_without_a_finding(brand: str) -> None:
    _, findings = made(brand)
    assert {(one.code, one.message) for one in findings if one.code != "uneven-dates"} == set()


@pytest.mark.parametrize("brand", ["ruten", "ruten-dark"])
def test_type_sizes_of_tables_and_charts_are_never_below_the_minimum(brand: str) -> None:
    floors = load_brand(brand, ".").floors
    for slide in made(brand)[0].slides:
        for item in slide.items:
            if isinstance(item, Chart):
                assert item.size >= floors.axis and item.value_size >= floors.axis, slide.key
            if isinstance(item, Table):
                sizes = {p.size for row in item.rows[1:] for cell in row.cells for p in cell.text.paragraphs}
                assert min(sizes) >= floors.label, slide.key


def test_a_table_fills_its_slide_with_a_readable_number_of_rows() -> None:
    deck = made("ruten")[0]
    tables = [(slide, item) for slide in deck.slides for item in slide.items if isinstance(item, Table)]
    for slide, item in tables:
        count = len(item.rows) - 1
        assert count <= 12, slide.key
        assert empty(deck, slide) <= (0.2 if count >= 3 else 0.35), (slide.key, count)
