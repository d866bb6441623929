"""Placeholders, preset shapes, freeforms and connectors as SVG."""

from __future__ import annotations

from osloregion_slides.connectors import route
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.see.canvas import number, pt
from osloregion_slides.see.geometry import outline
from osloregion_slides.see.text import text_lines
from osloregion_slides.units import EMU_PER_PT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Box, Connector, Freeform, Placeholder, Shape, Stroke
    from osloregion_slides.see.canvas import Canvas

_TITLES = ("title", "ctrTitle")
_HEAD = 3.0
"""Length and width of an arrow head in widths of its line, which counts as 2 pt at least (20.1.10.33)."""


def placeholder(canvas: Canvas, item: Placeholder) -> Xml:
    """Return a text in the layout's slot; the title is a heading."""
    slot = canvas.slot(item.idx)
    heading = ' role="heading" aria-level="2"' if item.type in _TITLES else ""
    levels, insets = (slot.levels, slot.insets) if slot else ((), None)
    lines = text_lines(canvas, item.text, item.box, levels, insets, slot.anchor if slot else "t")
    return f'<g data-key="{esc(item.key)}"{heading}>{lines}</g>'


def shape(canvas: Canvas, item: Shape) -> Xml:
    """Return a preset shape with its text."""
    ink = canvas.ink
    drawn = ""
    if item.fill or item.line:
        drawn = outline(item.preset, item.box, item.adjust, f"{ink.fill(item.fill)}{ink.stroke(item.line)}")
    if item.text:
        drawn += text_lines(canvas, item.text, text_place(item.preset, item.box, item.adjust), ())
    return f"<g{named(item)}{canvas.linked(item.link, drawn)}</g>"


def text_place(preset: str, box: Box, adjust: tuple[tuple[str, int], ...]) -> Box:
    """Return the text rectangle of a shape, its box where the rule of its preset is not known."""
    try:
        return text_box(preset, box, adjust)
    except KeyError:
        return box


def named(item: Shape | Freeform) -> Xml:
    """Return the attributes of an object, the end of its tag, and its name for screen readers."""
    key = f' data-key="{esc(item.key)}"'
    if item.decorative:
        return f'{key} aria-hidden="true">'
    if not item.alt:
        return f"{key}>"
    role = "" if getattr(item, "text", None) else ' role="img"'
    return f"{key}{role}><title>{esc(item.alt)}</title>"


def freeform(canvas: Canvas, item: Freeform) -> Xml:
    """Return a polygon; inner rings are holes."""
    look = f"{canvas.ink.fill(item.fill)}{canvas.ink.stroke(item.line)}"
    return f'<g{named(item)}<path fill-rule="evenodd" d="{rings(item)}"{look}/></g>'


def rings(item: Freeform) -> Xml:
    """Return the path of a freeform's rings, stretched over its box."""
    (w, h), box = item.extent, item.box
    sx, sy = box.w / max(w, 1) / EMU_PER_PT, box.h / max(h, 1) / EMU_PER_PT
    left, top = box.x / EMU_PER_PT, box.y / EMU_PER_PT
    drawn = ["L".join([f"{left + x * sx:.1f} {top + y * sy:.1f}" for x, y in ring]) for ring in item.rings if ring]
    return "".join([f"M{ring}Z" for ring in drawn])


def connector(canvas: Canvas, item: Connector) -> Xml:
    """Return a line glued to two shapes; what it joins says what it means."""
    points = route(item, canvas.items).points
    path = "L".join([f"{pt(x)} {pt(y)}" for x, y in points])
    line = f'<path d="M{path}" fill="none"{canvas.ink.stroke(item.line)}/>'
    heads = ""
    places = [(x / EMU_PER_PT, y / EMU_PER_PT) for x, y in points]
    if item.line.head:
        heads += arrow_head(canvas, item.line, places[1], places[0])
    if item.line.tail:
        heads += arrow_head(canvas, item.line, places[-2], places[-1])
    return f'<g data-key="{esc(item.key)}" aria-hidden="true">{line}{heads}</g>'


def arrow_head(canvas: Canvas, line: Stroke, start: tuple[float, float], tip: tuple[float, float]) -> Xml:
    """Return the triangle at the end of a line that comes from ``start`` (points)."""
    dx, dy = tip[0] - start[0], tip[1] - start[1]
    way = (dx * dx + dy * dy) ** 0.5 or 1.0
    size = _HEAD * max(line.width, 2.0)
    ux, uy = dx / way * size, dy / way * size
    x, y = tip[0] - ux, tip[1] - uy
    corners = (tip, (x - uy / 2, y + ux / 2), (x + uy / 2, y - ux / 2))
    path = "L".join([f"{number(a)} {number(b)}" for a, b in corners])
    return f'<path d="M{path}Z"{canvas.ink.fill(line.colour)}/>'
