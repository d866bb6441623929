"""A conflict leads to what makes the outline's side: its line, that of the fact in it, the cell of its number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData

from osloregion_slides import build, plan

OUTLINE = """deck: facts
brand: osloregionen
title: Fakta
language: nb
languages: [nb, en]
audiences:
  board:
    slides:
      - {id: first, kicker: STYRET}
alliance:
  count: 5-COUNT
  person: {nb: PERSON, en: Kari N}
data:
  budget: budget.csv
  sheet: sheet.xlsx
slides:
  - id: first
    kind: points
    title: TITLE her
    points:
      - "Vi har {{ alliance.count }} medlemmer i dag, {{ alliance.person }}"
      - "Leder er {{ alliance.person }}"
      - "Budsjett er {{ data.budget | where('år', '2024') | sum('kr') | number }} kroner"
      - "Arket sier {{ data.sheet | where('navn', 'Lokaler') | sum('kr') | number }} kroner"
      - {nb: PUNKT her, en: English point}
  - {id: table, kind: table, title: Tabell, table: data.budget}
  - {id: chart, kind: chart, type: column, title: Diagram, table: data.budget, alt: Diagram}
  - {id: sheet, kind: table, title: Tabell fra Excel, table: data.sheet}
"""
WORDS = {"TITLE": "Tittelen", "STYRET": "Styret", "PERSON": "Kari", "PUNKT": "Punktet", "5-COUNT": "57"}


def written(folder: Path, words: dict[str, str], first: int) -> str:
    text = OUTLINE
    for mark, said in words.items():
        text = text.replace(mark, said)
    (folder / "facts.yaml").write_text(text, encoding="utf-8")
    (folder / "budget.csv").write_text(f"år,kr\n2024,{first}\n2025,200\n2026,{first + 233}\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (["navn", "kr"], ["Lønn", 900], ["Lokaler", first - 30]):
        book.active.append(row)
    book.save(folder / "sheet.xlsx")
    return str(folder / "facts.yaml")


def edited_by_hand(path: str) -> None:
    """Word otherwise what shows a fact, and write other numbers."""
    presentation = Presentation(path)
    for slide in presentation.slides:
        for text in slide._element.iter("{*}p"):
            runs = list(text.iter("{*}t"))
            said = "".join([one.text or "" for one in runs])
            for old in (*WORDS.values(), "100", "70"):
                if old in said and said not in ("900", "200"):
                    said = said.replace(old, "0")
                    for one in runs:
                        one.text = said if one is runs[0] else ""
        for chart in [one.chart for one in slide.shapes if one.has_chart]:
            data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
            data.categories = list(chart.plots[0].categories)
            for series in chart.plots[0].series:
                data.add_series(series.name, [5 if value == 333 else value for value in series.values])
            chart.replace_data(data)
    presentation.save(path)


@pytest.fixture(scope="module")
def places(tmp_path_factory: Any) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pointing")
    outline = written(folder, WORDS, 100)
    deck = str(folder / "facts.pptx")
    Path(deck).write_bytes(build(outline, audience="board").data)
    edited_by_hand(deck)
    written(folder, {mark: said + "8" for mark, said in WORDS.items()}, 111)
    notes = plan(deck, outline, audience="board").plan.notes
    return {note.item: str(note.at).rpartition("/")[2] for note in notes if note.group == "conflict"}


@pytest.mark.parametrize(
    ("item", "place"),
    [
        ("first/title", "facts.yaml:19:12"),
        ("first/kicker", "facts.yaml:9:29"),
        ("first/point-1", "facts.yaml:21:9"),
        ("first/point-2", "facts.yaml:12:16"),
        ("first/point-3", "budget.csv:2:2"),
        ("first/point-4", "sheet.xlsx:Sheet!B3"),
        ("first/point-5", "facts.yaml:25:14"),
        ("table/table", "budget.csv:2:2"),
        ("chart/chart", "budget.csv:4:2"),
        ("sheet/table", "sheet.xlsx:Sheet!B3"),
    ],
)
def test_a_conflict_names_the_outline_line_or_cell_behind_it(places: dict[str, str], item: str, place: str) -> None:
    assert places[item] == place
