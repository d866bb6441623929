"""Simplification of maps that keeps shared borders: each arc is simplified once, for both its areas."""

from __future__ import annotations

from itertools import compress
from math import asinh, atan2, cos, hypot, radians, sin, tan
from operator import ne, or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Sequence

    Point = tuple[float, float]
    Ring = tuple[Point, ...]
    Arc = tuple[Point, ...]
    # An index of an arc, and whether the ring follows it backwards.
    Steps = tuple[tuple[int, bool], ...]

    Rings = tuple[Ring, ...]

    Flat = tuple[array[float], array[float]]


# Rings as arcs between junctions, so that the common border of two areas is one arc.
#
# A junction is a point whose neighbours differ from ring to ring (M. Bostock's TopoJSON rule). An arc
# is stored in one direction, so that any operation on it is the same for both its areas.


def junctions(rings: Iterable[Ring]) -> set[Point]:
    """Return the points where borders diverge. Only membership is used, never the order of the set."""
    neighbours: dict[Point, tuple[Point, Point]] = {}
    parting = set()
    for ring in rings:
        before = ring[-1]
        for index, point in enumerate(ring):
            after = ring[index + 1 - len(ring)]
            known = neighbours.get(point)
            if known is None:
                neighbours[point] = (before, after)
            elif known != (before, after) and known != (after, before):
                parting.add(point)
            before = point
    return parting


class Arcs:
    """The distinct arcs of rings, in order of appearance."""

    def __init__(self) -> None:
        self.arcs: list[Arc] = []
        self._known: dict[Arc, int] = {}

    def add(self, ring: Ring, parting: set[Point]) -> Steps:
        """Return the ring as steps along arcs; new arcs are added."""
        cuts = [index for index, point in enumerate(ring) if point in parting]
        if not cuts:
            cuts = [ring.index(min(ring))]  # the same start for each area with this ring
        first = cuts[0]
        turned = ring[first:] + ring[: first + 1]
        ends = [cut - first for cut in cuts] + [len(ring)]
        return tuple([self._step(turned[start : end + 1]) for start, end in zip(ends, ends[1:])])

    def _step(self, arc: Arc) -> tuple[int, bool]:
        backwards = arc[::-1]
        turned = (backwards[0], backwards[1]) < (arc[0], arc[1])
        if turned:
            arc = backwards
        index = self._known.setdefault(arc, len(self.arcs))
        if index == len(self.arcs):
            self.arcs.append(arc)
        return index, turned


def along(steps: Steps, arcs: list[Arc]) -> Ring:
    """Return the ring of these steps, without a closing point."""
    ring: list[Point] = []
    for index, turned in steps:
        arc = arcs[index]
        ring += arc[:0:-1] if turned else arc[:-1]
    return tuple(ring)


# Degrees of longitude and latitude into metres: a transverse Mercator around the data's middle.
#
# Conformal, and north is up in the middle of the map. The sphere is accurate enough: the ellipsoid changes
# shapes by less than 0.4 %, below the width of a pixel across a slide.

# Mean radius of the Earth in metres (IUGG, GRS 80).
RADIUS = 6_371_008.8


def project(outlines: Sequence[Rings]) -> list[Rings]:
    """Return the outlines in metres east and north of the central meridian's point on the equator."""
    longitudes = [x for rings in outlines for ring in rings for x, _ in ring]
    middle = radians((min(longitudes) + max(longitudes)) / 2)
    known: dict[tuple[float, float], tuple[float, float]] = {}
    projected = []
    for rings in outlines:
        for ring in rings:
            for point in ring:
                if point not in known:
                    known[point] = transverse_mercator(point[0], point[1], middle)
        projected.append(tuple([tuple([known[point] for point in ring]) for ring in rings]))
    return projected


def transverse_mercator(longitude: float, latitude: float, middle: float) -> tuple[float, float]:
    """Return (east, north) in metres; degrees in, the central meridian in radians.

    Spherical form: J. P. Snyder, Map Projections, USGS Professional Paper 1395 (1987), p. 58.
    """
    away, up = radians(longitude) - middle, radians(latitude)
    if abs(latitude) >= 90:
        up = radians(89.999_999 if latitude > 0 else -89.999_999)
    east = asinh(sin(away) / max(hypot(tan(up), cos(away)), 1e-9))
    return RADIUS * east, RADIUS * atan2(tan(up), cos(away))


# Merging several areas into one, without their common borders.


def dissolve(rings: Sequence[Ring]) -> tuple[Ring, ...]:
    """Return the outline of the union of rings; borders with the same points on both sides are removed.

    Borders that do not match point for point stay. Rings may have any direction.
    """
    sides: dict[frozenset[Point], tuple[Point, Point] | None] = {}
    for ring in rings:
        for start, end in zip(ring, [*ring[1:], ring[0]]):
            if start != end:
                key = frozenset((start, end))
                sides[key] = None if key in sides else (start, end)
    left = [side for side in sides.values() if side is not None]
    onward: dict[Point, dict[Point, None]] = {point: {} for side in left for point in side}
    for start, end in reversed(left):  # popping the last item of a dict is O(1), the first not
        onward[start][end] = onward[end][start] = None
    outlines = []
    for start in onward:
        while onward[start]:
            outlines.append(_walk(start, onward))
    return tuple([outline for outline in outlines if len(outline) > 2])


def _walk(start: Point, onward: dict[Point, dict[Point, None]]) -> Ring:
    """Return the ring from ``start`` back to it, removing its sides from ``onward``."""
    outline, at = [start], start
    while onward[at]:
        after, _ = onward[at].popitem()
        del onward[after][at]
        if after == start:
            break
        outline.append(after)
        at = after
    return tuple(outline)


# Thinning the rings of a large file first, to the sides that cross the lines of a grid.
#
# Whether a point stays depends only on itself and its two neighbours, so common borders stay common.

CELL = 0.001
"""The side of a cell as a share of the map's height: the minimum tolerance of simplification."""
COARSEST = 0.004
_ROWS = 2.0**26
"""The multiplier of columns: a cell is one number, consecutive within a column."""


def thin(outlines: Sequence[Sequence[Flat]], most: int) -> list[tuple[Ring, ...]] | None:
    """Return outlines with at most ``most`` points in all; None where the coarsest grid leaves more.

    Rings are given as eastings and northings. Rings within one or two cells are removed, but each outline
    keeps its longest ring.
    """
    norths = [north for rings in outlines for _, north in rings]
    height = max(map(max, norths)) - min(map(min, norths)) if norths else 0.0
    share = CELL
    while share <= COARSEST:
        outlines = [
            _coarser(rings, height * share) for rings in outlines
        ]  # the lines of a coarser grid are a subset of these
        left = sum([len(norths) for rings in outlines for _, norths in rings])
        if left <= most:
            return [tuple([tuple(zip(*ring)) for ring in rings]) for rings in outlines]
        if left > 8 * most:  # lines too irregular for any grid
            return None
        share *= 2 if left < 2 * most else 4
    return None


def _coarser(rings: Sequence[Flat], side: float) -> Sequence[Flat]:
    crossing = [_crossing(ring, side) for ring in rings if _wide(ring, side)] if side else []
    return [ring for ring in crossing if len(ring[0]) > 2] or [max(rings, key=lambda ring: len(ring[0]))]


def _wide(ring: Flat, side: float) -> bool:
    """Return whether a ring is at least as wide as a cell; most islands of a large file are not."""
    easts, norths = ring
    return max(easts) - min(easts) >= side or max(norths) - min(norths) >= side


def _crossing(ring: Flat, side: float) -> Flat:
    """Return both ends of each side of a ring that crosses from one grid cell to another."""
    from array import array

    easts, norths = ring
    cells = [x // side * _ROWS + y // side for x, y in zip(easts, norths)]
    leads = list(map(ne, cells, [*cells[1:], cells[0]]))
    kept = list(map(or_, [leads[-1], *leads[:-1]], leads))
    return array("d", compress(easts, kept)), array("d", compress(norths, kept))


# The initial tolerance as a share of the map's height: 0.13 mm on a map 13 cm high.
FINEST = 0.001
DEEPEST = 60
"""The depth from which arcs are halved in the middle: combs and spirals would take quadratic time otherwise."""


def simplify(outlines: Sequence[Rings], limit: int) -> list[Rings]:
    """Return the outlines with about ``limit`` points at most, by the algorithm of Douglas and Peucker.

    The tolerance starts at a thousandth of the map's height and doubles until few enough points are left.
    Rings smaller than the tolerance squared are removed, but each outline keeps its largest ring.
    """
    parting = junctions(ring for rings in outlines for ring in rings)
    store = Arcs()
    steps = [[store.add(ring, parting) for ring in rings] for rings in outlines]
    heights = [y for rings in outlines for ring in rings for _, y in ring]
    tolerance = (max(heights) - min(heights)) * FINEST
    arcs = store.arcs
    for _ in range(12):
        arcs = [reduce(arc, tolerance) for arc in arcs]
        result = [_large_enough([along(ring, arcs) for ring in rings], tolerance) for rings in steps]
        if sum([len(ring) for rings in result for ring in rings]) <= limit:
            break
        tolerance *= 2
    return [rings or _unreduced(of) for rings, of in zip(result, outlines)]


def reduce(arc: Arc, tolerance: float) -> Arc:
    """Return the arc reduced to its ends and the points farther than ``tolerance`` from the simplified line.

    D. Douglas and T. Peucker, 1973, with a stack instead of recursion. A closed arc is halved first,
    at the point farthest from its start.
    """
    last = len(arc) - 1
    if last < 2:
        return arc
    keep = {0, last}
    stack = [(0, last, 0)]
    if arc[0] == arc[last]:
        x, y = arc[0]
        far = max(range(1, last), key=lambda index: (arc[index][0] - x) ** 2 + (arc[index][1] - y) ** 2)
        keep.add(far)
        stack = [(0, far, 0), (far, last, 0)]
    square = tolerance * tolerance
    while stack:
        start, end, depth = stack.pop()
        far, distance = _farthest(arc, start, end)
        if distance > square:
            if depth > DEEPEST:
                far = (start + end) // 2
            keep.add(far)
            stack += [(start, far, depth + 1), (far, end, depth + 1)]
    return tuple([arc[index] for index in sorted(keep)])


def _farthest(arc: Arc, start: int, end: int) -> tuple[int, float]:
    """Return the index between start and end that is farthest from their segment, and the distance squared."""
    ax, ay = arc[start]
    dx, dy = arc[end][0] - ax, arc[end][1] - ay
    length = dx * dx + dy * dy
    inverse = 1 / length if length else 0.0
    best, far = 0.0, start
    for index in range(start + 1, end):
        px, py = arc[index]
        px -= ax
        py -= ay
        along = (px * dx + py * dy) * inverse
        if along >= 1:
            px -= dx
            py -= dy
        elif along > 0:
            px -= along * dx
            py -= along * dy
        square = px * px + py * py
        if square > best:
            best, far = square, index
    return far, best


def _large_enough(rings: list[Ring], tolerance: float) -> Rings:
    areas = [_area(ring) for ring in rings]
    largest = max(areas)
    floor = min(4 * tolerance * tolerance, largest)
    return tuple([ring for ring, area in zip(rings, areas) if area >= floor and area > 0])


def _area(ring: Ring) -> float:
    twice = sum([ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1])])
    return abs(twice) / 2


def _unreduced(rings: Rings) -> Rings:
    """Return the largest ring unchanged, so that an area too thin for the tolerance stays visible."""
    return (max(rings, key=_area),)
