"""What lies under a text of any deck: background, what master and layout draw, and the shapes below it."""

from __future__ import annotations

from osloregion_slides.checks.colours import FILLS, colour_in, local, palette
from osloregion_slides.checks.pages import Item
from osloregion_slides.pptx.ooxml import A, P
from osloregion_slides.pptx.reading.geometry import frame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.brand.contrast import Rgb
    from osloregion_slides.checks.pages import Page
    from osloregion_slides.scene import Box

    Point = tuple[float, float]
_OFF = ("0", "false")


class Ground:
    """The grounds of one page. A ground that is not one colour (picture, gradient, table style) is None."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.colours = palette(page)
        self._paper = self._background()
        self._below = [*self._furniture(), *page.items]

    def under(self, item: Item, cell: Element | None = None) -> Rgb | None:
        """Return the colour under the middle of a shape's text, the shape's own fill included."""
        if item.box is None:
            return None
        at = (item.box.x + item.box.w / 2, item.box.y + item.box.h / 2)
        ground = self._paper
        for below in self._below:
            if below.kind != "grpSp" and below.box is not None:
                ground = self._painted(below, at, ground)
            if below is item:
                break
        return ground if cell is None else self._cell(cell, ground)

    def _cell(self, cell: Element, ground: Rgb | None) -> Rgb | None:
        properties = cell.find(f"{{{A}}}tcPr")
        fills = [child for child in properties if local(child) in FILLS] if properties is not None else []
        return self._fill(fills[0], ground) if fills else None

    def _background(self) -> Rgb | None:
        for source in (self.page.root, self.page.layout, self.page.master):
            background = source.find(f"{{{P}}}cSld/{{{P}}}bg") if source is not None else None
            if background is None or not len(background):
                continue
            if local(background[0]) == "bgRef":
                plain = background[0].get("idx") in ("0", "1000", "1001")
                return colour_in(background[0], self.colours, None) if plain else None
            fills = [child for child in background[0] if local(child) in FILLS]
            return self._fill(fills[0], None) if fills else None
        return self.colours["bg1"]

    def _furniture(self) -> list[Item]:
        """Return what master and layout draw under the slide."""
        layout = self.page.layout
        if layout is None or self.page.root.get("showMasterSp") in _OFF:
            return []
        sources = [layout] if layout.get("showMasterSp") in _OFF else [self.page.master, layout]
        found = []
        for source in sources:
            for shape in source.iterfind(f"{{{P}}}cSld/{{{P}}}spTree/*") if source is not None else ():
                box = frame(shape.find(f"{{{P}}}spPr/{{{A}}}xfrm"))
                if box is not None and shape.find(f"*/{{{P}}}nvPr/{{{P}}}ph") is None:
                    found.append(Item(shape, "", local(shape), box, (), (), ""))
        return found

    def _painted(self, item: Item, at: Point, ground: Rgb | None) -> Rgb | None:
        """Return the colour at a point once this shape is drawn on the ground."""
        assert item.box is not None
        if not _covers(item.element, item.box, at):
            return ground
        if item.kind == "pic":
            return None
        for candidate in (item.element, *item.inherits):
            properties = candidate.find(f"{{{P}}}spPr")
            fills = [child for child in properties if local(child) in FILLS] if properties is not None else []
            if fills:
                return self._fill(fills[0], ground)
        reference = item.element.find(f"{{{P}}}style/{{{A}}}fillRef")
        if reference is not None and reference.get("idx") not in ("0", None) and item.kind != "cxnSp":
            return colour_in(reference, self.colours, ground) if reference.get("idx") == "1" else None
        return ground

    def _fill(self, fill: Element, ground: Rgb | None) -> Rgb | None:
        kind = local(fill)
        if kind == "noFill":
            return ground
        return colour_in(fill, self.colours, ground) if kind == "solidFill" else None


def _covers(element: Element, box: Box, at: Point) -> bool:
    x, y = at
    if not (box.x <= x <= box.right and box.y <= y <= box.bottom) or element.tag == f"{{{P}}}cxnSp":
        return False
    preset = element.find(f"{{{P}}}spPr/{{{A}}}prstGeom")
    if preset is not None and preset.get("prst") == "ellipse" and box.w and box.h:
        wide, high = box.w / 2, box.h / 2
        return bool(((x - box.x - wide) / wide) ** 2 + ((y - box.y - high) / high) ** 2 <= 1)
    paths = element.findall(f"{{{P}}}spPr/{{{A}}}custGeom/{{{A}}}pathLst/{{{A}}}path")
    return not paths or any(_inside(path, box, at) for path in paths)


def _inside(path: Element, box: Box, at: Point) -> bool:
    """Whether a point lies in a polygon, by the even-odd rule over its rings; curves count by their points."""
    rings: list[list[Point]] = []
    try:
        sx, sy = box.w / max(1, int(path.get("w", "1"))), box.h / max(1, int(path.get("h", "1")))
        for step in path:
            if local(step) == "moveTo":
                rings.append([])
            for point in step.iterfind(f"{{{A}}}pt") if rings else ():
                rings[-1].append((box.x + int(point.get("x")) * sx, box.y + int(point.get("y")) * sy))
    except (TypeError, ValueError, OverflowError):
        return True  # guides instead of numbers: as good as its box
    inside = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
            if (ay > at[1]) != (by > at[1]) and at[0] < (bx - ax) * (at[1] - ay) / (by - ay) + ax:
                inside = not inside
    return inside
