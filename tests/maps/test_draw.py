"""The default map: made by the script from places and members, and fit to be one."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from osloregion_slides.base import resources
from osloregion_slides.maps.load import load_areas
from osloregion_slides.maps.place import Area
from osloregion_slides.maps.simplify import dissolve
from tests.maps.draw import BACKDROP, backdrop_text, default_map
from tests.maps.shapes import DEFAULT, members, sides, size

Ring = tuple[tuple[float, float], ...]
Areas = tuple[Area, ...]


@pytest.fixture(scope="module")
def areas() -> Areas:
    areas, _, findings = load_areas(DEFAULT, members())
    assert findings == ()
    return areas


def test_the_committed_map_is_generated_by_the_script() -> None:
    text = default_map(resources.path("assets", "maps", "places.csv"), resources.path("decks", "data", "members.csv"))
    assert Path(DEFAULT).read_bytes() == text.encode()
    assert Path(resources.path(*BACKDROP)).read_bytes() == backdrop_text(text).encode()


def test_each_of_the_57_municipalities_is_one_compact_cell(areas: Areas) -> None:
    assert len(areas) == 57
    for area in areas:
        (ring,) = area.rings
        around = sum(math.dist(a, b) for a, b in zip(ring, [*ring[1:], ring[0]]))
        assert 4 <= len(ring) <= 20, area.name
        assert 4 * math.pi * size([ring]) / around**2 > 0.6, area.name  # 1 is a circle, 0.785 a square


def test_cells_do_not_overlap_and_neighbours_share_their_points(areas: Areas) -> None:
    rings = [ring for area in areas for ring in area.rings]
    shared = sides(rings)
    assert set(shared.values()) <= {1, 2}
    assert sum(times == 2 for times in shared.values()) > 100
    directed = {side for ring in rings for side in zip(ring, [*ring[1:], ring[0]])}
    assert len(directed) == sum(shared.values())  # a shared side runs the other way in the neighbour
    outer = sorted(dissolve(rings), key=lambda ring: size([ring]), reverse=True)
    holes = size(outer) - 2 * sum(size([ring]) for ring in outer if _inside(ring, outer))
    assert math.isclose(size(rings), holes)


def _inside(ring: Ring, others: list[Ring]) -> bool:
    """Return whether a ring is a hole of another one (no islands in holes on this map)."""
    x = sum(point[0] for point in ring) / len(ring)
    y = sum(point[1] for point in ring) / len(ring)
    return any(_holds(other, x, y) for other in others if other is not ring)


def _holds(ring: Ring, x: float, y: float) -> bool:
    crossed = 0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]]):
        crossed += (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay)
    return crossed % 2 == 1


def test_real_neighbours_are_neighbours_on_the_map(areas: Areas) -> None:
    sides_of = {area.name: set(sides(area.rings)) for area in areas}
    pairs = "Oslo Bærum/Bærum Asker/Halden Aremark/Gran Lunner/Eidsvoll Hurdal/Drammen Lier/Råde Rygge/Ski Ås"
    for pair in pairs.split("/"):
        one, other = pair.split()
        assert sides_of[one] & sides_of[other], pair
    fjord = "Hurum Vestby/Asker Nesodden/Horten Rygge/Hvaler Halden"
    for pair in fjord.split("/"):
        one, other = pair.split()
        assert not sides_of[one] & sides_of[other], pair


LATER = {"Kongsberg", "Kongsvinger", "Nordre Land", "Ringsaker", "Notodden", "Tinn", "Hjartdal"}
"""Who joined after 2008: the map of that year has no cells for them."""


@pytest.mark.parametrize("date", ["2018-01-01", "2020-01-01", "2024-01-01"])
def test_merged_municipalities_are_the_union_of_the_old_cells(date: str, areas: Areas) -> None:
    later, _, findings = load_areas(DEFAULT, members(date))
    absent = [dict(found.values)["name"] for found in findings if found.code == "missing-area"]
    assert len(absent) == len(findings) and set(absent) <= LATER
    assert len(later) == len([member for member in members(date) if member.number and member.name not in LATER])
    assert math.isclose(
        size(ring for area in later for ring in area.rings), size(ring for area in areas for ring in area.rings)
    )
