"""Fitting areas into a box on a slide: north up, in proportion, centred, on a coarse integer grid."""

from __future__ import annotations

from math import inf, sqrt
from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Point = tuple[float, float]
    Ring = list[Point]

    Points = Sequence[tuple[float, float]]
    Segment = tuple[float, float, float, float, float]


# Areas in metres, and areas placed on a slide.


class Area(Record):
    """The outline of one member in projected metres, y to the north.

    ``rings`` are islands and holes alike, without closing points, filled by the even-odd rule.
    ``label`` is (x, y, radius) of the largest circle inside, if the file states it.
    """

    number: str
    name: str
    rings: tuple[tuple[Point, ...], ...]
    label: tuple[float, float, float] | None = None


class Placed(Record):
    """An area on a slide. ``rings`` lie in a grid of ``extent`` (w, h) stretched over ``box``, y down.

    ``label`` is the centre of the largest circle inside (EMU from the slide's top left), ``room`` its
    radius (EMU), which decides whether a number fits.
    """

    number: str
    box: Box
    extent: tuple[int, int]
    rings: tuple[tuple[tuple[int, int], ...], ...]
    label: tuple[Emu, Emu]
    room: Emu


# The place for a label: the pole of inaccessibility, the centre of the largest circle inside.

# Half the diagonal of a square of side 2.
ROOT2 = sqrt(2)


def label_point(rings: Iterable[Points], share: float = 0.2) -> tuple[float, float, float]:
    """Return (x, y, radius) of a circle whose radius is within ``share`` of the largest inside the rings.

    Squares that cannot contain a better centre are skipped, the others quartered (the quadtree
    search of V. Agafonkin, "A new algorithm for finding a visual center of a polygon", 2016).
    """
    rings = [ring for ring in rings if len(ring) > 2]
    points = [point for ring in rings for point in ring]
    if not points:
        return 0.0, 0.0, 0.0
    left, right = min([x for x, _ in points]), max([x for x, _ in points])
    low, high = min([y for _, y in points]), max([y for _, y in points])
    segments = _segments(rings)
    half = max(min(right - left, high - low), max(right - left, high - low) / 8) / 2
    if half <= 0:
        return left, low, 0.0
    x, y = _centre(rings)
    best = (_distance(x, y, segments, -inf), x, y)
    squares = _tiles(left, right, low, high, half)
    while squares and half * ROOT2 > best[0] * share:
        near = []
        for x, y in squares:
            # any centre in this square is at most half a diagonal from the square's own
            distance = _distance(x, y, segments, best[0] * (1 + share) - half * ROOT2)
            if distance > best[0] * (1 + share) - half * ROOT2:
                near.append((x, y))
            best = max(best, (distance, x, y))
        half /= 2
        squares = [(x + dx, y + dy) for x, y in near for dx in (-half, half) for dy in (-half, half)]
    return best[1], best[2], max(best[0], 0.0)


def _tiles(left: float, right: float, low: float, high: float, half: float) -> list[tuple[float, float]]:
    across, up = int((right - left) / (2 * half)) + 1, int((high - low) / (2 * half)) + 1
    return [(left + half * (2 * i + 1), low + half * (2 * j + 1)) for i in range(across) for j in range(up)]


def _centre(rings: list[Points]) -> tuple[float, float]:
    """Return the centroid of the largest ring."""
    best = (0.0, 0.0, 0.0)
    for ring in rings:
        x0, y0 = ring[0]
        area = x = y = 0.0
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]]):
            cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
            area += cross
            x += (ax + bx - 2 * x0) * cross
            y += (ay + by - 2 * y0) * cross
        if abs(area) > best[0]:
            best = (abs(area), x0 + x / (3 * area), y0 + y / (3 * area))
    return (best[1], best[2]) if best[0] else (float(rings[0][0][0]), float(rings[0][0][1]))


def _segments(rings: list[Points]) -> list[Segment]:
    """Return (x, y, dx, dy, 1 / length²) of each side of non-zero length."""
    sides = []
    for ring in rings:
        ax, ay = ring[-1]
        for bx, by in ring:
            dx, dy = bx - ax, by - ay
            if dx or dy:
                sides.append((ax, ay, dx, dy, 1 / (dx * dx + dy * dy)))
            ax, ay = bx, by
    return sides


def _distance(x: float, y: float, segments: list[Segment], needed: float) -> float:
    """Return the distance to the nearest side, negative outside; -inf once a side is nearer than ``needed``."""
    inside, nearest = False, inf
    enough = needed * needed if needed > 0 else 0.0
    for ax, ay, dx, dy, inverse in segments:
        px, py = x - ax, y - ay
        if (py < 0) != (py < dy) and (px * dy < py * dx) == (dy > 0):
            inside = not inside
        along = (px * dx + py * dy) * inverse
        if along >= 1:
            px, py = px - dx, py - dy
        elif along > 0:
            px, py = px - along * dx, py - along * dy
        square = px * px + py * py
        if square < nearest:
            if square < enough:
                return -inf
            nearest = square
    return sqrt(nearest) if inside else -sqrt(nearest)


# Half a point: at 1280 pixels across a 13.33 in slide a pixel is 0.75 pt.
PRECISION = Emu(6350)


def place(areas: Sequence[Area], box: Box, precision: int = PRECISION) -> tuple[Placed, ...]:
    """Return the areas fitted into ``box``, in order; ``precision`` is the grid's unit in EMU.

    All areas share one grid, so common borders stay common. An area smaller than a unit becomes
    one square unit; all points stay inside the box.
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
    """Return the ring without points that coincide on the grid; empty if it encloses no area."""
    points = [point for point, before in zip(ring, [ring[-1], *ring]) if point != before]
    twice = sum([ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, [*points[1:], *points[:1]])])
    return points if twice else []


def _speck(at: tuple[int, int]) -> list[tuple[int, int]]:
    x, y = max(at[0] - 1, 0), max(at[1] - 1, 0)
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
