"""Where shapes are and how they are turned, read from ``a:xfrm``."""

from __future__ import annotations

import pytest
from lxml import etree

from osloregion_slides.ooxml.geometry import turn_of

HALF, QUARTER = 10_800_000, 5_400_000


@pytest.mark.parametrize(
    ("attributes", "turn"),
    [
        ({}, (0, False)),
        ({"rot": "900000"}, (900_000, False)),
        ({"rot": "-900000"}, (20_700_000, False)),
        ({"rot": "21600000"}, (0, False)),
        ({"flipH": "1"}, (0, True)),
        ({"flipV": "1"}, (HALF, True)),
        ({"flipH": "true", "flipV": "1"}, (HALF, False)),
        ({"rot": str(QUARTER), "flipV": "1"}, (QUARTER + HALF, True)),
        ({"rot": "a turn"}, (0, False)),
    ],
)
def test_each_appearance_of_a_rotated_shape_has_one_canonical_form(
    attributes: dict[str, str], turn: tuple[int, bool]
) -> None:
    assert turn_of(etree.Element("xfrm", attributes)) == turn
