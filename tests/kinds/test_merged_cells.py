"""Merged cells of tables: native, drawn, continued, kept in updates, and refused where a text would be lost."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides.checks.presentation import check_presentation
from osloregion_slides.scene import Table
from osloregion_slides.service import build
from osloregion_slides.service_update import plan, update
from tests.kinds.composing import composed, slide
from tests.tables.making import outline

ROWS = [["Oslo", "5", "6"], ["", "7", "8"], ["Follo", "Ikke kjent", ""], ["Sum", "12", "14"]]
MERGE = "[B1:C1, A2:A3, B4:C4]"


def text(rows: list[list[str]] = ROWS, merge: str = MERGE, heads: str = "[Fylke, Tall, '']") -> str:
    listed = ", ".join(["[" + ", ".join([f"'{cell}'" for cell in row]) + "]" for row in rows])
    return slide("table", f"columns: {heads}\nrows: [{listed}]\n" + (f"merge: {merge}" if merge else ""), title="A")


def written(folder: Path, slides: str) -> Any:
    return build(outline(folder, f"slides:\n{slides}"))


def spans(data: bytes) -> list[tuple[int, int, int, int, str]]:
    table = next(shape.table for shape in Presentation(io.BytesIO(data)).slides[0].shapes if shape.has_table)
    return [
        (n, m, cell.span_height, cell.span_width, cell.text)
        for n, row in enumerate(table.rows)
        for m, cell in enumerate(row.cells)
        if cell.is_merge_origin
    ]


MERGED = [(0, 1, 1, 2, "Tall"), (1, 0, 2, 1, "Oslo"), (3, 1, 1, 2, "Ikke kjent")]


def test_merged_cells_are_native_and_need_no_update(tmp_path: Path) -> None:
    made = written(tmp_path, text())
    assert spans(made.data) == MERGED
    assert {finding.code for finding in check_presentation(made.data)} <= {"merged-cells"}
    (tmp_path / "a.pptx").write_bytes(made.data)
    assert not plan(tmp_path / "a.pptx", tmp_path / "prove.yaml").plan.changes


NEXT = {
    "another text": (text([["Oslo fylke", "5", "6"], *ROWS[1:]]), [(1, 0, 2, 1, "Oslo fylke")]),
    "a row inside": (
        text([ROWS[0], ["", "1", "2"], *ROWS[1:]], "[B1:C1, A2:A4, B5:C5]"),
        [(1, 0, 3, 1, "Oslo"), (4, 1, 1, 2, "Ikke kjent")],
    ),
    "merged no more": (text(merge="[B1:C1]"), []),
    "merged otherwise": (text(merge="[B1:C1, B4:C4]"), [(3, 1, 1, 2, "Ikke kjent")]),
}


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("name", NEXT)
def test_an_update_merges_the_cells_that_the_outline_merges(name: str, edited: bool, tmp_path: Path) -> None:
    source, wanted = NEXT[name]
    deck = written(tmp_path, text()).presentation()
    if edited:
        table = next(shape.table for shape in deck.slides[0].shapes if shape.has_table)
        table.cell(4, 1).text = "13"
    deck.save(str(tmp_path / "a.pptx"))
    fresh = written(tmp_path, source)
    done = update(plan(tmp_path / "a.pptx", tmp_path / "prove.yaml"))
    assert spans(done.data) == spans(fresh.data)
    assert set(wanted) <= set(spans(done.data))
    table = next(shape.table for shape in Presentation(io.BytesIO(done.data)).slides[0].shapes if shape.has_table)
    assert table.cell(len(table.rows) - 1, 1).text == ("13" if edited else "12")
    (tmp_path / "a.pptx").write_bytes(done.data)
    assert not plan(tmp_path / "a.pptx", tmp_path / "prove.yaml").plan.changes


def test_manually_merged_or_split_cells_are_kept(tmp_path: Path) -> None:
    deck = written(tmp_path, text(merge="[A2:A3]")).presentation()
    table = next(shape.table for shape in deck.slides[0].shapes if shape.has_table)
    table.cell(1, 0).split()
    table.cell(3, 1).merge(table.cell(3, 2))
    deck.save(str(tmp_path / "a.pptx"))
    written(tmp_path, text([["Oslo fylke", "5", "6"], *ROWS[1:]], "[A2:A3, B1:C1]"))
    done = update(plan(tmp_path / "a.pptx", tmp_path / "prove.yaml"))
    assert spans(done.data) == [(3, 1, 1, 2, "Ikke kjent")]


def test_a_merged_cell_across_a_slide_break_is_split_between_the_slides() -> None:
    rows = [["Oslo" if not n else "", f"{n}", "1"] for n in range(30)]
    deck, findings = composed(text(rows, "[B1:C1, A2:A31]"))
    assert findings == () and len(deck.slides) > 1
    for page in deck.slides:
        (table,) = [item for item in page.items if isinstance(item, Table)]
        first = table.rows[1].cells[0]
        assert (first.text.plain, first.down) == ("Oslo", len(table.rows) - 1)
        assert table.rows[0].cells[1].across == 2
        assert {(row.cells[0].down, row.cells[0].text.plain) for row in table.rows[2:]} == {(0, "")}


@pytest.mark.parametrize(
    ("merge", "said"),
    [
        ("[B2:C2]", "would be lost"),
        ("[A1:A2]", "no cells of the table"),
        ("[A5:A9]", "no cells of the table"),
        ("[D1:E1]", "no cells of the table"),
        ("[B4]", "no cells of the table"),
        ("[B4:B4]", "no cells of the table"),
        ("[B4:C4, C4:C5]", "merged already"),
    ],
)
def test_cells_that_cannot_be_merged_are_an_error(merge: str, said: str) -> None:
    _, findings = composed(text(merge=merge))
    assert [said in finding.message for finding in findings] == [True]
