"""Placeholders, preset shapes, freeforms and connectors: ``p:sp`` and ``p:cxnSp``.

No ``p:style``: fill, line and text are explicit in each shape, and a theme's effects do not apply.
Every ``p:sp`` has a ``p:txBody``, or PowerPoint may repair the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from zlib import crc32

from osloregion_slides.base.units import Emu
from osloregion_slides.connectors import route
from osloregion_slides.ooxml.names import REL_CHART, REL_IMAGE, REL_WORKBOOK, TYPE_CHART, C, from_folder
from osloregion_slides.pptx.drawing import Drawing, TextWriter, fill, line, pen, placeholder_body, shape_body, width
from osloregion_slides.pptx.looks import chart_look, look_of
from osloregion_slides.pptx.markup import frame, svg_original, transform
from osloregion_slides.pptx.parts import Relations
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import (
    Box,
    Chart,
    Connector,
    Freeform,
    Group,
    Insets,
    Picture,
    Placeholder,
    Shape,
    Table,
    union,
)

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Slot
    from osloregion_slides.scene import Cell, ConnectorEnd, Image, Item, Step, Stroke, Text

    Ring = tuple[tuple[int, int], ...]

    Edge = Literal["lnL", "lnR", "lnT", "lnB"]


_BODY_ROLES = ("content", "two")
_NO_TEXT: Xml = f"<p:txBody><a:bodyPr{shape_body(None)}/><a:lstStyle/><a:p>"


def placeholder(drawing: Drawing, item: Placeholder) -> Xml:
    """Return a placeholder with text; its position is written only if it differs from the layout."""
    slot = drawing.slot(item.idx)
    place = "" if slot is not None and slot.own == item.box else transform(item.box)
    writer = TextWriter(item.text, drawing.click, slot.levels if slot else (), slot is None)
    autofit = "<a:normAutofit/>" if _grows(drawing, slot) else ""
    return (
        f'<p:sp><p:nvSpPr>{drawing.non_visual(item)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{slot_reference(item.type, item.idx)}</p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>"
        f"<p:txBody><a:bodyPr{placeholder_body(item.text, slot)}>{autofit}</a:bodyPr><a:lstStyle/>"
        f"{writer.paragraphs()}</p:txBody></p:sp>"
    )


def _grows(drawing: Drawing, slot: Slot | None) -> bool:
    """Return whether a slot is body text, which gets ``normAutofit`` for text that users add."""
    if slot is None or slot.kicker or slot.type not in ("body", "obj"):
        return False
    return drawing.layout.role in _BODY_ROLES


def slot_reference(kind: str, idx: int) -> Xml:
    """Return ``p:ph`` (ECMA-376 Part 1, 19.3.1.36); obj and 0 are the defaults."""
    named = f' type="{esc(kind)}"' if kind != "obj" else ""
    numbered = f' idx="{idx}"' if idx else ""
    return f"<p:ph{named}{numbered}/>"


def shape(drawing: Drawing, item: Shape) -> Xml:
    """Return a preset shape; one with text and without fill and line is a text box."""
    text_box = ' txBox="1"' if item.text and not item.fill and not item.line and item.preset == "rect" else ""
    guides = "".join([guide(name, value) for name, value in item.adjust])
    return (
        f"<p:sp><p:nvSpPr>{drawing.non_visual(item, item.alt, item.decorative, item.link)}"
        f"<p:cNvSpPr{text_box}/><p:nvPr/></p:nvSpPr><p:spPr>{transform(item.box)}"
        f'<a:prstGeom prst="{esc(item.preset)}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
        f"{fill(item.fill)}{line(item.line)}</p:spPr>{text_body(drawing, item.text)}</p:sp>"
    )


def guide(name: str, value: int) -> Xml:
    """Return one adjustment value of a preset shape (20.1.9.11)."""
    return f'<a:gd name="{esc(name)}" fmla="val {value}"/>'


def text_body(drawing: Drawing, text: Text | None) -> Xml:
    """Return the ``p:txBody`` of a shape, an empty one without text."""
    if text is None:
        return f'{_NO_TEXT}<a:endParaRPr lang="{drawing.language}"/></a:p></p:txBody>'
    paragraphs = TextWriter(text, drawing.click).paragraphs()
    return f"<p:txBody><a:bodyPr{shape_body(text)}><a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"


def freeform(drawing: Drawing, item: Freeform) -> Xml:
    """Return a polygon or a drawing (``a:custGeom``, 20.1.9.8) as one path, so that inner rings are holes."""
    return (
        f"<p:sp><p:nvSpPr>{drawing.non_visual(item, item.alt, item.decorative)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{transform(item.box)}{polygon(item)}"
        f"{fill(item.fill)}{line(item.line)}</p:spPr>{text_body(drawing, None)}</p:sp>"
    )


def polygon(item: Freeform) -> Xml:
    """Return the ``a:custGeom`` of a freeform: its extent as the grid, and one path with all rings."""
    w, h = item.extent
    rings = "".join([ring_path(ring) for ring in item.rings])
    drawn = "".join([step_path(step) for step in item.path])
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{w}" h="{h}">{rings}{drawn}</a:path></a:pathLst></a:custGeom>'
    )


def ring_path(ring: Ring) -> Xml:
    """Return one closed ring, "" for an empty one."""
    if not ring:
        return ""
    x0, y0 = ring[0]
    rest = "".join([f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in ring[1:]])
    return f'<a:moveTo><a:pt x="{x0}" y="{y0}"/></a:moveTo>{rest}<a:close/>'


def step_path(step: Step) -> Xml:
    """Return one step of a freeform's path."""
    numbers = step[1:]
    points = "".join([f'<a:pt x="{int(x)}" y="{int(y)}"/>' for x, y in zip(numbers[::2], numbers[1::2])])
    if step[0] == "C":
        return f"<a:cubicBezTo>{points}</a:cubicBezTo>"
    if step[0] == "L":
        return f"<a:lnTo>{points}</a:lnTo>"
    return f"<a:moveTo>{points}</a:moveTo>" if step[0] == "M" else "<a:close/>"


def connector(drawing: Drawing, item: Connector) -> Xml:
    """Return a line glued at both ends; decorative, because its meaning is in the shapes that it joins."""
    way = route(item, drawing.items)
    rotated = f' rot="{way.rotation}"' if way.rotation else ""
    flipped_h = ' flipH="1"' if way.flip_h else ""
    flipped_v = ' flipV="1"' if way.flip_v else ""
    box = way.box
    return (
        f"<p:cxnSp><p:nvCxnSpPr>{drawing.non_visual(item, decorative=True)}"
        f"<p:cNvCxnSpPr>{glue(drawing, item.start, 'stCxn')}{glue(drawing, item.end, 'endCxn')}</p:cNvCxnSpPr>"
        f"<p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm{rotated}{flipped_h}{flipped_v}>"
        f'{frame(box.x, box.y, box.w, box.h)}</a:xfrm><a:prstGeom prst="{way.preset}"><a:avLst/></a:prstGeom>'
        f"{line(item.line)}</p:spPr></p:cxnSp>"
    )


def glue(drawing: Drawing, end: ConnectorEnd, name: Literal["stCxn", "endCxn"]) -> Xml:
    """Return the glue of one end (20.1.2.2.36), "" if the slide has no such shape."""
    number = drawing.number(end.key)
    return f'<a:{name} id="{number}" idx="{end.site}"/>' if number is not None else ""


# Pictures: ``p:pic``, cropped to their frame, with the SVG original beside the bitmap, if any.

_ENDINGS = {"image/png": "png", "image/jpeg": "jpeg"}


def picture(drawing: Drawing, item: Picture) -> Xml:
    """Return ``p:pic`` (ECMA-376 Part 1, 19.3.1.37), in the layout's picture placeholder if it names one."""
    idx = item.placeholder
    slot = drawing.slot(idx) if idx is not None else None
    place = "" if slot is not None and slot.own == item.box else transform(item.box)
    shaped = "" if idx is not None else '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    group_lock = ' noGrp="1"' if idx is not None else ""
    reference = slot_reference("pic", idx) if idx is not None else ""
    return (
        f"<p:pic><p:nvPicPr>{drawing.non_visual(item, item.alt, item.decorative)}"
        f'<p:cNvPicPr><a:picLocks{group_lock} noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{reference}</p:nvPr>'
        f"</p:nvPicPr><p:blipFill>{blip(drawing, item.image)}{crop(item)}"
        f"<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{place}{shaped}</p:spPr></p:pic>"
    )


def crop(item: Picture) -> Xml:
    """Return ``a:srcRect``, the cropped margins (20.1.8.55), in thousandths of a percent."""
    left, top, right, bottom = item.crop
    if not (left or top or right or bottom):
        return ""
    return f'<a:srcRect l="{left}" t="{top}" r="{right}" b="{bottom}"/>'


def blip(drawing: Drawing, image: Image) -> Xml:
    """Return ``a:blip`` with the bitmap, and the SVG that newer PowerPoints draw instead ([MS-ODRAWXML] 2.33)."""
    parts, relations = drawing.parts, drawing.relations
    bitmap = relations.relate(REL_IMAGE, parts.image(image.data, _ENDINGS[image.media_type]))
    if not image.vector:
        return f'<a:blip r:embed="{bitmap}"/>'
    vector = relations.relate(REL_IMAGE, parts.image(image.vector, "svg"))
    return f'<a:blip r:embed="{bitmap}">{svg_original(vector)}</a:blip>'


# Tables: ``a:tbl`` in a graphic frame. Fills, rules, weights and margins are explicit in each cell.
#
# So the table looks as it was measured, whatever its style; the style is the template's, and
# rows added in PowerPoint follow it.

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
    """Return one ``a:tr``. A rule is written in both cells that share it, or PowerPoint draws the style's."""
    row = item.rows[index]
    above = [cell.rule if cell.down < 2 else None for cell in item.rows[index - 1].cells] if index else []
    above += [None] * (len(row.cells) - len(above))
    cells = [table_cell(drawing, cell, rule) for cell, rule in zip(row.cells, above)]
    return f'<a:tr h="{row.height}">{"".join(cells)}</a:tr>'


def table_cell(drawing: Drawing, cell: Cell, above: Stroke | None) -> Xml:
    """Return one ``a:tc`` with its margins, anchor, rules and fill (21.1.3.16, 21.1.3.17)."""
    text = cell.text
    insets = text.insets or _INSETS
    paragraphs = TextWriter(text, drawing.click, cell=True).paragraphs()
    return (
        f"<a:tc{merged(cell)}><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</a:txBody>"
        f'<a:tcPr marL="{insets.left}" marR="{insets.right}" marT="{insets.top}" marB="{insets.bottom}"'
        f' anchor="{text.anchor or "ctr"}">{_SIDES}{edge("lnT", above)}{edge("lnB", cell.rule)}'
        f"{fill(cell.fill)}</a:tcPr></a:tc>"
    )


def merged(cell: Cell) -> Xml:
    """Return the attributes of a merged cell (21.1.3.16): its span, or that another cell spans it."""
    if cell.across == 1 == cell.down:
        return ""
    rows = f' rowSpan="{cell.down}"' if cell.down > 1 else ""
    columns = f' gridSpan="{cell.across}"' if cell.across > 1 else ""
    left, above = "" if cell.across else ' hMerge="1"', "" if cell.down else ' vMerge="1"'
    return f"{rows}{columns}{left}{above}"


def edge(name: Edge, stroke: Stroke | None) -> Xml:
    """Return one border of a cell; None overrides the table style with no line."""
    if stroke is None:
        return f'<a:{name} w="0"><a:noFill/></a:{name}>'
    return f'<a:{name} w="{width(stroke.width)}" cap="flat" cmpd="sng" algn="ctr">{pen(stroke)}</a:{name}>'


# A chart on its slide: the graphic frame, the chart part and its workbook.


def chart(drawing: Drawing, item: Chart) -> Xml:
    """Add the parts of a native chart, and return its frame (ECMA-376 Part 1, 21.2.2.27)."""
    from osloregion_slides.pptx.chart import chart_part, workbook

    parts = drawing.parts
    book = parts.free_name("ppt/embeddings/Microsoft_Excel_Sheet", ".xlsx")
    data = workbook(item, parts.theme)
    parts.add_binary(book, data, store=True)
    relations = Relations()
    source = relations.relate(REL_WORKBOOK, from_folder(book))
    name = parts.free_name("ppt/charts/chart", ".xml")
    part = chart_part(item, source)
    parts.add(name, part, TYPE_CHART, relations)
    if drawing.looks:
        drawing.looks[-1] = chart_look(part, crc32(data))
    identity = drawing.relations.relate(REL_CHART, from_folder(name))
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{drawing.non_visual(item, item.alt)}"
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'{place(item.box)}<a:graphic><a:graphicData uri="{C}"><c:chart xmlns:c="{C}" r:id="{identity}"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


# The markup of any item of a Scene, and of groups.


def written(drawing: Drawing, item: Item) -> Xml:
    """Return the markup of one item, and add its relations, parts and look to the drawing."""
    looks = drawing.looks
    if looks is None:
        return _written(drawing, item)
    place = len(looks)
    looks.append(())
    markup = _written(drawing, item)
    looks[place] = look_of(item, markup) or looks[place]
    return markup


def _written(drawing: Drawing, item: Item) -> Xml:
    match item:
        case Shape():
            return shape(drawing, item)
        case Freeform():
            return freeform(drawing, item)
        case Placeholder():
            return placeholder(drawing, item)
        case Connector():
            return connector(drawing, item)
        case Group():
            return group(drawing, item)
        case Picture():
            return picture(drawing, item)
        case Table():
            return table(drawing, item)
        case Chart():
            return chart(drawing, item)


def group(drawing: Drawing, item: Group) -> Xml:
    """Return ``p:grpSp`` (ECMA-376 Part 1, 19.3.1.22) whose children have the slide's coordinates."""
    box = _around(drawing, item) or Box(Emu(0), Emu(0), Emu(0), Emu(0))
    head = drawing.non_visual(item, item.alt, item.decorative)
    drawing.grouped += 1
    children = "".join([written(drawing, child) for child in item.children])
    drawing.grouped -= 1
    return (
        f"<p:grpSp><p:nvGrpSpPr>{head}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>"
        f'{frame(box.x, box.y, box.w, box.h)}<a:chOff x="{box.x}" y="{box.y}"/>'
        f'<a:chExt cx="{box.w}" cy="{box.h}"/></a:xfrm></p:grpSpPr>{children}</p:grpSp>'
    )


def _around(drawing: Drawing, item: Group) -> Box | None:
    """Return the box around all children, None for an empty group."""
    boxes: list[Box] = []
    for child in item.children:
        if isinstance(child, Connector):
            boxes += [Box(Emu(x), Emu(y), Emu(0), Emu(0)) for x, y in route(child, drawing.items).points]
        elif box := _around(drawing, child) if isinstance(child, Group) else child.box:
            boxes.append(box)
    return union(boxes) if boxes else None
