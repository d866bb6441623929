"""A power diagram: cells around centres, cut by each centre's own circle.

A point belongs to the centre with the least power, distance² − weight (F. Aurenhammer, "Power
diagrams", SIAM J. Comput. 16, 1987), and to nobody where that is above ``reach``. With one reach for
all, two circles meet on the border between their cells, so neighbours share their points.
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, radians, sin, sqrt

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[float, float]
    Ring = list[Point]

ROUNDS = 80
# How far the weights follow an area that is too small or too large, and the centres their cell's middle.
STEP = 0.5
PULL = 0.9
CORNER = radians(24)


class Site(Value):
    """A centre and the area its cell aims at, in metres; a held one stays where it is (water)."""

    x: float
    y: float
    area: float
    held: bool = False

    @property
    def most(self) -> float:
        """The largest weight: a municipality's circle may have three times its area, water keeps its place."""
        return self.area / pi * (30 if self.held else 3)


def cells(sites: Sequence[Site], reach: float) -> list[Ring]:
    """Return a convex ring a site (counter-clockwise, metres), empty where its neighbours leave it nothing.

    Weights are sought so that the cells have their areas when nothing reaches beyond its own circle;
    then every circle grows by ``reach`` (m²), which closes the gaps inside and rounds the rim.
    """
    centres = [(site.x, site.y) for site in sites]
    weights = [site.area / pi for site in sites]
    for turn in range(ROUNDS):
        rings = _rings(centres, weights, 0.0, CORNER / 2)
        if turn % 4 == 3 and turn < ROUNDS - 12:
            centres = [_pulled(site, ring) for site, ring in zip(sites, rings)]
        weights = [
            min(weight + STEP * (site.area - area(ring)) / pi, site.most)
            for site, ring, weight in zip(sites, rings, weights)
        ]
    return _rings(centres, weights, reach, CORNER)


def area(ring: Sequence[Point]) -> float:
    """Return the signed area in square metres, positive for a counter-clockwise ring."""
    return sum([ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], *ring[:1]])]) / 2


def _pulled(site: Site, ring: Ring) -> Point:
    if site.held or not ring:
        return site.x, site.y
    x, y = _centroid(ring)
    return site.x + PULL * (x - site.x), site.y + PULL * (y - site.y)


def _centroid(ring: Ring) -> Point:
    x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        cross = ax * by - bx * ay
        x += (ax + bx) * cross
        y += (ay + by) * cross
    sixfold = 6 * area(ring)
    return x / sixfold, y / sixfold


def _rings(centres: list[Point], weights: list[float], reach: float, corner: float) -> list[Ring]:
    radii = [sqrt(max(weight + reach, 1e4)) for weight in weights]
    rings = []
    for index, (x, y) in enumerate(centres):
        radius = radii[index]
        ring = [(x - radius, y - radius), (x + radius, y - radius), (x + radius, y + radius), (x - radius, y + radius)]
        for other, (ox, oy) in enumerate(centres):
            apart = hypot(ox - x, oy - y)
            if other == index or apart >= radius + radii[other]:
                continue
            # The border stands across the line between the centres, this far from ours.
            away = (apart * apart + weights[index] - weights[other]) / (2 * apart)
            ring = _clipped(ring, (ox - x) / apart, (oy - y) / apart, away, (x, y))
        rings.append(_rounded(ring, x, y, radius, corner) if ring else [])
    return rings


def _clipped(ring: Ring, nx: float, ny: float, away: float, centre: Point) -> Ring:
    """Return the part of a convex ring within ``away`` of the centre in direction (nx, ny)."""
    depths = [(x - centre[0]) * nx + (y - centre[1]) * ny - away for x, y in ring]
    kept = []
    for index, depth in enumerate(depths):
        (px, py), (qx, qy), onward = ring[index], ring[index + 1 - len(ring)], depths[index + 1 - len(ring)]
        if depth <= 0:
            kept.append((px, py))
        if depth * onward < 0:
            share = depth / (depth - onward)
            kept.append((px + share * (qx - px), py + share * (qy - py)))
    return kept


def _rounded(ring: Ring, x: float, y: float, radius: float, corner: float) -> Ring:
    """Return the part of a convex ring inside the circle, its arcs as sides of about ``corner`` radians."""
    stays: list[tuple[Point, bool]] = []
    for (px, py), (qx, qy) in zip(ring, ring[1:] + ring[:1]):
        dx, dy, fx, fy = qx - px, qy - py, px - x, py - y
        if fx * fx + fy * fy <= radius * radius:
            stays.append(((px, py), False))
        square, along = dx * dx + dy * dy, fx * dx + fy * dy
        root = along * along - square * (fx * fx + fy * fy - radius * radius)
        if square and root > 0:
            for share, leaves in ((-along - sqrt(root)) / square, False), ((-along + sqrt(root)) / square, True):
                if 0 < share < 1:
                    stays.append(((px + share * dx, py + share * dy), leaves))
    if not stays:
        return _arc(x, y, radius, 0.0, 2 * pi, round(2 * pi / corner))
    rounded: Ring = []
    for index, (point, leaves) in enumerate(stays):
        rounded.append(point)
        if leaves:
            start = atan2(point[1] - y, point[0] - x)
            end = atan2(stays[index + 1 - len(stays)][0][1] - y, stays[index + 1 - len(stays)][0][0] - x)
            turn = (end - start) % (2 * pi)
            rounded += _arc(x, y, radius, start, turn, max(1, round(turn / corner)))[1:]
    return rounded


def _arc(x: float, y: float, radius: float, start: float, turn: float, sides: int) -> Ring:
    angles = [start + turn * side / sides for side in range(sides)]
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]
