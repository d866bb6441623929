from __future__ import annotations

import pytest

from osloregion_slides.base.findings import Location
from osloregion_slides.base.units import inches
from osloregion_slides.compose.tree import BAND_PAD, LOWEST, Branch, tree_places
from osloregion_slides.scene import Box

AREA = Box(inches(1), inches(1), inches(12), inches(5))


def branch(key: str, parent: str, depth: int, left: float, right: float, group: str = "") -> Branch:
    return Branch(key, (), (), group, parent, depth, left, right, Location("a.yaml"))


def tree(*groups: str) -> tuple[Branch, ...]:
    """Return a body over two others, in three groups."""
    top, first, second = groups
    return (
        branch("a", "", 0, 0, 2, top),
        branch("b", "a", 1, 0, 1, first),
        branch("c", "a", 1, 1, 2, second),
    )


@pytest.mark.parametrize(
    ("groups", "bands"),
    [
        pytest.param("pqq", ["p", "q"], id="control: one group a row"),
        pytest.param("ppp", ["p"], id="one group in all"),
        pytest.param("pqr", [], id="a row of two groups"),
        pytest.param("ppq", [], id="a row that shares the group above"),
    ],
)
def test_bands_exist_only_if_each_row_belongs_to_one_group(groups: str, bands: list[str]) -> None:
    made = tree_places(tree(*groups), AREA, titled=True)
    assert list(made.bands) == bands
    for band, box in made.bands.items():
        members = [made.boxes[one.key] for one in tree(*groups) if one.group == band]
        assert box.y == min(one.y for one in members) - BAND_PAD
        assert box.bottom == max(one.bottom for one in members) + BAND_PAD
    assert tree_places(tree(*groups), AREA, titled=False).bands == {}


@pytest.mark.parametrize(("height", "fits"), [(5.0, True), (0.5, False)])
def test_a_box_is_at_least_one_line_high_and_the_tree_reports_its_end(height: float, fits: bool) -> None:
    area = AREA.replace(h=inches(height))
    made = tree_places(tree("", "", ""), area, titled=False)
    assert all(box.h >= LOWEST for box in made.boxes.values())
    assert (made.bottom <= area.bottom) == fits


def test_a_body_is_centred_above_those_below_it() -> None:
    boxes = tree_places(tree("", "", ""), AREA, titled=False).boxes
    middles = {key: box.x + box.w / 2 for key, box in boxes.items()}
    assert middles["a"] == pytest.approx((middles["b"] + middles["c"]) / 2, abs=2)
    assert boxes["b"].right < boxes["c"].x
