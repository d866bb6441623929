"""A connector runs from site to site, and its frame draws just that way."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Emu
from osloregion_slides.connectors import Route, route, site
from osloregion_slides.scene import Box, Colour, Connector, ConnectorEnd, Group, Shape, Stroke
from tests.pptx.opened import find, one, write
from tests.pptx.sample import box_of, diagram, slide

PEN = Stroke(Colour("tx1"))
OUTLINES = {  # the preset geometries in a frame of 1 × 1, from the standard's presetShapeDefinitions
    "straightConnector1": ((0.0, 0.0), (1.0, 1.0)),
    "bentConnector2": ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),
    "bentConnector3": ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (1.0, 1.0)),
}


def between(start: Box, end: Box, sites: tuple[int, int], elbow: bool = True) -> Route:
    shapes = {"a": Shape("a", start), "b": Shape("b", end)}
    return route(Connector("c", ConnectorEnd("a", sites[0]), ConnectorEnd("b", sites[1]), PEN, elbow), shapes)


def drawn(way: Route) -> list[tuple[float, float]]:
    """Where the frame puts the preset's corners: flipped, then turned about the middle."""
    box = way.box
    cx, cy = box.x + box.w / 2, box.y + box.h / 2
    angle = math.radians(way.rotation / 60_000)
    points = []
    for u, v in OUTLINES[way.preset]:
        x = ((1 - u if way.flip_h else u) - 0.5) * box.w
        y = ((1 - v if way.flip_v else v) - 0.5) * box.h
        points.append((cx + x * math.cos(angle) - y * math.sin(angle), cy + x * math.sin(angle) + y * math.cos(angle)))
    return points


BOXES = st.builds(
    lambda x, y, w, h: Box(Emu(x), Emu(y), Emu(2 * w), Emu(2 * h)),
    *[st.integers(0, 9_000_000)] * 2,
    *[st.integers(1, 2_000_000)] * 2,
)


@given(BOXES, BOXES, st.tuples(st.integers(0, 3), st.integers(0, 3)), st.booleans())
def test_the_frame_of_a_connector_gives_its_end_points(
    start: Box, end: Box, sites: tuple[int, int], elbow: bool
) -> None:
    way = between(start, end, sites, elbow)
    assert way.box.w >= 0
    assert way.box.h >= 0
    assert len(way.points) == len(OUTLINES[way.preset])
    for (x, y), (u, v) in zip(way.points, drawn(way)):
        assert abs(x - u) <= 1.5
        assert abs(y - v) <= 1.5


@given(BOXES, BOXES, st.tuples(st.integers(0, 3), st.integers(0, 3)))
def test_an_elbow_connects_its_sites_with_right_angles(start: Box, end: Box, sites: tuple[int, int]) -> None:
    points = between(start, end, sites).points
    assert points[0] == site(Shape("a", start), sites[0])
    assert points[-1] == site(Shape("b", end), sites[1])
    if len(points) > 2:
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in zip(points, points[1:]))


@pytest.mark.parametrize(
    ("end", "sites", "preset", "rotation", "flip"),
    [
        (box_of(1, 5, 2, 1), (2, 0), "bentConnector3", 5_400_000, False),
        (box_of(6, 5, 2, 1), (2, 0), "bentConnector3", 16_200_000, True),
        (box_of(3, 5, 2, 1), (2, 0), "straightConnector1", 0, False),
        (box_of(7, 4, 2, 1), (3, 1), "bentConnector3", 0, False),
        (box_of(7, 4, 2, 1), (2, 1), "bentConnector2", 16_200_000, True),
    ],
    ids=["down left", "down right", "straight down", "sideways", "round a corner"],
)
def test_elbows_have_the_same_frames_as_in_powerpoint(
    end: Box, sites: tuple[int, int], preset: str, rotation: int, flip: bool
) -> None:
    way = between(box_of(3, 2, 2, 1), end, sites)
    assert (way.preset, way.rotation, way.flip_h) == (preset, rotation, flip)


def test_the_middle_segment_of_an_elbow_is_at_half_the_gap() -> None:
    way = between(box_of(3, 1, 2, 1), box_of(1, 4, 2, 1), (2, 0))
    assert way.points[1][1] == way.points[2][1] == Emu(3 * 914_400)


def test_an_ellipse_has_eight_connection_sites() -> None:
    circle = Shape("o", Box(Emu(0), Emu(0), Emu(2000), Emu(2000)), "ellipse")
    assert [site(circle, n) for n in (0, 2, 4, 6)] == [(1000, 0), (0, 1000), (1000, 2000), (2000, 1000)]
    for number in (1, 3, 5, 7):
        x, y = site(circle, number)
        assert abs(math.hypot(x - 1000, y - 1000) - 1000) < 2


def test_both_ends_are_glued_by_id_and_site() -> None:
    root = write(slide("s", diagram("s"))).slide()
    ids = {e.get("name"): e.get("id") for e in find(root, "//p:cNvPr")}
    first = find(root, "//p:cxnSp")[0]
    assert dict(one(first, ".//a:stCxn").attrib) == {"id": ids["s/a"], "idx": "2"}
    assert dict(one(first, ".//a:endCxn").attrib) == {"id": ids["s/b"], "idx": "0"}


def test_a_connector_may_precede_its_shapes_and_be_in_another_group() -> None:
    line = Connector("s/line", ConnectorEnd("s/a", 3), ConnectorEnd("s/b", 1), PEN)
    inside = Group("s/g", (Shape("s/b", box_of(5, 1, 1, 1)),), "x")
    root = write(slide("s", line, Shape("s/a", box_of(1, 1, 1, 1)), inside)).slide()
    assert dict(one(root, "//a:endCxn").attrib) == {"id": "5", "idx": "1"}


def test_a_connector_to_a_missing_shape_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        write(slide("s", Connector("s/line", ConnectorEnd("s/a", 3), ConnectorEnd("s/b", 1), PEN)))
