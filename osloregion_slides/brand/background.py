"""What lies behind the text of a layout: its background, the master's, or a shape that covers the slide."""

from __future__ import annotations

from osloregion_slides.brand.contrast import luminance, shade
from osloregion_slides.brand.slots import theme_colour
from osloregion_slides.ooxml.colour import fill_of, seen
from osloregion_slides.ooxml.geometry import box_of
from osloregion_slides.ooxml.inheritance import placeholders
from osloregion_slides.ooxml.names import A, P, local
from osloregion_slides.ooxml.transforms import parse_hex
from osloregion_slides.scene import Colour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element

    from osloregion_slides.brand.slots import Sheet
    from osloregion_slides.ooxml.transforms import Rgb
    from osloregion_slides.scene import Box

    DeckState = dict[str, Rgb]
    Point = tuple[float, float]


MIDDLE = 0.18
"""The luminance at which white and black text contrast about alike (WCAG's ratio: 0.179)."""

_COVERS = 0.9


def background(sheet: Sheet) -> Colour:
    """Return the colour behind a layout's text.

    A picture tells nothing about its colour: there the title's own colour says whether the background
    is dark (then it is taken for the theme's darkest) or light.
    """
    own = sheet.layout.find(f"{{{P}}}cSld/{{{P}}}bg")
    below = sheet.master.find(f"{{{P}}}cSld/{{{P}}}bg")
    found = own if own is not None else below
    colour = _colour(found, sheet) if found is not None else Colour("bg1")
    covering = _covering(sheet)
    if covering is not None:
        colour = _colour(covering, sheet)
    return colour or _from_title(sheet)


def is_dark(palette: tuple[tuple[str, str], ...], colour: Colour) -> bool:
    """Return whether text on a colour has to be light."""
    return luminance(shade(palette, colour)) < MIDDLE


def _colour(holder: Element, sheet: Sheet) -> Colour | None:
    """Return the colour of a p:bg or p:spPr; a gradient's is that of its middle stop."""
    reference = holder.find(f"{{{P}}}bgRef")
    if reference is not None:
        return theme_colour(reference, sheet.scheme)
    solid = holder.find(f".//{{{A}}}solidFill")
    if solid is not None:
        return theme_colour(solid, sheet.scheme)
    stops = holder.findall(f".//{{{A}}}gradFill/{{{A}}}gsLst/{{{A}}}gs")
    return theme_colour(stops[len(stops) // 2], sheet.scheme) if stops else None


def _covering(sheet: Sheet) -> Element | None:
    """Return the p:spPr of the topmost shape or picture of the layout that covers the slide."""
    taken = placeholders(sheet.layout)
    for shape in reversed(sheet.layout.findall(f"{{{P}}}cSld/{{{P}}}spTree/*")):
        box = box_of(shape) if shape not in taken else None
        if box and box.w * box.h >= _COVERS * sheet.width * sheet.height:
            properties = shape.find(f"{{{P}}}spPr")
            if properties is not None and properties.find(f"{{{A}}}noFill") is None:
                return properties
    return None


def _from_title(sheet: Sheet) -> Colour:
    title = next((slot for slot in sheet.slots if slot.type in ("title", "ctrTitle")), None)
    palette = sheet.scheme.palette
    light = title is not None and not is_dark(palette, title.levels[0].colour)
    shades = [(luminance(parse_hex(value)), order, slot) for order, (slot, value) in enumerate(palette[:4])]
    chosen = min(shades) if light else max(shades)
    return Colour(chosen[2])  # type: ignore[arg-type]  # the palette's keys are the slide's slots


# What is painted under a point: a background, and the shapes that are laid over it one after the other.
#
# A ground that is not one colour (picture, gradient, pattern) is None.


def middle(box: Box) -> Point:
    """Return the middle of a box, EMU."""
    return box.x + box.w / 2, box.y + box.h / 2


def paper(sources: Iterable[Element | None], known: DeckState) -> Rgb | None:
    """Return the background: that of the first of slide, layout, master that has one; ``bg1`` without."""
    for source in sources:
        background = source.find(f"{{{P}}}cSld/{{{P}}}bg") if source is not None else None
        if background is None or not len(background):
            continue
        if local(background[0]) == "bgRef":
            plain = background[0].get("idx") in ("0", "1000", "1001")
            return seen(background[0], known, None) if plain else None
        fill = fill_of(background[0])
        return poured(fill, known, None) if fill is not None else None
    return known["bg1"]


def painted(
    shape: Element, inherits: Iterable[Element], box: Box, at: Point, known: DeckState, ground: Rgb | None
) -> Rgb | None:
    """Return the colour at a point (EMU) once a shape is drawn on the ground; a fill may be inherited."""
    if not _covers(shape, box, at):
        return ground
    if local(shape) == "pic":
        return None
    for candidate in (shape, *inherits):
        fill = fill_of(candidate.find(f"{{{P}}}spPr"))
        if fill is not None:
            return poured(fill, known, ground)
    reference = shape.find(f"{{{P}}}style/{{{A}}}fillRef")
    if reference is not None and reference.get("idx") not in ("0", None):
        return seen(reference, known, ground) if reference.get("idx") == "1" else None
    return ground


def poured(fill: Element, known: DeckState, ground: Rgb | None) -> Rgb | None:
    """Return the colour of a fill over a ground."""
    kind = local(fill)
    if kind == "noFill":
        return ground
    return seen(fill, known, ground) if kind == "solidFill" else None


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
