"""Reading a deck for the judges: its shapes with their final boxes, and what a placeholder inherits."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
LEAVES = {P + "sp", P + "pic", P + "graphicFrame", P + "cxnSp"}
BODY_TYPES = {"body", "obj", "subTitle", "pic", "tbl", "chart", "dgm", "media", "clipArt"}


class Box(NamedTuple):
    """Left, top, right, bottom in EMU of the slide."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, tolerance: float) -> bool:
        """Whether both share more than ``tolerance`` in each direction."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > tolerance and high > tolerance

    def contains(self, other: Box, tolerance: float = 1) -> bool:
        """Whether the other lies inside."""
        return (
            self.left - tolerance <= other.left
            and self.top - tolerance <= other.top
            and self.right + tolerance >= other.right
            and self.bottom + tolerance >= other.bottom
        )


class Item(NamedTuple):
    """A shape of a slide: its element, its box in slide coordinates, the groups around it from outside in."""

    element: Any
    box: Box | None
    groups: tuple[Any, ...]

    @property
    def kind(self) -> str:
        """The element's local name."""
        return str(self.element.tag).rpartition("}")[2]

    @property
    def properties(self) -> Any:
        """The cNvPr element."""
        return self.element[0].find(P + "cNvPr")

    @property
    def name(self) -> str:
        """The shape's name."""
        return str(self.properties.get("name", ""))

    @property
    def placeholder(self) -> Any:
        """The ph element or None."""
        return self.element[0].find(f"{P}nvPr/{P}ph")

    @property
    def text(self) -> str:
        """The shape's own text, a line a paragraph."""
        return paragraphs_text(self.element.findall(f"{P}txBody/{A}p"))


class Page(NamedTuple):
    """A slide: its number from 1, python-pptx's slide, all its items in z-order (groups before their children)."""

    number: int
    slide: Any
    items: tuple[Item, ...]
    width: int
    height: int

    def says(self, item: Item, complaint: str) -> str:
        """Return a complaint with its place."""
        return f"slide {self.number}, {item.name!r}: {complaint}"


def paragraphs_text(paragraphs: list[Any]) -> str:
    """Return the characters of a:p elements, one line each; breaks are spaces, soft hyphens vanish."""
    lines = []
    for paragraph in paragraphs:
        parts = [" " if node.tag == A + "br" else node.text or "" for node in paragraph.iter(A + "t", A + "br")]
        lines.append("".join(parts).replace("\u00ad", ""))
    return "\n".join(lines)


def pages(path: str) -> tuple[Page, ...]:
    """Return the slides of a deck."""
    return _pages(path, os.stat(path).st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _pages(path: str, changed: int) -> tuple[Page, ...]:
    from pptx import Presentation

    deck: Any = Presentation(path)
    return tuple(
        Page(number, slide, tuple(_items(slide)), deck.slide_width, deck.slide_height)
        for number, slide in enumerate(deck.slides, 1)
    )


def _items(slide: Any) -> Iterator[Item]:
    yield from _walk(slide.shapes._spTree, slide, (1.0, 0.0, 1.0, 0.0), ())


def _walk(tree: Any, slide: Any, scale: tuple[float, float, float, float], groups: tuple[Any, ...]) -> Iterator[Item]:
    for element in tree:
        if element.tag in LEAVES:
            yield Item(element, _placed(_frame(element, slide), scale), groups)
        elif element.tag == P + "grpSp":
            frame = element.find(f"{P}grpSpPr/{A}xfrm")
            yield Item(element, _placed(frame, scale), groups)
            yield from _walk(element, slide, _inner(frame, scale), (*groups, element))


def _frame(element: Any, slide: Any) -> Any:
    """Return the a:xfrm (or p:xfrm) of a shape, through its placeholder's layout and master."""
    for candidate in (element, *inherited(element, slide)):
        frame = candidate.find(P + "xfrm") if candidate.tag == P + "graphicFrame" else None
        if frame is None:
            frame = candidate.find(f"{P}spPr/{A}xfrm")
        if frame is not None:
            return frame
    return None


def _numbers(frame: Any, offset: str = "off", extent: str = "ext") -> tuple[int, int, int, int]:
    off, ext = frame.find(A + offset), frame.find(A + extent)
    return int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy"))


def _inner(frame: Any, scale: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the scale and offset that a group's children live in (ECMA-376 Part 1, 20.1.7.5)."""
    if frame is None:
        return scale
    ax, bx, ay, by = scale
    x, y, w, h = _numbers(frame)
    cx, cy, cw, ch = _numbers(frame, "chOff", "chExt")
    sx, sy = (w / cw if cw else 1.0), (h / ch if ch else 1.0)
    return ax * sx, ax * (x - cx * sx) + bx, ay * sy, ay * (y - cy * sy) + by


def _placed(frame: Any, scale: tuple[float, float, float, float]) -> Box | None:
    if frame is None:
        return None
    ax, bx, ay, by = scale
    x, y, w, h = _numbers(frame)
    turn = math.radians(int(frame.get("rot", "0")) / 60_000)
    wide = abs(w * math.cos(turn)) + abs(h * math.sin(turn))
    high = abs(w * math.sin(turn)) + abs(h * math.cos(turn))
    left, top = x + w / 2 - wide / 2, y + h / 2 - high / 2
    return Box(ax * left + bx, ay * top + by, ax * (left + wide) + bx, ay * (top + high) + by)


def inherited(element: Any, slide: Any) -> list[Any]:
    """Return the layout's and the master's shapes that a placeholder takes what it lacks from."""
    ph = element[0].find(f"{P}nvPr/{P}ph")
    if ph is None or not hasattr(slide, "slide_layout"):
        return []
    layout = [
        shape
        for shape in slide.slide_layout.placeholders._element.iter(P + "sp")
        if (other := shape[0].find(f"{P}nvPr/{P}ph")) is not None and other.get("idx", "0") == ph.get("idx", "0")
    ]
    kind = _master_type(layout[0][0].find(f"{P}nvPr/{P}ph") if layout else ph)
    master = [
        shape
        for shape in slide.slide_layout.slide_master.placeholders._element.iter(P + "sp")
        if (other := shape[0].find(f"{P}nvPr/{P}ph")) is not None and _master_type(other) == kind
    ]
    return layout[:1] + master[:1]


def _master_type(ph: Any) -> str:
    kind = ph.get("type", "obj")
    if kind in BODY_TYPES:
        return "body"
    return "title" if kind == "ctrTitle" else str(kind)


def text_styles(item: Item, page: Page, level: int) -> list[Any]:
    """Return the a:defRPr elements a run of this level falls back on, nearest first."""
    layers = [item.element, *inherited(item.element, page.slide)]
    bodies = [layer.find(f"{P}txBody/{A}lstStyle") for layer in layers]
    master = page.slide.slide_layout.slide_master._element
    if item.placeholder is not None and item.kind == "sp":
        kind = _master_type(item.placeholder if len(layers) < 2 else layers[1][0].find(f"{P}nvPr/{P}ph"))
        name = {"title": "titleStyle", "body": "bodyStyle"}.get(kind, "otherStyle")
        bodies.append(master.find(f"{P}txStyles/{P}{name}"))
    else:
        bodies.append(page.slide.part.package.presentation_part._element.find(P + "defaultTextStyle"))
    found = [body.find(f"{A}lvl{level + 1}pPr/{A}defRPr") for body in bodies if body is not None]
    return [style for style in found if style is not None]


def runs(item: Item) -> Iterator[tuple[Any, Any, int, Any]]:
    """Yield (run or field, its paragraph, level, table cell or None) of all visible text of an item."""
    for paragraph in item.element.iter(A + "p"):
        owner = paragraph.getparent().getparent()
        properties = paragraph.find(A + "pPr")
        level = int(properties.get("lvl", "0")) if properties is not None else 0
        for run in paragraph.iter(A + "r", A + "fld"):
            if (run.findtext(A + "t") or "").strip():
                yield run, paragraph, level, owner if owner.tag == A + "tc" else None


def size(run: Any, level: int, item: Item, page: Page) -> float:
    """Return the size a run is drawn at, points, a stored autofit scale applied."""
    scale = item.element.find(f"{P}txBody/{A}bodyPr/{A}normAutofit")
    factor = int(scale.get("fontScale", "100000")) / 100_000 if scale is not None else 1.0
    default = run.getparent().find(f"{A}pPr/{A}defRPr")
    for style in (run.find(A + "rPr"), default, *text_styles(item, page, level)):
        if style is not None and style.get("sz"):
            return int(style.get("sz")) / 100 * factor
    return 18 * factor  # ECMA-376 Part 1, 21.1.2.3.9: the default of sz is the application's, 18 in PowerPoint


def decorative(element: Any) -> bool:
    """Whether a shape is marked as decoration."""
    return any(mark.get("val") in ("1", "true") for mark in element[0].iter(DECORATIVE))
