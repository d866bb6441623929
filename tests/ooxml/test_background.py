"""The background under a point, without a brand and without a slide."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from osloregion_slides.base.units import Emu
from osloregion_slides.ooxml.background import coverage, covers, fixed_shapes, ground_over
from osloregion_slides.ooxml.names import A, P, local
from osloregion_slides.scene import Box
from tests.guards.calls import calls

WHITE, RED = (255, 255, 255), (255, 0, 0)
INSIDE, OUTSIDE = (50.0, 50.0), (500.0, 500.0)
BOX = '<a:off x="0" y="0"/><a:ext cx="100" cy="100"/>'
FILL = '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
SHAPE = f"<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{BOX}</a:xfrm>{FILL}</p:spPr></p:sp>"
PLACEHOLDER = SHAPE.replace("<p:nvPr/>", "<p:nvPr><p:ph/></p:nvPr>")
GROUP = f"<p:grpSp><p:grpSpPr><a:xfrm>{BOX}</a:xfrm></p:grpSpPr></p:grpSp>"
TURNED = GROUP.replace("<a:xfrm>", '<a:xfrm rot="60000">')
FILLED = GROUP.replace("</p:grpSpPr>", "</p:grpSpPr>" + SHAPE)
BOUNDLESS = "<p:graphicFrame/>"


def sheet(*shapes: str, shown: str = "1") -> Any:
    tree = f"<p:spTree><p:nvGrpSpPr/><p:grpSpPr/>{''.join(shapes)}</p:spTree>"
    return etree.fromstring(f'<p:s xmlns:p="{P}" xmlns:a="{A}" showMasterSp="{shown}"><p:cSld>{tree}</p:cSld></p:s>')


@pytest.mark.parametrize(("shown", "kinds"), [("1", ["grpSp", "sp"]), ("0", ["sp"])])
def test_master_and_layout_draw_their_shapes_but_no_placeholders(shown: str, kinds: list[str]) -> None:
    found = fixed_shapes(sheet(SHAPE, PLACEHOLDER, shown=shown), sheet(PLACEHOLDER, GROUP))
    assert [local(shape) for shape in found] == kinds


@pytest.mark.parametrize(
    ("shapes", "at", "colour"),
    [
        ((), INSIDE, WHITE),
        ((SHAPE,), INSIDE, RED),
        ((SHAPE,), OUTSIDE, WHITE),
        ((SHAPE, GROUP), INSIDE, RED),
        ((FILLED,), INSIDE, RED),
        ((FILLED,), OUTSIDE, WHITE),
        ((SHAPE, TURNED), INSIDE, None),
        ((SHAPE, TURNED), OUTSIDE, WHITE),
        ((TURNED, SHAPE), INSIDE, RED),
        ((BOUNDLESS,), OUTSIDE, None),
    ],
)
def test_a_rotated_group_makes_the_background_unknown_within_its_extent(
    shapes: tuple[str, ...], at: tuple[float, float], colour: tuple[int, int, int] | None
) -> None:
    assert ground_over(at, fixed_shapes(sheet(*shapes), None), {}, (WHITE,)) == (() if colour is None else (colour,))


GRID = 12
"""Cells of the freeforms of these tests: points lie on whole numbers, and are asked for between them."""
POINT = st.tuples(st.integers(0, GRID), st.integers(0, GRID))
RINGS = st.lists(st.lists(POINT, min_size=3, max_size=7), min_size=1, max_size=3)


def freeform(rings: list[list[tuple[int, int]]]) -> Any:
    """Return a shape with one path of these rings in a grid of ``GRID`` each way."""
    steps = [
        f'<a:{"lnTo" if place else "moveTo"}><a:pt x="{x}" y="{y}"/></a:{"lnTo" if place else "moveTo"}>'
        for ring in rings
        for place, (x, y) in enumerate(ring)
    ]
    path = f'<a:path w="{GRID}" h="{GRID}">{"".join(steps)}</a:path>'
    geometry = f"<p:spPr><a:custGeom><a:pathLst>{path}</a:pathLst></a:custGeom></p:spPr>"
    return etree.fromstring(f'<p:sp xmlns:a="{A}" xmlns:p="{P}">{geometry}</p:sp>')


def crossings_to_the_right(rings: list[list[tuple[int, int]]], x: float, y: float) -> int:
    sides = [side for ring in rings for side in zip(ring, [*ring[1:], ring[0]])]
    return sum((a[1] > y) != (b[1] > y) and x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) for a, b in sides)


@given(RINGS)
def test_a_freeform_covers_points_inside_an_odd_number_of_rings(rings: list[list[tuple[int, int]]]) -> None:
    box, shape = Box(Emu(0), Emu(0), Emu(GRID), Emu(GRID)), freeform(rings)
    is_covered = coverage(shape, box)
    for x in range(GRID):
        for y in range(GRID):
            at = (x + 0.37, y + 0.5)
            assert is_covered(at) == covers(shape, box, at) == bool(crossings_to_the_right(rings, *at) % 2)


def test_the_points_of_a_drawing_are_read_only_once() -> None:
    ring = [(number % GRID, number * 7 % GRID) for number in range(3000)]
    box, shape = Box(Emu(0), Emu(0), Emu(GRID), Emu(GRID)), freeform([ring])

    def ask(count: int) -> None:
        is_covered = coverage(shape, box)
        for number in range(count):
            is_covered((number % GRID + 0.37, 5.5))

    assert calls(lambda: ask(300)) < 2 * calls(lambda: ask(1))
