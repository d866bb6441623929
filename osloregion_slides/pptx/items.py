"""One item of a Scene to markup, whatever it is, and groups of items."""

from __future__ import annotations

from osloregion_slides.connectors import route
from osloregion_slides.pptx.paint import frame
from osloregion_slides.pptx.picture import picture
from osloregion_slides.pptx.shapes import connector, freeform, placeholder, shape
from osloregion_slides.pptx.table import table
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.scene import Box, Chart, Connector, Freeform, Group, Picture, Placeholder, Shape, Table
from osloregion_slides.units import Emu

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.pptx.drawing import Drawing
    from osloregion_slides.scene import Item


def written(drawing: Drawing, item: Item) -> Xml:
    """Return the markup of one item, its relations and parts noted in the drawing."""
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
            from osloregion_slides.pptx.chart_frame import chart

            return chart(drawing, item)


def group(drawing: Drawing, item: Group) -> Xml:
    """Return ``p:grpSp`` (ECMA-376 Part 1, 19.3.1.22) whose children keep the slide's coordinates."""
    box = union(drawing, item)
    head = drawing.non_visual(item, item.alt, item.decorative)
    children = "".join([written(drawing, child) for child in item.children])
    return (
        f"<p:grpSp><p:nvGrpSpPr>{head}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>"
        f'{frame(box.x, box.y, box.w, box.h)}<a:chOff x="{box.x}" y="{box.y}"/>'
        f'<a:chExt cx="{box.w}" cy="{box.h}"/></a:xfrm></p:grpSpPr>{children}</p:grpSp>'
    )


def union(drawing: Drawing, item: Group) -> Box:
    """Return the box around all children, EMU; an empty group has none at all."""
    boxes = list(_boxes(drawing, item))
    if not boxes:
        return Box(Emu(0), Emu(0), Emu(0), Emu(0))
    left, top = min([box.x for box in boxes]), min([box.y for box in boxes])
    right, bottom = max([box.right for box in boxes]), max([box.bottom for box in boxes])
    return Box(left, top, right - left, bottom - top)


def _boxes(drawing: Drawing, item: Item) -> Iterator[Box]:
    if isinstance(item, Group):
        for child in item.children:
            yield from _boxes(drawing, child)
    elif isinstance(item, Connector):
        points = route(item, drawing.items).points
        xs, ys = [x for x, _ in points], [y for _, y in points]
        yield Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    else:
        yield item.box
