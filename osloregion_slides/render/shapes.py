"""Placeholders, preset shapes, freeforms and connectors as SVG."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT
from osloregion_slides.connectors import route
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.ooxml.names import A
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.render.canvas import Canvas, number, pt
from osloregion_slides.render.text import text_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.scene import Box, Connector, Freeform, Placeholder, Shape, Stroke

    Points = Sequence[tuple[float, float]]
    Guides = Mapping[str, int]

    Point = tuple[float, float]


# Preset shapes as SVG: the outline of each from its box and guides.
#
# The formulas are those of presetShapeDefinitions.xml (ECMA-376 Part 1, Annex D); guides are in 100 000ths. A preset
# that is not defined here is drawn as a rectangle.

_WHOLE = 100_000


def outline(preset: str, box: Box, adjust: Sequence[tuple[str, int]], look: Xml) -> Xml:
    """Return the element of a preset shape in its box (EMU), with the attributes ``look``."""
    if preset in ("ellipse", "flowChartConnector"):
        x, y, rx, ry = pt(box.x + box.w // 2), pt(box.y + box.h // 2), pt(box.w // 2), pt(box.h // 2)
        return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}"{look}/>'
    if preset in ("line", "straightConnector1"):
        return f'<path d="M{pt(box.x)} {pt(box.y)}L{pt(box.right)} {pt(box.bottom)}"{look}/>'
    rule = _CORNERS.get(preset)
    if rule and box.w and box.h:
        return f'<path d="{_placed(rule(box.w, box.h, dict(adjust)), box)}"{look}/>'
    rounding = _ROUNDED.get(preset)
    if rounding and box.w and box.h:
        guides = dict(adjust)
        return f'<path d="{_rounded(box, [_share(guides, name, usual) for name, usual in rounding])}"{look}/>'
    corner = _corner(box, dict(adjust)) if preset == "roundRect" else ""
    return f'<rect x="{pt(box.x)}" y="{pt(box.y)}" width="{pt(box.w)}" height="{pt(box.h)}"{corner}{look}/>'


def _corner(box: Box, guides: Guides) -> Xml:
    radius = min(box.w, box.h) * _share(guides, "adj", 16_667) / EMU_PER_PT
    return f' rx="{number(radius)}"' if radius else ""


def _share(guides: Guides, name: str, usual: int, most: float = 50_000) -> float:
    """Return a guide, clamped to 0 … ``most``, as a share of 1."""
    return max(0.0, min(guides.get(name, usual), most)) / _WHOLE


def _placed(points: Points, box: Box) -> Xml:
    """Return a closed path through points (EMU from the top left of the box)."""
    places = [f"{number((box.x + x) / EMU_PER_PT)} {number((box.y + y) / EMU_PER_PT)}" for x, y in points]
    return f"M{'L'.join(places)}Z"


def _rounded(box: Box, shares: Sequence[float]) -> Xml:
    """Return a rounded rectangle with radii clockwise from the top left, as shares of its shorter side."""
    a, b, c, d = [share * min(box.w, box.h) / EMU_PER_PT for share in shares]
    x, y, right, bottom = [side / EMU_PER_PT for side in (box.x, box.y, box.right, box.bottom)]
    steps = (
        f"M{number(x + a)} {number(y)}H{number(right - b)}",
        _arc(b, right, y + b),
        f"V{number(bottom - c)}",
        _arc(c, right - c, bottom),
        f"H{number(x + d)}",
        _arc(d, x, bottom - d),
        f"V{number(y + a)}",
        _arc(a, x + a, y),
        "Z",
    )
    return "".join(steps)


def _arc(radius: float, x: float, y: float) -> Xml:
    return f"A{number(radius)} {number(radius)} 0 0 1 {number(x)} {number(y)}" if radius else ""


def _cut(w: float, h: float, guides: Guides, name: str, usual: int, most: float = 50_000) -> float:
    """Return a guide as a length: a share of the shorter side, limited by ``most``, or by the width where that is 0."""
    short = min(w, h)
    return short * _share(guides, name, usual, most or _WHOLE * w / short)


def _trapezoid(w: float, h: float, guides: Guides) -> Points:
    slant = _cut(w, h, guides, "adj", 25_000, _WHOLE / 2 * w / min(w, h))
    return (slant, 0), (w - slant, 0), (w, h), (0, h)


def _hexagon(w: float, h: float, guides: Guides) -> Points:
    slant = _cut(w, h, guides, "adj", 25_000, _WHOLE / 2 * w / min(w, h))
    return (0, h / 2), (slant, 0), (w - slant, 0), (w, h / 2), (w - slant, h), (slant, h)


def _parallelogram(w: float, h: float, guides: Guides) -> Points:
    slant = _cut(w, h, guides, "adj", 25_000, 0)
    return (slant, 0), (w, 0), (w - slant, h), (0, h)


def _octagon(w: float, h: float, guides: Guides) -> Points:
    cut = _cut(w, h, guides, "adj", 29_289)
    return (cut, 0), (w - cut, 0), (w, cut), (w, h - cut), (w - cut, h), (cut, h), (0, h - cut), (0, cut)


def _pointed(w: float, h: float, guides: Guides) -> Points:
    point = _cut(w, h, guides, "adj", 50_000, 0)
    return (0, 0), (w - point, 0), (w, h / 2), (w - point, h), (0, h)


def _right_arrow(w: float, h: float, guides: Guides) -> Points:
    head = _cut(w, h, guides, "adj2", 50_000, 0)
    top = (h - h * _share(guides, "adj1", 50_000, _WHOLE)) / 2
    return (0, top), (w - head, top), (w - head, 0), (w, h / 2), (w - head, h), (w - head, h - top), (0, h - top)


def _snip1(w: float, h: float, guides: Guides) -> Points:
    cut = _cut(w, h, guides, "adj", 16_667)
    return (0, 0), (w - cut, 0), (w, cut), (w, h), (0, h)


def _snip2_same(w: float, h: float, guides: Guides) -> Points:
    top, low = _cut(w, h, guides, "adj1", 16_667), _cut(w, h, guides, "adj2", 0)
    return (top, 0), (w - top, 0), (w, top), (w, h - low), (w - low, h), (low, h), (0, h - low), (0, top)


def _folded_corner(w: float, h: float, guides: Guides) -> Points:
    fold = _cut(w, h, guides, "adj", 16_667)
    return (0, 0), (w, 0), (w, h - fold), (w - fold, h), (0, h)


_CORNERS: dict[str, Callable[[float, float, Guides], Points]] = {
    "triangle": lambda w, h, guides: ((w * _share(guides, "adj", 50_000, _WHOLE), 0), (w, h), (0, h)),
    "rtTriangle": lambda w, h, _: ((0, 0), (w, h), (0, h)),
    "diamond": lambda w, h, _: ((w / 2, 0), (w, h / 2), (w / 2, h), (0, h / 2)),
    "parallelogram": _parallelogram,
    "trapezoid": _trapezoid,
    "hexagon": _hexagon,
    "octagon": _octagon,
    "homePlate": _pointed,
    "chevron": lambda w, h, guides: (*_pointed(w, h, guides), (_cut(w, h, guides, "adj", 50_000, 0), h / 2)),
    "rightArrow": _right_arrow,
    "snip1Rect": _snip1,
    "snip2SameRect": _snip2_same,
    "foldedCorner": _folded_corner,
}
_ROUNDED = {
    "round1Rect": (("", 0), ("adj", 16_667), ("", 0), ("", 0)),
    "round2SameRect": (("adj1", 16_667), ("adj1", 16_667), ("adj2", 0), ("adj2", 0)),
    "round2DiagRect": (("adj1", 16_667), ("adj2", 0), ("adj1", 16_667), ("adj2", 0)),
}
"""The guide of each corner and its default, clockwise from the top left."""


# The path of a custom geometry (ECMA-376 Part 1, 20.1.9.8) as an SVG path.

_LETTERS = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "quadBezTo": "Q"}
_ANGLE = 60_000


def custom_path(geometry: Element, box: Box) -> Xml:
    """Return the path of an ``a:custGeom`` stretched to its box.

    Paths with guide names instead of numbers are omitted.
    """
    drawn: list[Xml] = []
    for path in geometry.iter(f"{{{A}}}path"):
        try:
            drawn.append(_Pen(path, box).path())
        except (TypeError, ValueError):
            continue
    return "".join(drawn)


class _Pen:
    """The state of a path: the current point in its own units, and their conversion to points of the slide."""

    def __init__(self, path: Element, box: Box) -> None:
        self.commands = path
        self.box = box
        self.sx = box.w / (int(path.get("w", 0)) or box.w or 1)
        self.sy = box.h / (int(path.get("h", 0)) or box.h or 1)
        self.at: Point = (0.0, 0.0)

    def path(self) -> Xml:
        return "".join([self.step(command) for command in self.commands])

    def step(self, command: Element) -> Xml:
        name = command.tag.rpartition("}")[2]
        if name == "close":
            return "Z"
        if name == "arcTo":
            return self.arc(*[int(command.get(key)) for key in ("wR", "hR", "stAng", "swAng")])
        points = [(float(int(point.get("x"))), float(int(point.get("y")))) for point in command]
        self.at = points[-1]
        return _LETTERS[name] + " ".join([self.place(point) for point in points])

    def place(self, point: Point) -> Xml:
        x, y = self.box.x + point[0] * self.sx, self.box.y + point[1] * self.sy
        return f"{number(x / EMU_PER_PT)} {number(y / EMU_PER_PT)}"

    def arc(self, wide: int, high: int, start: int, sweep: int) -> Xml:
        """Return an arc of an ellipse, in two halves, since SVG cannot draw a full ellipse in one."""
        drawn: list[Xml] = []
        first, turn = math.radians(start / _ANGLE), math.radians(sweep / _ANGLE)
        middle = (self.at[0] - wide * math.cos(first), self.at[1] - high * math.sin(first))
        radii = f"{number(wide * self.sx / EMU_PER_PT)} {number(high * self.sy / EMU_PER_PT)}"
        for share in (0.5, 1.0):
            angle = first + turn * share
            self.at = (middle[0] + wide * math.cos(angle), middle[1] + high * math.sin(angle))
            drawn.append(f"A{radii} 0 {int(abs(turn) > 2 * math.pi)} {int(sweep > 0)} {self.place(self.at)}")
        return "".join(drawn)


TITLES = ("title", "ctrTitle")
_HEAD = 3.0
"""Length and width of an arrow head in line widths, of at least 2 pt (20.1.10.33)."""


def placeholder(canvas: Canvas, item: Placeholder) -> Xml:
    """Return a text in the layout's slot; the title is a heading."""
    slot = canvas.slot(item.idx)
    heading = ' role="heading" aria-level="2"' if item.type in TITLES else ""
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
        drawn += text_lines(canvas, item.text, text_box(item.preset, item.box, item.adjust), ())
    return f"<g{named(item)}{canvas.linked(item.link, drawn)}</g>"


def named(item: Shape | Freeform) -> Xml:
    """Return the attributes of an object, the end of its start tag, and its title for screen readers."""
    key = f' data-key="{esc(item.key)}"'
    if item.decorative:
        return f'{key} aria-hidden="true">'
    if not item.alt:
        return f"{key}>"
    role = "" if getattr(item, "text", None) else ' role="img"'
    return f"{key}{role}><title>{esc(item.alt)}</title>"


def freeform(canvas: Canvas, item: Freeform) -> Xml:
    """Return a polygon with inner rings as holes, or a path of lines and curves."""
    look = f"{canvas.ink.fill(item.fill)}{canvas.ink.stroke(item.line)}"
    return f'<g{named(item)}<path fill-rule="evenodd" d="{rings(item)}"{look}/></g>'


def rings(item: Freeform) -> Xml:
    """Return the path of a freeform, stretched to its box."""
    (w, h), box = item.extent, item.box
    sx, sy = box.w / max(w, 1) / EMU_PER_PT, box.h / max(h, 1) / EMU_PER_PT
    left, top = box.x / EMU_PER_PT, box.y / EMU_PER_PT
    if item.path:
        steps = [(name, zip(numbers[::2], numbers[1::2])) for name, *numbers in item.path]
        placed = [(name, [f"{left + x * sx:.2f} {top + y * sy:.2f}" for x, y in points]) for name, points in steps]
        return "".join([name + " ".join(points) for name, points in placed])
    drawn = ["L".join([f"{left + x * sx:.1f} {top + y * sy:.1f}" for x, y in ring]) for ring in item.rings if ring]
    return "".join([f"M{ring}Z" for ring in drawn])


def connector(canvas: Canvas, item: Connector) -> Xml:
    """Return a line glued to two shapes, hidden from screen readers."""
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
    """Return the triangle at the ``tip`` of a line from ``start`` (points)."""
    dx, dy = tip[0] - start[0], tip[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    size = _HEAD * max(line.width, 2.0)
    ux, uy = dx / length * size, dy / length * size
    x, y = tip[0] - ux, tip[1] - uy
    corners = (tip, (x - uy / 2, y + ux / 2), (x + uy / 2, y - ux / 2))
    path = "L".join([f"{number(a)} {number(b)}" for a, b in corners])
    return f'<path d="M{path}Z"{canvas.ink.fill(line.colour)}/>'
