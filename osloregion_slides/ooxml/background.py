"""The colours behind a point of a slide: the background, and the shapes drawn on it one after the other.

A ``Ground`` has the possible colours: one, those of a gradient's stops, none where unknown (picture, pattern).
With a ``part`` of the slide, a linear gradient contributes only its colours within that part.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from math import cos, radians, sin
from typing import TYPE_CHECKING

from osloregion_slides.ooxml.colour import amount, colour_on, fill_of
from osloregion_slides.ooxml.geometry import UPRIGHT, Transform, angle_of, box_of, transform_of, turn_of
from osloregion_slides.ooxml.inheritance import reference
from osloregion_slides.ooxml.names import A, P, local
from osloregion_slides.ooxml.transforms import mix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any as Element

    from osloregion_slides.ooxml.transforms import Rgb
    from osloregion_slides.scene import Box

    Known = dict[str, Rgb]
    Ground = tuple[Rgb, ...]
    Point = tuple[float, float]

_OFF = ("0", "false")
SHAPES = ("sp", "pic", "cxnSp")
HOLDERS = ("grpSp", "graphicFrame", "contentPart", "AlternateContent")
"""Other elements of a shape tree; their drawing is not analysed."""


def fixed_shapes(layout: Element, master: Element | None) -> Iterator[Element]:
    """Yield the shapes of master and layout behind a slide, from back to front, without placeholders."""
    hidden = layout.get("showMasterSp") in _OFF
    for sheet in (layout,) if master is None or hidden else (master, layout):
        for shape in sheet.iterfind(f"{{{P}}}cSld/{{{P}}}spTree/*"):
            if local(shape) in (*SHAPES, *HOLDERS) and reference(shape) is None:
                yield shape


def ground_over(at: Point, drawn: Iterable[Element], known: Known, ground: Ground, part: Box | None = None) -> Ground:
    """Return the ground at a point (EMU) after drawing shapes without inheritance, from back to front.

    Unknown where a rotated group or the like may cover the point; one without a box of its own may cover any.
    """
    for top in drawn:
        for shape, box in leaves(top):
            if local(shape) in SHAPES:
                ground = ground_with(shape, (), box, at, known, ground, part) if box is not None else ground
            elif box is None or _holds(box.turned(angle_of(shape)), at):
                ground = ()
    return ground


def leaves(shape: Element, around: Transform = UPRIGHT) -> Iterator[tuple[Element, Box | None]]:
    """Yield a shape, or the shapes of a group, each with its box on the slide; a rotated group is yielded whole."""
    box = box_of(shape)
    if local(shape) != "grpSp" or box is None or turn_of(transform_of(shape)) != _UPRIGHT:
        yield shape, around.outward(box) if box is not None else None
        return
    inside = around.inside(transform_of(shape))
    for child in shape:
        if local(child) in (*SHAPES, *HOLDERS):
            yield from leaves(child, inside)


def middle(box: Box) -> Point:
    """Return the centre of a box, EMU."""
    return box.x + box.w / 2, box.y + box.h / 2


def backdrop(
    sources: Iterable[Element | None], known: Known, slide: Box | None = None, part: Box | None = None
) -> Ground:
    """Return the background of the first of ``sources`` (slide, layout, master) that has one, else ``bg1``."""
    for source in sources:
        background = source.find(f"{{{P}}}cSld/{{{P}}}bg") if source is not None else None
        if background is None or not len(background):
            continue
        if local(background[0]) == "bgRef":
            plain = background[0].get("idx") in ("0", "1000", "1001")
            return _over(background[0], known, ()) if plain else ()
        fill = fill_of(background[0])
        return filled(fill, known, (), _stretch(fill, slide, part)) if fill is not None else ()
    return (known["bg1"],)


def ground_with(
    shape: Element,
    inherits: Iterable[Element],
    box: Box,
    at: Point,
    known: Known,
    ground: Ground,
    part: Box | None = None,
) -> Ground:
    """Return the ground at a point (EMU) after drawing a shape, whose fill may be inherited."""
    if not covers(shape, box, at):
        return ground
    if local(shape) == "pic":
        return ()
    reference = shape.find(f"{{{P}}}style/{{{A}}}fillRef")
    styled = reference is not None and reference.get("idx") not in ("0", None)
    for candidate in (shape, *(() if styled else inherits)):
        fill = fill_of(candidate.find(f"{{{P}}}spPr"))
        if fill is not None:
            return filled(
                fill, known, ground, _stretch(fill, box if turn_of(transform_of(shape)) == _UPRIGHT else None, part)
            )
    if reference is not None and styled:
        return _over(reference, known, ground) if reference.get("idx") == "1" else ()
    return ground


_WHOLE, _UPRIGHT = (0.0, 1.0), (0, False)


def filled(fill: Element, known: Known, ground: Ground, stretch: tuple[float, float] = _WHOLE) -> Ground:
    """Return the colours of a fill over a ground; of a gradient those of its stops, or within a ``stretch``: those at
    its ends and of the stops between, which are the lightest and darkest of the stretch.
    """
    kind = local(fill)
    if kind == "noFill":
        return ground
    if kind != "gradFill":
        return _over(fill, known, ground) if kind == "solidFill" else ()
    found = fill.findall(f"{{{A}}}gsLst/{{{A}}}gs")
    shades = [_over(stop, known, ground) for stop in found]
    if not all(shades):
        return ()
    places = [amount(stop.get("pos"), True) for stop in found]
    stops = sorted([(place, shade) for place, shade in zip(places, shades) if place is not None], key=_place)
    if stretch == _WHOLE or len(stops) < len(found):
        return tuple(dict.fromkeys([one for shade in shades for one in shade]))
    between = [shade for place, shade in stops if stretch[0] < place < stretch[1]]
    ends = [_at_share(stops, end) for end in stretch]
    return tuple(dict.fromkeys([one for shade in (*ends, *between) for one in shade]))


def _place(stop: tuple[float, Ground]) -> float:
    return stop[0]


def _at_share(stops: list[tuple[float, Ground]], share: float) -> Ground:
    """Return the colours of a gradient at a share of its length, interpolated between the adjacent stops."""
    before, after = stops[0], stops[-1]
    for stop in stops:
        if stop[0] <= share:
            before = stop
        else:
            after = stop
            break
    length = after[0] - before[0]
    if share <= before[0] or length <= 0:
        return before[1] if share >= before[0] else stops[0][1]
    return tuple([mix(there, here, (share - before[0]) / length) for here, there in zip(before[1], after[1])])


def _stretch(fill: Element, box: Box | None, part: Box | None) -> tuple[float, float]:
    """Return the range of a linear gradient over a box that is visible in a part of it (20.1.8.41), all of it where
    its direction is unknown. An angle that scales with its box counts both as written and as scaled.
    """
    line = fill.find(f"{{{A}}}lin")
    angle = amount(line.get("ang"), False) if line is not None else None
    tile = fill.find(f"{{{A}}}tileRect")
    if angle is None or box is None or part is None or not box.w or not box.h or (tile is not None and tile.attrib):
        return _WHOLE
    right, down = cos(radians(angle)), sin(radians(angle))
    shares = []
    for x in (part.x, part.right):
        for y in (part.y, part.bottom):
            across, along = x - middle(box)[0], y - middle(box)[1]
            shares.append((across * right + along * down) / (abs(box.w * right) + abs(box.h * down)))
            if line.get("scaled") not in _OFF:
                shares.append((across / box.w * right + along / box.h * down) / (abs(right) + abs(down)))
    low, high = [min(max(0.0, 0.5 + share), 1.0) for share in (min(shares), max(shares))]
    return low, high


def _over(holder: Element, known: Known, ground: Ground) -> Ground:
    """Return a colour composited on each colour of a ground; () where one of the results is unknown."""
    found = [colour_on(holder, known, below) for below in ground or (None,)]
    return tuple([shade for shade in found if shade is not None]) if None not in found else ()


def covers(element: Element, box: Box, at: Point) -> bool:
    """Return whether a shape in this box (EMU) covers a point; connectors cover none."""
    return coverage(element, box)(at)


def coverage(element: Element, box: Box) -> Callable[[Point], bool]:
    """Return ``covers`` of a shape as a function of points, which reads the paths once, for the first in its box.

    Drawings have thousands of points: of each height that is asked for, the crossings with the outlines are kept.
    """
    preset = element.find(f"{{{P}}}spPr/{{{A}}}prstGeom")
    is_ellipse = preset is not None and preset.get("prst") == "ellipse" and box.w and box.h
    paths = element.findall(f"{{{P}}}spPr/{{{A}}}custGeom/{{{A}}}pathLst/{{{A}}}path")
    crossings: dict[float, list[list[float]]] = {}

    @cache
    def rings() -> list[list[list[Point]] | None]:
        return [_rings(path, box) for path in paths]

    def is_covered(at: Point) -> bool:
        x, y = at = _turned_back(element, box, at)
        if not _holds(box, at) or element.tag == f"{{{P}}}cxnSp":
            return False
        if is_ellipse:
            wide, high = box.w / 2, box.h / 2
            return bool(((x - box.x - wide) / wide) ** 2 + ((y - box.y - high) / high) ** 2 <= 1)
        if not rings() or None in rings():
            return True
        if y not in crossings:
            crossings[y] = [_crossings(one, y) for one in rings() if one is not None]
        return any([(len(found) - bisect_right(found, x)) % 2 for found in crossings[y]])

    return is_covered


def _turned_back(element: Element, box: Box, at: Point) -> Point:
    """Return a point in the coordinates of a shape before its rotation about its centre."""
    turn = angle_of(element)
    if not turn:
        return at
    (x, y), right, down = middle(box), at[0] - middle(box)[0], at[1] - middle(box)[1]
    return x + right * cos(turn) + down * sin(turn), y - right * sin(turn) + down * cos(turn)


def _holds(box: Box, at: Point) -> bool:
    return box.x <= at[0] <= box.right and box.y <= at[1] <= box.bottom


def _rings(path: Element, box: Box) -> list[list[Point]] | None:
    """Return the rings of a path in EMU, curves as polygons of their points; None with guides instead of numbers."""
    rings: list[list[Point]] = []
    try:
        sx, sy = box.w / max(1, int(path.get("w", "1"))), box.h / max(1, int(path.get("h", "1")))
        for step in path:
            if local(step) == "moveTo":
                rings.append([])
            for point in step.iterfind(f"{{{A}}}pt") if rings else ():
                rings[-1].append((box.x + int(point.get("x")) * sx, box.y + int(point.get("y")) * sy))
    except (TypeError, ValueError, OverflowError):
        return None
    return rings


def _crossings(rings: list[list[Point]], y: float) -> list[float]:
    """Return where a horizontal line crosses rings, from the left; inside is right of an odd number (even-odd rule)."""
    return sorted(
        (bx - ax) * (y - ay) / (by - ay) + ax
        for ring in rings
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1])
        if (ay > y) != (by > y)
    )
