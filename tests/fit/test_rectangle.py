from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from osloregion_slides.base.units import EMU_PER_PT, Emu
from osloregion_slides.fit import rectangle
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.scene import Box
from tests.libreoffice import needs_libreoffice, pdf

PRESETS = tuple(rectangle._RULES)
GUIDES = ("adj", "adj1", "adj2")


@pytest.mark.parametrize(
    ("preset", "adjust", "expected"),
    [
        ("rect", (), (0, 0, 4000, 2000)),
        ("ellipse", (), (586, 293, 2828, 1414)),
        ("roundRect", (), (98, 98, 3804, 1804)),
        ("roundRect", (("adj", 50_000),), (293, 293, 3414, 1414)),
        ("roundRect", (("adj", 90_000),), (293, 293, 3414, 1414)),
        ("round2SameRect", (("adj1", 50_000), ("adj2", 0)), (293, 293, 3414, 1707)),
        ("triangle", (), (1000, 1000, 2000, 1000)),
        ("triangle", (("adj", 0),), (0, 1000, 2000, 1000)),
        ("homePlate", (), (0, 0, 3500, 2000)),
        ("chevron", (), (1000, 0, 2000, 2000)),
        ("chevron", (("adj", 150_000),), (0, 0, 4000, 2000)),
        ("diamond", (), (1000, 500, 2000, 1000)),
        ("donut", (), (586, 293, 2828, 1414)),
        ("round1Rect", (("adj", 50_000),), (0, 0, 3707, 2000)),
        ("round2SameRect", (("adj1", 0), ("adj2", 50_000)), (293, 0, 3414, 1707)),
        ("round2DiagRect", (("adj1", 0), ("adj2", 50_000)), (293, 293, 3414, 1414)),
        ("snip1Rect", (("adj", 50_000),), (0, 500, 3500, 1500)),
        ("snip2SameRect", (("adj1", 20_000), ("adj2", 50_000)), (500, 200, 3000, 1300)),
        ("rtTriangle", (), (334, 1167, 1999, 666)),
        ("parallelogram", (), (542, 271, 2916, 1458)),
        ("trapezoid", (), (334, 167, 3332, 1833)),
        ("octagon", (), (293, 293, 3414, 1414)),
        ("homePlate", (("adj", 150_000),), (0, 0, 2500, 2000)),
        ("rightArrow", (), (0, 500, 3500, 1000)),
        ("rightArrow", (("adj1", 100_000),), (0, 0, 3000, 2000)),
        ("rightArrow", (("adj2", 100_000),), (0, 500, 3000, 1000)),
        ("foldedCorner", (), (0, 0, 4000, 1666)),
    ],
)
def test_each_preset_shape_has_this_text_rectangle(
    preset: str, adjust: tuple[tuple[str, int], ...], expected: tuple[int, int, int, int]
) -> None:
    found = text_box(preset, Box(Emu(100), Emu(200), Emu(4000), Emu(2000)), adjust)
    assert (found.x - 100, found.y - 200, found.w, found.h) == expected


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("rect", (0, 0, 2000, 4000)),
        ("parallelogram", (375, 750, 1250, 2500)),
        ("trapezoid", (334, 667, 1332, 3333)),
        ("chevron", (0, 0, 2000, 4000)),
        ("homePlate", (0, 0, 1500, 4000)),
        ("rightArrow", (0, 1000, 1500, 2000)),
    ],
)
def test_in_a_box_higher_than_wide_the_width_is_the_shorter_side(
    preset: str, expected: tuple[int, int, int, int]
) -> None:
    found = text_box(preset, Box(Emu(0), Emu(0), Emu(2000), Emu(4000)))
    assert (found.x, found.y, found.w, found.h) == expected


def test_a_preset_without_a_rule_uses_its_box_as_text_rectangle() -> None:
    box = Box(Emu(0), Emu(0), Emu(100), Emu(100))
    assert text_box("sun", box) == box != text_box("ellipse", box)


@given(
    st.sampled_from(PRESETS),
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.lists(st.tuples(st.sampled_from(GUIDES), st.integers(-(10**5), 2 * 10**5)), max_size=2),
)
@example("ellipse", 1, 1, [])
def test_the_text_rectangle_lies_inside_the_box(preset: str, w: int, h: int, adjust: list[tuple[str, int]]) -> None:
    box = Box(Emu(5), Emu(7), Emu(w), Emu(h))
    inner = text_box(preset, box, adjust)
    assert box.x <= inner.x and box.y <= inner.y and inner.right <= box.right and inner.bottom <= box.bottom
    assert inner.w >= 0 and inner.h >= 0


def corner_deck(path: str, size: tuple[int, int]) -> None:
    """A slide a preset, on it the shape twice: text in its upper left and in its lower right corner."""
    from pptx import Presentation
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Emu as Length
    from pptx.util import Pt

    deck = Presentation()
    for preset in PRESETS:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for anchor, align in (("t", "l"), ("b", "r")):
            shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Length, (10**6, 10**6, *size)))
            shape._element.spPr.prstGeom.set("prst", preset)
            frame = shape.text_frame
            frame.text = "HHH"
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            frame._txBody.bodyPr.set("anchor", anchor)
            frame.paragraphs[0]._p.get_or_add_pPr().set("algn", align)
            font = frame.paragraphs[0].runs[0].font
            font.size, font.name = Pt(10), "Carlito"
    deck.save(path)


@pytest.mark.parametrize("size", [(4_000_000, 2_000_000), (2_000_000, 3_000_000)])
def test_libreoffice_uses_the_same_text_rectangle(tmp_path: Any, size: tuple[int, int]) -> None:
    needs_libreoffice()
    corner_deck(str(tmp_path / "corners.pptx"), size)
    pdf(str(tmp_path / "corners.pptx"), str(tmp_path / "corners.pdf"))
    listed = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "corners.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    word = re.compile(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">HHH')
    box = Box(Emu(10**6), Emu(10**6), Emu(size[0]), Emu(size[1]))
    origin = (0.0, 0.0)  # how far the glyphs' box lies under the line's top and bottom, from the first preset
    for preset, page in zip(PRESETS, listed.split("<page ")[1:], strict=True):
        (left, top, _, _), (_, _, right, bottom) = [tuple(map(float, found)) for found in word.findall(page)]
        ours = text_box(preset, box)
        edges = [edge / EMU_PER_PT for edge in (ours.x, ours.y, ours.right, ours.bottom)]
        if preset == "rect":
            origin = (top - edges[1], bottom - edges[3])
        seen = [left, top - origin[0], right, bottom - origin[1]]
        assert seen == pytest.approx(edges, abs=0.4), preset
