"""What is painted under a point, without a brand and without a slide."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from osloregion_slides.ooxml.background import fixed_shapes, ground_over
from osloregion_slides.ooxml.names import A, P, local

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
def test_a_turned_group_makes_the_ground_unknown_where_it_reaches(
    shapes: tuple[str, ...], at: tuple[float, float], colour: tuple[int, int, int] | None
) -> None:
    assert ground_over(at, fixed_shapes(sheet(*shapes), None), {}, (WHITE,)) == (() if colour is None else (colour,))
