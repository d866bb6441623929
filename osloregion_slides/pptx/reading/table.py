"""Tables to cells and column widths."""

from __future__ import annotations

from osloregion_slides.ooxml.inheritance import PLAIN, whole
from osloregion_slides.ooxml.names import A
from osloregion_slides.update.deck_state import KnownTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.pptx.reading.text import TextReader

TABLE = f"{{{A}}}graphic/{{{A}}}graphicData/{{{A}}}tbl"
GRID_COLUMN = f"{{{A}}}tblGrid/{{{A}}}gridCol"
ROW, CELL, BODY = (f"{{{A}}}{name}" for name in ("tr", "tc", "txBody"))


def read_table(table: Element, texts: TextReader, sized: bool) -> KnownTable:
    """Return an ``a:tbl`` (ECMA-376 Part 1, 21.1.3.13): every grid column's width, every cell's text."""
    widths = tuple([width(column) for column in table.iterfind(GRID_COLUMN)])
    rows = [
        tuple([texts.words(cell.find(BODY), PLAIN, sized) for cell in row.iterfind(CELL)])
        for row in table.iterfind(ROW)
    ]
    return KnownTable(widths, tuple(rows))


def width(column: Element) -> int:
    """Return a grid column's width, EMU."""
    return whole(column.get("w"))
