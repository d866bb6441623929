"""What the objects of a Scene's slide paint under a point: ``ooxml.background`` on values instead of on a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.brand.contrast import shade
from osloregion_slides.scene import Box, Colour, Freeform, Picture, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand, Layout
    from osloregion_slides.ooxml.transforms import Rgb

PARTED = ("split", "base")
"""Arrangements whose layouts draw a second ground (``brand/grounds``)."""


def under(drawn: list[Shape | Freeform | Picture], box: Box, brand: Brand, layout: Layout) -> Rgb | None:
    """Return the colour under the middle of a box (EMU), None where it cannot be known (a picture).

    A layout's ground is known where shapes may stand, and elsewhere where our design draws nothing large on it.

    Args:
        drawn: the pictures and the filled shapes of the slide up to the text's own, the lowest first.
    """
    x, y = box.x + box.w / 2, box.y + box.h / 2
    over: list[Colour] = []
    for item in drawn[::-1]:
        place = item.box
        if not (0 <= x - place.x <= place.w and 0 <= y - place.y <= place.h):
            continue
        if item.__class__ is Picture or item.fill is None:  # type: ignore[union-attr]
            return None
        if (item.__class__ is Freeform or item.preset == "ellipse") and not covers(item, x, y):  # type: ignore[union-attr]
            continue
        over += (item.fill,)  # type: ignore[union-attr]
        if item.fill.alpha == 100:  # type: ignore[union-attr]
            break
    else:
        area = layout.content
        whole = brand.grounds and layout.role.partition("-")[0] not in PARTED
        if not whole and not (0 <= x - area.x <= area.w and 0 <= y - area.y <= area.h):
            return None
        over += (layout.background,)
    ground = shade(brand.palette, over.pop())
    for fill in over[::-1]:
        ground = shade(brand.palette, fill, ground)
    return ground


def covers(item: Shape | Freeform | Picture, x: float, y: float) -> bool:
    """Whether a point of its box lies in an ellipse or a polygon (even-odd rule; curves count by their points)."""
    box = item.box
    if not isinstance(item, Freeform):
        return ((x - box.x) * 2 / max(1, box.w) - 1) ** 2 + ((y - box.y) * 2 / max(1, box.h) - 1) ** 2 <= 1
    left, top = (x - box.x) / max(1, box.w) * item.extent[0], (y - box.y) / max(1, box.h) * item.extent[1]
    inside = False
    for ring in item.rings or _rings(item):
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
            if (ay > top) != (by > top) and left < (bx - ax) * (top - ay) / (by - ay) + ax:
                inside = not inside
    return inside


def _rings(item: Freeform) -> list[tuple[tuple[float, float], ...]]:
    """Return the points of each part of a drawing of lines and curves."""
    found: list[tuple[tuple[float, float], ...]] = []
    for step in item.path:
        points = tuple(zip(step[1::2], step[2::2]))
        found = [*found, points] if step[0] == "M" else [*found[:-1], found[-1] + points]
    return found
