"""Edits of a chart's workbook alone: kept when the outline changes another point."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pptx
import pytest

from osloregion_slides import build
from osloregion_slides.service_update import Asked, Updated, apply, plan_update
from tests.pptx.updating import edited

HEAD = """deck: a
title: A
language: nb
as_of: 2008-01-01
slides:
  - id: s
    kind: chart
    type: {type}
    title: Tre tall
    alt: Tre tall
    categories: [{categories}]
    series:
      - {{name: Folk, values: [{folk}]}}
      - {{name: Biler, values: [{cars}]}}
"""
BEFORE = {"categories": "Nes, Moss, Re", "folk": "10, 20, 30", "cars": "1, 2, 3"}
CHANGES: dict[str, tuple[dict[str, str], str]] = {
    "another point of the series": ({**BEFORE, "folk": "10, 20, 31"}, "B2"),
    "another series": ({**BEFORE, "cars": "1, 2, 4"}, "B2"),
    "a category before it": ({"categories": "Ås, Nes, Moss, Re", "folk": "5, 10, 20, 30", "cars": "0, 1, 2, 3"}, "B3"),
    "a category behind it": ({"categories": "Nes, Moss, Re, Ås", "folk": "10, 20, 30, 5", "cars": "1, 2, 3, 0"}, "B2"),
    "another category removed": ({"categories": "Nes, Re", "folk": "10, 30", "cars": "1, 3"}, "B2"),
    "the point itself": ({**BEFORE, "folk": "11, 20, 30"}, ""),
    "its category removed": ({"categories": "Moss, Re", "folk": "20, 30", "cars": "2, 3"}, ""),
}


def outline(folder: Path, kind: str, data: dict[str, str]) -> str:
    path = folder / "a.yaml"
    path.write_text(HEAD.format(type=kind, **data), encoding="utf-8")
    return str(path)


def part(presentation: Any) -> Any:
    return next(shape for shape in presentation.slides[0].shapes if shape.has_chart).chart.part.chart_workbook


def writing(**entries: object) -> Callable[[Any], None]:
    def write(presentation: Any) -> None:
        held = part(presentation).xlsx_part
        book, out = openpyxl.load_workbook(io.BytesIO(held.blob)), io.BytesIO()
        for cell, entry in entries.items():
            book.active[cell] = entry
        book.save(out)
        held._blob = out.getvalue()

    return write


def written_over(result: Updated) -> list[str]:
    told = [dict(found.values)["cells"] for found in result.findings if found.code == "workbook-written-over"]
    return [cell for cells in told if isinstance(cells, tuple) for cell in cells]


def cells(data: bytes) -> dict[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(part(pptx.Presentation(io.BytesIO(data))).xlsx_part.blob))
    return {cell.coordinate: cell.value for row in book.active.iter_rows() for cell in row if cell.value is not None}


def test_names_edited_only_in_the_workbook_are_kept_and_removed_with_their_data(tmp_path: Path) -> None:
    after = CHANGES["a category before it"][0]
    data = edited(build(outline(tmp_path, "column", BEFORE)).data, writing(B1="Folketall", A3="Moss by"))
    updated = apply(plan_update("a.pptx", Asked(outline(tmp_path, "column", after)), data=data), "a.pptx").data
    fresh = cells(build(outline(tmp_path, "column", after)).data)
    assert cells(updated) == {**fresh, "B1": "Folketall", "A4": "Moss by"}


@pytest.mark.parametrize("kind", ["column", "line", "bar"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_number_edited_only_in_the_workbook_is_kept_at_its_point(change: str, kind: str, tmp_path: Path) -> None:
    after, place = CHANGES[change]
    data = edited(build(outline(tmp_path, kind, BEFORE)).data, writing(B2=99))
    result = apply(plan_update("a.pptx", Asked(outline(tmp_path, kind, after)), data=data), "a.pptx")
    found, fresh = cells(result.data), cells(build(outline(tmp_path, kind, after)).data)
    wanted = {**fresh, place: 99} if place else fresh
    assert found == wanted
    assert written_over(result) == ([] if place else ["B2: 99"])


def test_a_formula_is_kept_for_an_unchanged_point_and_reported_if_replaced(tmp_path: Path) -> None:
    formulas = {"B2": "=5+5", "B4": "=C4*10"}
    data = edited(build(outline(tmp_path, "column", BEFORE)).data, writing(**formulas))
    after = outline(tmp_path, "column", {**BEFORE, "folk": "10, 20, 31"})
    result = apply(plan_update("a.pptx", Asked(after), data=data), "a.pptx")
    assert written_over(result) == ["B4: =C4*10"]
    assert cells(result.data)["B2"] == "=5+5"


def test_a_workbook_that_agrees_with_its_chart_is_not_an_edit(tmp_path: Path) -> None:
    years = {"categories": '"2006", "2007", "2008"', "folk": "0.1, 0.30000000000000004, 30", "cars": "1, 2, 3"}
    data = edited(build(outline(tmp_path, "line", years)).data, writing(A2=2006, B3=0.3))
    after = outline(tmp_path, "line", {"categories": '"2006"', "folk": "0.2", "cars": "1"})
    assert written_over(apply(plan_update("a.pptx", Asked(after), data=data), "a.pptx")) == []
