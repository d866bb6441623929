"""One item of a Scene to SVG, whatever it is, and groups of items."""

from __future__ import annotations

from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Chart, Connector, Freeform, Group, Picture, Placeholder, Shape, Table
from osloregion_slides.see.shapes import connector, freeform, placeholder, shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Item
    from osloregion_slides.see.canvas import Canvas


def drawn(canvas: Canvas, item: Item) -> Xml:
    """Return the markup of one item."""
    match item:
        case Shape():
            return shape(canvas, item)
        case Freeform():
            return freeform(canvas, item)
        case Placeholder():
            return placeholder(canvas, item)
        case Connector():
            return connector(canvas, item)
        case Group():
            return group(canvas, item)
        case Picture():
            from osloregion_slides.see.picture import picture

            return picture(canvas, item)
        case Table():
            from osloregion_slides.see.table import table

            return table(canvas, item)
        case Chart():
            from osloregion_slides.see.chart import chart

            return chart(canvas, item)


def group(canvas: Canvas, item: Group) -> Xml:
    """Return a group under its alt text. One with texts is read part by part, one without is a picture."""
    children = "".join([drawn(canvas, child) for child in item.children])
    if item.decorative:
        return f'<g data-key="{esc(item.key)}" aria-hidden="true">{children}</g>'
    role = "group" if has_text(item) else "img"
    return f'<g data-key="{esc(item.key)}" role="{role}"><title>{esc(item.alt)}</title>{children}</g>'


def has_text(item: Group) -> bool:
    """Say whether any text stands in a group, also deeper in."""
    for child in item.children:
        if isinstance(child, Group):
            if has_text(child):
                return True
        elif getattr(child, "text", None) or isinstance(child, Table | Chart):
            return True
    return False
