"""Fewer points, the same neighbours."""

from __future__ import annotations

import json
import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.maps.simplify import Arcs, along, junctions, reduce, simplify
from tests.maps.shapes import real_borders, sides, size

Ring = tuple[tuple[float, float], ...]


def real() -> list[tuple[Ring, ...]]:
    document = json.loads(real_borders().read_text(encoding="utf-8"))
    return [
        tuple(tuple((x, y) for x, y in ring[:-1]) for polygon in feature["geometry"]["coordinates"] for ring in polygon)
        for feature in document["features"]
    ]


def wavy(steps: int) -> list[tuple[Ring, ...]]:
    """Return two areas that share one border of many points, and one that fills a hole in the second."""
    border = [(math.sin(step / 7) * 40 + 1000, step * 4000 / steps) for step in range(steps + 1)]
    lake = tuple((2500 + 300 * math.cos(turn / 30), 2000 + 300 * math.sin(turn / 30)) for turn in range(188))
    west = (*border, (0.0, 4000.0), (0.0, 0.0))
    east = (*border[::-1], (4000.0, 0.0), (4000.0, 4000.0))
    return [(west,), (east, lake), (lake[50:] + lake[:50],)]


def test_shared_borders_stay_shared_after_simplification() -> None:
    for outlines, limit in ((wavy(4000), 400), (real(), 800)):
        before = sum(len(ring) for rings in outlines for ring in rings)
        after = simplify(outlines, limit)
        rings = [ring for rings in after for ring in rings]
        assert sum(map(len, rings)) <= limit < before
        points_before = {point for rings in outlines for ring in rings for point in ring}
        assert {point for ring in rings for point in ring} <= points_before
        assert all(rings for rings in after)
        assert max(sides(rings).values()) == 2


def test_neighbours_stay_neighbours_on_a_real_map() -> None:
    def neighbours(outlines: list[tuple[Ring, ...]]) -> set[tuple[int, int]]:
        of = [set(sides(rings)) for rings in outlines]
        return {(i, j) for i in range(len(of)) for j in range(i) if of[i] & of[j]}

    outlines = real()
    assert neighbours(simplify(outlines, 1200)) == neighbours(outlines)


def test_areas_keep_their_size() -> None:
    outlines = real()
    for rings, fewer in zip(outlines, simplify(outlines, 1200)):
        assert math.isclose(size(rings), size(fewer), rel_tol=0.2)


def test_a_map_of_islands_keeps_one_island_per_area() -> None:
    island = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    many = tuple(tuple((x + step * 3, y + step) for x, y in island) for step in range(500))
    far = (((0.0, 5000.0), (2000.0, 5000.0), (2000.0, 7000.0)),)
    after = simplify([many, far], 40)
    assert [len(rings) for rings in after] == [1, 1]


def test_a_line_of_a_million_points_needs_no_deep_recursion() -> None:
    arc = tuple((float(step), float(step % 2) * 1e-3) for step in range(200_000))
    assert reduce(arc, 0.1) == (arc[0], arc[-1])
    spiral = tuple((step * math.cos(step), step * math.sin(step)) for step in range(3000))
    assert len(reduce(spiral, 0.1)) > 2000


rings = st.lists(
    st.tuples(st.integers(0, 6).map(float), st.integers(0, 6).map(float)), min_size=3, max_size=12, unique=True
).map(tuple)


@given(st.lists(rings, min_size=1, max_size=5))
def test_splitting_into_arcs_and_joining_them_changes_nothing(several: list[Ring]) -> None:
    parting, store = junctions(several), Arcs()
    steps = [store.add(ring, parting) for ring in several]
    for ring, taken in zip(several, steps):
        again = along(taken, store.arcs)
        start = again.index(ring[0])
        assert again[start:] + again[:start] == ring
    assert max(Counter(store.arcs).values()) == 1


@given(rings, st.floats(0, 5))
def test_removed_points_are_within_the_tolerance(arc: Ring, tolerance: float) -> None:
    kept = reduce(arc, tolerance)
    assert (kept[0], kept[-1]) == (arc[0], arc[-1])
    place = 0
    for point in arc:
        if place + 1 < len(kept) and point == kept[place + 1]:
            place += 1
        near = min(_apart(point, kept[i], kept[i + 1]) for i in range(max(place - 1, 0), min(place + 1, len(kept) - 1)))
        assert near <= tolerance + 1e-9


def _apart(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    length = math.dist(start, end) ** 2
    if not length:
        return math.dist(point, start)
    along = sum((p - s) * (e - s) for p, s, e in zip(point, start, end)) / length
    share = min(max(along, 0.0), 1.0)
    return math.dist(point, [s + share * (e - s) for s, e in zip(start, end)])
