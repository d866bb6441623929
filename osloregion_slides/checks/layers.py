"""What the objects of a Scene's slide paint under a point: ``ooxml.background`` on values instead of on a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.brand.contrast import shade
from osloregion_slides.scene import Freeform, Picture, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand, Layout
    from osloregion_slides.ooxml.transforms import Rgb
    from osloregion_slides.scene import Box, Item

PARTED = ("split", "base")
"""Arrangements whose layouts draw a second ground (``brand/grounds``)."""


class Layers:
    """The objects of a slide that paint, the lowest first, over the layout's ground.

    A layout's ground is known where shapes may stand, and elsewhere where our design draws nothing large on it.
    """

    __slots__ = ("_drawn", "_layout", "_palette", "_whole")

    def __init__(self, brand: Brand, layout: Layout) -> None:
        self._palette, self._layout = brand.palette, layout
        self._whole = brand.grounds and layout.role.partition("-")[0] not in PARTED
        self._drawn: list[tuple[int, int, int, int, Shape | Freeform | Picture]] = []

    def add(self, item: Item) -> None:
        """Lay an object over those before it; a group's children come by themselves."""
        kind = item.__class__
        if kind is Picture or ((kind is Shape or kind is Freeform) and item.fill is not None):  # type: ignore[union-attr]
            box = item.box  # type: ignore[union-attr]
            self._drawn.append((box.x, box.y, box.x + box.w, box.y + box.h, item))  # type: ignore[arg-type]

    def under(self, box: Box) -> Rgb | None:
        """Return the colour under the middle of a box (EMU), None where it cannot be known (a picture)."""
        x, y = box.x + box.w / 2, box.y + box.h / 2
        over = []
        for left, top, right, bottom, item in reversed(self._drawn):
            if not (left <= x <= right and top <= y <= bottom) or not _covers(item, x, y):
                continue
            if isinstance(item, Picture) or item.fill is None:
                return None
            over.append(item.fill)
            if item.fill.alpha == 100:
                ground = shade(self._palette, over.pop())
                break
        else:
            if not self._whole and not _holds(self._layout.content, x, y):
                return None
            ground = shade(self._palette, self._layout.background)
        for fill in reversed(over):
            ground = shade(self._palette, fill, ground)
        return ground


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.right and box.y <= y <= box.bottom


def _covers(item: Shape | Freeform | Picture, x: float, y: float) -> bool:
    """Whether a point of its box lies in an ellipse or a polygon (even-odd rule; curves count by their points)."""
    box = item.box
    if isinstance(item, Shape) and item.preset == "ellipse" and box.w and box.h:
        return ((x - box.x) * 2 / box.w - 1) ** 2 + ((y - box.y) * 2 / box.h - 1) ** 2 <= 1
    if not isinstance(item, Freeform):
        return True
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
