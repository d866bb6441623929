"""Tables as SVG: fills, rules and texts of the cells, with the roles of a table for screen readers."""

from __future__ import annotations

from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Box
from osloregion_slides.see.lengths import pt
from osloregion_slides.see.text import text_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Cell, Row, Table
    from osloregion_slides.see.canvas import Canvas
    from osloregion_slides.units import Emu


def table(canvas: Canvas, item: Table) -> Xml:
    """Return a table; its first row has headings where it says so."""
    rows: list[Xml] = []
    y = item.box.y
    for index, row in enumerate(item.rows):
        rows.append(_row(canvas, item, row, y, heading=item.header and not index))
        y += row.height
    return f'<g data-key="{esc(item.key)}" role="table"><title>{esc(item.alt)}</title>{"".join(rows)}</g>'


def _row(canvas: Canvas, item: Table, row: Row, y: Emu, heading: bool) -> Xml:
    role = "columnheader" if heading else "cell"
    cells: list[Xml] = []
    x = item.box.x
    for wide, cell in zip(item.columns, row.cells):
        cells.append(f'<g role="{role}">{_cell(canvas, cell, Box(x, y, wide, row.height))}</g>')
        x += wide
    return f'<g role="row">{"".join(cells)}</g>'


def _cell(canvas: Canvas, cell: Cell, box: Box) -> Xml:
    place = f'x="{pt(box.x)}" y="{pt(box.y)}" width="{pt(box.w)}" height="{pt(box.h)}"'
    fill = f'<rect {place} shape-rendering="crispEdges"{canvas.ink.fill(cell.fill)}/>' if cell.fill else ""
    y = pt(box.bottom)
    rule = f'<path d="M{pt(box.x)} {y}H{pt(box.right)}"{canvas.ink.stroke(cell.rule)}/>' if cell.rule else ""
    return f"{fill}{rule}{text_lines(canvas, cell.text, box, ())}"
