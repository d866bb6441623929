"""Tables: ``a:tbl`` in a graphic frame. Fills, rules, weights and margins stand in each cell.

So the table looks as it was measured whatever the table style does; the style is the template's, and
what people add to the table follows it.
"""

from __future__ import annotations

from osloregion_slides.pptx.paint import fill, frame, pen, width
from osloregion_slides.pptx.text import TextWriter
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Insets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from osloregion_slides.pptx.drawing import Drawing
    from osloregion_slides.scene import Box, Cell, Row, Stroke, Table
    from osloregion_slides.units import Emu

    Edge = Literal["lnL", "lnR", "lnT", "lnB"]

_INSETS = Insets()
_SIDES = '<a:lnL w="0"><a:noFill/></a:lnL><a:lnR w="0"><a:noFill/></a:lnR>'


def table(drawing: Drawing, item: Table) -> Xml:
    """Return a native table (ECMA-376 Part 1, 21.1.3.13); every row has a cell for every column."""
    heading = ' firstRow="1"' if item.header else ""
    columns = "".join([column(wide) for wide in item.columns])
    rows = [table_row(drawing, item, index) for index in range(len(item.rows))]
    style = drawing.parts.table_style
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{drawing.non_visual(item, item.alt)}"
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'{place(item.box)}<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f'<a:tbl><a:tblPr{heading} bandRow="1"><a:tableStyleId>{esc(style)}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def place(box: Box) -> Xml:
    """Return the ``p:xfrm`` of a graphic frame (19.3.1.53), EMU."""
    return f"<p:xfrm>{frame(box.x, box.y, box.w, box.h)}</p:xfrm>"


def column(wide: Emu) -> Xml:
    """Return one ``a:gridCol`` (21.1.3.2)."""
    return f'<a:gridCol w="{wide}"/>'


def table_row(drawing: Drawing, item: Table, index: int) -> Xml:
    """Return one ``a:tr``. A rule is said by both cells that share it, or PowerPoint takes the style's."""
    row = item.rows[index]
    above = item.rows[index - 1] if index else None
    cells = [table_cell(drawing, cell, _rule_above(above, i)) for i, cell in enumerate(row.cells)]
    return f'<a:tr h="{row.height}">{"".join(cells)}</a:tr>'


def _rule_above(above: Row | None, column: int) -> Stroke | None:
    return above.cells[column].rule if above is not None and column < len(above.cells) else None


def table_cell(drawing: Drawing, cell: Cell, above: Stroke | None) -> Xml:
    """Return one ``a:tc`` with its margins, anchor, rules and fill (21.1.3.16, 21.1.3.17)."""
    text = cell.text
    insets = text.insets or _INSETS
    paragraphs = TextWriter(text, drawing.click, cell=True).paragraphs()
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</a:txBody>"
        f'<a:tcPr marL="{insets.left}" marR="{insets.right}" marT="{insets.top}" marB="{insets.bottom}"'
        f' anchor="{text.anchor or "ctr"}">{_SIDES}{edge("lnT", above)}{edge("lnB", cell.rule)}'
        f"{fill(cell.fill)}</a:tcPr></a:tc>"
    )


def edge(name: Edge, stroke: Stroke | None) -> Xml:
    """Return one border of a cell; None is no line, whatever the table style draws."""
    if stroke is None:
        return f'<a:{name} w="0"><a:noFill/></a:{name}>'
    return f'<a:{name} w="{width(stroke.width)}" cap="flat" cmpd="sng" algn="ctr">{pen(stroke)}</a:{name}>'
