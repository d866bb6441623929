"""Preset shapes: every one that fit knows is drawn, and none leaves its box."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.fit.rectangle import _RULES
from osloregion_slides.render.shapes import _CORNERS, _ROUNDED, outline
from tests.render.sample import box

PRESETS = sorted({*_CORNERS, *_ROUNDED, "rect", "roundRect", "ellipse"})
NOT_DRAWN = {"donut"}


def test_every_preset_that_can_hold_text_is_drawn() -> None:
    assert set(_RULES) - NOT_DRAWN - {"flowChartConnector"} <= set(PRESETS)


@pytest.mark.parametrize(
    ("preset", "adjust", "path"),
    [
        ("triangle", (), "M60 10L110 60L10 60Z"),
        ("triangle", (("adj", 0),), "M10 10L110 60L10 60Z"),
        ("homePlate", (), "M10 10L85 10L110 35L85 60L10 60Z"),
        ("diamond", (), "M60 10L110 35L60 60L10 35Z"),
        ("round2SameRect", (("adj1", 50_000),), "M35 10H85A25 25 0 0 1 110 35V60H10V35A25 25 0 0 1 35 10Z"),
    ],
)
def test_preset_shapes_match_the_standard(preset: str, adjust: tuple[tuple[str, int], ...], path: str) -> None:
    assert outline(preset, box(10, 10, 100, 50), adjust, "") == f'<path d="{path}"/>'


def test_round_corners_are_a_share_of_the_shorter_side() -> None:
    assert ' rx="25"' in outline("roundRect", box(0, 0, 100, 50), (("adj", 50_000),), "")
    assert "rx" not in outline("roundRect", box(0, 0, 100, 50), (("adj", 0),), "")


sides = st.integers(1, 4000)
guides = st.integers(-50_000, 500_000)


@given(preset=st.sampled_from(PRESETS), w=sides, h=sides, adjust=st.tuples(guides, guides, guides))
def test_no_preset_shape_exceeds_its_box(preset: str, w: int, h: int, adjust: tuple[int, int, int]) -> None:
    drawn = outline(preset, box(0, 0, w, h), tuple(zip(("adj", "adj1", "adj2"), adjust)), "")
    path = re.search(r'd="([^"]*)"', drawn)
    if path is None:
        assert drawn.startswith(("<rect", "<ellipse"))
        return
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.group(1)):
        assert -0.01 <= float(x) <= w + 0.01
        assert -0.01 <= float(y) <= h + 0.01
    for radius in re.findall(r"A([\d.]+)", path.group(1)):
        assert float(radius) <= min(w, h) / 2 + 0.01
