"""The route of a connector, derived from the two shapes it is glued to.

Connection sites are those of the preset shapes (ECMA-376 Part 1, annex D, presetShapeDefinitions):
rectangles have four (0 top, 1 left, 2 bottom, 3 right), the ellipse eight, anticlockwise from the top.
Sites of custom geometry do not survive LibreOffice and are not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.scene import Box, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.scene import Connector, ConnectorEnd, Item

    Point = tuple[Emu, Emu]
    Preset = Literal["straightConnector1", "bentConnector2", "bentConnector3"]

_QUARTER = 5_400_000  # 90°, in the 60 000ths of a degree of ST_Angle (20.1.10.3)
_DIAGONAL = 0.5**0.5


class Route(Record):
    """A connector's geometry as in ``a:xfrm``, and as the ``points`` it passes on the slide (EMU).

    ``box`` is the frame before ``rotation`` (60 000ths of a degree, clockwise, about its middle);
    flips precede the rotation.
    """

    box: Box
    rotation: int
    flip_h: bool
    flip_v: bool
    preset: Preset
    points: tuple[Point, ...]


def route(connector: Connector, items: Mapping[str, Item]) -> Route:
    """Return the route of a connector between two of the slide's ``items`` (by key, also inside groups).

    KeyError where an end is not glued to a shape.
    """
    start_item, end_item = items[connector.start.key], items[connector.end.key]
    start, end = site(start_item, connector.start.site), site(end_item, connector.end.site)
    if not connector.elbow or start[0] == end[0] or start[1] == end[1]:
        return _straight(start, end)
    return _bent(start, end, _upright(start_item, connector.start), _upright(end_item, connector.end))


def site(item: Item, number: int) -> Point:
    """Return the position of a connection site on the slide, EMU."""
    box = box_of(item)
    cx, cy = box.x + box.w // 2, box.y + box.h // 2
    if not _round(item):
        return ((cx, box.y), (box.x, cy), (cx, box.bottom), (box.right, cy))[number % 4]
    dx, dy = Emu(round(box.w / 2 * _DIAGONAL)), Emu(round(box.h / 2 * _DIAGONAL))
    return (
        (cx, box.y),
        (cx - dx, cy - dy),
        (box.x, cy),
        (cx - dx, cy + dy),
        (cx, box.bottom),
        (cx + dx, cy + dy),
        (box.right, cy),
        (cx + dx, cy - dy),
    )[number % 8]


def box_of(item: Item) -> Box:
    """Return the box of an item that a connector can be glued to; KeyError for groups and connectors."""
    box = getattr(item, "box", None)
    if not isinstance(box, Box):
        raise KeyError(item.key)
    return box


def _round(item: Item) -> bool:
    return isinstance(item, Shape) and item.preset == "ellipse"


def _upright(item: Item, glue: ConnectorEnd) -> bool:
    """Return whether a line leaves the site vertically."""
    return glue.site in (0, 4) if _round(item) else glue.site % 2 == 0


def _straight(start: Point, end: Point) -> Route:
    (x1, y1), (x2, y2) = start, end
    box = Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
    return Route(box, 0, x2 < x1, y2 < y1, "straightConnector1", (start, end))


def _bent(start: Point, end: Point, leaves_upright: bool, arrives_upright: bool) -> Route:
    """Return an elbow: with a middle segment halfway where both ends leave in the same direction, else one corner.

    A preset elbow starts horizontally. One that starts vertically is the same shape rotated by 90°: its frame is
    as wide as the route is high, centred on the middle of the route; clockwise to the left, anticlockwise to
    the right, and mirrored down to the right and up to the left.
    """
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    preset: Preset = "bentConnector3" if leaves_upright == arrives_upright else "bentConnector2"
    points = _corners(start, end, leaves_upright, arrives_upright)
    if not leaves_upright:
        box = Box(min(x1, x2), min(y1, y2), abs(dx), abs(dy))
        return Route(box, 0, dx < 0, dy < 0, preset, points)
    w, h = abs(dy), abs(dx)
    box = Box((x1 + x2 - w) // 2, (y1 + y2 - h) // 2, w, h)
    down, left = dy > 0, dx < 0
    return Route(box, _QUARTER if left else 3 * _QUARTER, down != left, False, preset, points)


def _corners(start: Point, end: Point, leaves_upright: bool, arrives_upright: bool) -> tuple[Point, ...]:
    (x1, y1), (x2, y2) = start, end
    if leaves_upright != arrives_upright:
        return (start, (x1, y2) if leaves_upright else (x2, y1), end)
    if leaves_upright:
        middle = (y1 + y2) // 2
        return (start, (x1, middle), (x2, middle), end)
    middle = (x1 + x2) // 2
    return (start, (middle, y1), (middle, y2), end)
