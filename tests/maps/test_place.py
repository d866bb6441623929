"""Areas in a box of a slide, and the positions of their labels."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Emu
from osloregion_slides.maps.load import load_areas
from osloregion_slides.maps.place import Area, Placed, label_point, place
from osloregion_slides.scene import Box
from tests.maps.shapes import DEFAULT, members, real_borders, sides

BOX = Box(Emu(600_000), Emu(1_400_000), Emu(5_000_000), Emu(4_800_000))


def on_slide(placed: Placed) -> list[tuple[tuple[float, float], ...]]:
    across, up = placed.box.w / placed.extent[0], placed.box.h / placed.extent[1]
    return [tuple((placed.box.x + x * across, placed.box.y + y * up) for x, y in ring) for ring in placed.rings]


def test_the_map_fills_one_side_of_its_box_and_is_centred() -> None:
    placed = place(load_areas(DEFAULT, members())[0], BOX)
    left, right = min(p.box.x for p in placed), max(p.box.right for p in placed)
    top, bottom = min(p.box.y for p in placed), max(p.box.bottom for p in placed)
    assert (left + right) / 2 == pytest.approx(BOX.x + BOX.w / 2, abs=6350)
    assert (top + bottom) / 2 == pytest.approx(BOX.y + BOX.h / 2, abs=6350)
    assert bottom - top == pytest.approx(BOX.h, abs=6350)


def test_north_is_up_and_proportions_are_kept() -> None:
    areas = load_areas(DEFAULT, members())[0]
    placed = {each.number: each.box for each in place(areas, BOX)}
    assert placed["0534"].y < placed["0301"].y < placed["0101"].y  # Gran, Oslo, Halden
    assert placed["0605"].x < placed["0301"].x < placed["0221"].x  # Ringerike, Oslo, Aurskog-Høland
    oslo = next(area for area in areas if area.number == "0301")
    xs, ys = [x for x, _ in oslo.rings[0]], [y for _, y in oslo.rings[0]]
    ratio = (max(xs) - min(xs)) / (max(ys) - min(ys))
    assert placed["0301"].w / placed["0301"].h == pytest.approx(ratio, rel=0.03)


def test_neighbouring_areas_share_exact_borders_on_the_slide() -> None:
    for path in (DEFAULT, str(real_borders())):
        areas = load_areas(path, members())[0]
        placed = place(areas, BOX)
        before = sum(times == 2 for times in sides(ring for area in areas for ring in area.rings).values())
        after = sides(ring for each in placed for ring in on_slide(each))
        assert sum(times == 2 for times in after.values()) > 0.97 * before


def test_every_path_fills_its_extent_in_whole_units() -> None:
    for each in place(load_areas(DEFAULT, members())[0], BOX):
        xs, ys = [x for ring in each.rings for x, _ in ring], [y for ring in each.rings for _, y in ring]
        assert (min(xs), min(ys), (max(xs), max(ys))) == (0, 0, each.extent)
        assert each.box.w == each.extent[0] * 6350


def test_labels_are_inside_their_areas_with_space_around_them() -> None:
    for path in (DEFAULT, str(real_borders())):
        for each in place(load_areas(path, members())[0], BOX):
            clear = min(
                _apart(each.label, start, end)
                for ring in on_slide(each)
                for start, end in zip(ring, [*ring[1:], ring[0]])
            )
            assert each.room > 0
            assert clear >= each.room - 2 * 6350


def _apart(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    length = math.dist(start, end) ** 2
    share = sum((p - s) * (e - s) for p, s, e in zip(point, start, end)) / length if length else 0.0
    share = min(max(share, 0.0), 1.0)
    return math.dist(point, [s + share * (e - s) for s, e in zip(start, end)])


@pytest.mark.parametrize(
    ("rings", "radius"),
    [
        ([[(0, 0), (10, 0), (10, 10), (0, 10)]], 5),
        ([[(0, 0), (100, 0), (100, 10), (0, 10)]], 5),
        ([[(0, 0), (30, 0), (30, 30), (0, 30)], [(10, 10), (20, 10), (20, 20), (10, 20)]], 5.858),
        ([[(0, 0), (20, 0), (20, 4), (4, 4), (4, 20), (0, 20)]], 2.343),
        ([[(0, 0), (2, 0), (2, 2), (0, 2)], [(50, 0), (60, 0), (60, 10), (50, 10)]], 5),
    ],
    ids=["square", "strip", "with a hole", "an L", "two islands"],
)
def test_the_label_finds_the_widest_place(rings: list[list[tuple[float, float]]], radius: float) -> None:
    assert label_point(rings, 0.05)[2] == pytest.approx(radius, rel=0.06)


@pytest.mark.parametrize(
    "ring",
    [
        ((5.0, 5.0), (5.0, 5.0), (5.0, 5.0)),
        ((0.0, 0.0), (9.0, 0.0), (4.0, 0.0)),
        ((0.0, 0.0), (1e8, 1e8), (-1e8, 3.0)),
    ],
)
def test_a_degenerate_area_is_still_a_drawable_shape(ring: tuple[tuple[float, float], ...]) -> None:
    for areas in ([Area("1", "", (ring,))], [Area("1", "", (ring,)), Area("2", "", (((0, 0), (9, 0), (9, 9)),))]):
        for each in place(areas, BOX):
            assert each.extent[0] > 0 < each.extent[1]


coordinates = st.floats(-1e7, 1e7)
areas_of = st.lists(
    st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=8).map(
        lambda ring: Area("1", "", (tuple(ring),))
    ),
    max_size=4,
)


@given(areas_of, st.integers(20_000, 9_000_000), st.integers(20_000, 9_000_000))
def test_no_area_leaves_the_box(areas: list[Area], width: int, height: int) -> None:
    box = Box(Emu(1000), Emu(-500), Emu(width), Emu(height))
    for each in place(areas, box):
        assert box.x <= each.box.x and each.box.right <= box.right + 6350
        assert box.y <= each.box.y and each.box.bottom <= box.bottom + 6350


def test_a_map_without_areas_has_no_shapes() -> None:
    assert place((), BOX) == ()
