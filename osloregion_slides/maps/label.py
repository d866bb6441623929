"""Where a label stands best: the pole of inaccessibility, the centre of the largest circle inside."""

from __future__ import annotations

from math import inf, sqrt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Ring = Sequence[tuple[float, float]]
    Segment = tuple[float, float, float, float, float]

# Half the diagonal of a square of side 2.
ROOT2 = sqrt(2)


def label_point(rings: Iterable[Ring], share: float = 0.2) -> tuple[float, float, float]:
    """Return (x, y, radius) of a circle whose radius is within ``share`` of the largest inside the rings.

    Squares that cannot hold a better centre are left out, the others are quartered (the quadtree
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
            # A centre in this square lies at most half a diagonal away from the square's own.
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


def _centre(rings: list[Ring]) -> tuple[float, float]:
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


def _segments(rings: list[Ring]) -> list[Segment]:
    """Return (x, y, dx, dy, 1 / length²) of every side that has a length."""
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
    """Return the distance to the nearest side, negative outside; -inf as soon as a side is nearer than ``needed``."""
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
