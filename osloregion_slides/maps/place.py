"""Fitting areas into a box of a slide: north up, in proportion, centred, on a coarse whole-number grid."""

from __future__ import annotations

from osloregion_slides.maps.label import label_point
from osloregion_slides.maps.values import Area, Placed
from osloregion_slides.scene import Box
from osloregion_slides.units import Emu

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Half a point: at 1280 pixels across a 13.33 in slide a pixel is 0.75 pt.
PRECISION = Emu(6350)


def place(areas: Sequence[Area], box: Box, precision: int = PRECISION) -> tuple[Placed, ...]:
    """Return the areas fitted into ``box``, in order; ``precision`` is the grid's unit in EMU.

    All areas share one grid, so borders that met exactly still do. An area smaller than a unit becomes
    one square unit; nothing leaves the box.
    """
    points = [point for area in areas for ring in area.rings for point in ring]
    if not points:
        return ()
    left, right = min([x for x, _ in points]), max([x for x, _ in points])
    low, high = min([y for _, y in points]), max([y for _, y in points])
    across, up = max(box.w // precision, 1), max(box.h // precision, 1)
    scale = min(across / ((right - left) or 1e-9), up / ((high - low) or 1e-9))
    if right == left and high == low:
        scale = 1.0
    x0 = box.x + (box.w - round((right - left) * scale) * precision) // 2
    y0 = box.y + (box.h - round((high - low) * scale) * precision) // 2
    return tuple([_placed(area, (left, high, scale), (x0, y0), precision) for area in areas if area.rings])


def _placed(area: Area, frame: tuple[float, float, float], origin: tuple[int, int], unit: int) -> Placed:
    left, high, scale = frame
    x0, y0 = origin
    grid = [[(round((x - left) * scale), round((high - y) * scale)) for x, y in ring] for ring in area.rings]
    kept = [ring for ring in map(_snapped, grid) if ring] or [_speck(grid[0][0])]
    xs, ys = [x for ring in kept for x, _ in ring], [y for ring in kept for _, y in ring]
    west, north = min(xs), min(ys)
    width, height = max(xs) - west, max(ys) - north
    if area.label is not None:
        x, y, room = area.label
        label = ((x - left) * scale, (high - y) * scale, room * scale)
    else:
        label = label_point(kept)
    return Placed(
        area.number,
        Box(Emu(x0 + west * unit), Emu(y0 + north * unit), Emu(width * unit), Emu(height * unit)),
        (width, height),
        tuple([tuple([(x - west, y - north) for x, y in ring]) for ring in kept]),
        (Emu(x0 + round(label[0] * unit)), Emu(y0 + round(label[1] * unit))),
        Emu(round(label[2] * unit)),
    )


def _snapped(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ring without points that fell together on the grid; empty when it holds no area."""
    points = [point for point, before in zip(ring, [ring[-1], *ring]) if point != before]
    twice = sum([ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, [*points[1:], *points[:1]])])
    return points if twice else []


def _speck(at: tuple[int, int]) -> list[tuple[int, int]]:
    x, y = max(at[0] - 1, 0), max(at[1] - 1, 0)
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
