"""A title that is readable only on a painted band stays on it; ``check`` judges text where it is drawn."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches

from osloregion_slides import build, check
from tests.brand import foreign

COLOUR: Any = RGBColor
NAVY, WHITE = COLOUR(0x10, 0x20, 0x60), COLOUR(0xFF, 0xFF, 0xFF)
TEXTS = """deck: d
title: En presentasjon
language: nb
brand: mal.pptx
fit: best
slides:
  - {id: a, kind: bullets, kicker: Bakgrunn, title: Hvorfor en allianse?, items: [Ett, To]}
  - {id: b, kind: bullets, kicker: Samarbeid, title: En tittel som er så lang at den må stå på to linjer, items: [Ett]}
  - {id: c, kind: statement, title: Strategisk allianse, text: Stiftet i 2004}
  - {id: d, kind: bullets, title: Uten linje over, items: [Ett, To]}
"""


def banded(top: float, height: float, anchor: str, over: float = 0.0) -> bytes:
    """Return a white template with a dark band across it, inches, and a white title on it, ``over`` higher and lower."""
    deck: Any = Presentation()
    master = deck.slide_master
    donor = deck.slides.add_slide(deck.slide_layouts[6])
    band = donor.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, Inches(top), deck.slide_width, Inches(height))
    band.fill.solid()
    band.fill.fore_color.rgb = NAVY
    master.shapes._spTree.insert(2, band._element)
    deck.slides._sldIdLst.remove(deck.slides._sldIdLst[0])
    for sheet in (master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape.placeholder_format.type in (1, 3):
                shape.left, shape.width = Inches(0.5), Inches(9)
                shape.top, shape.height = Inches(top - over), Inches(height + 2 * over)
                shape.text_frame.vertical_anchor = getattr(MSO_ANCHOR, anchor)
    white = '<a:solidFill xmlns:a="{}"><a:srgbClr val="FFFFFF"/></a:solidFill>'
    from lxml import etree

    for style in master._element.iter("{*}titleStyle"):
        for properties in style.iter("{*}defRPr"):
            for fill in properties.findall("{*}solidFill"):
                new = etree.fromstring(white.format(etree.QName(fill).namespace))
                properties.replace(fill, new)
    return foreign.saved(deck)


BANDS = [
    *itertools.product((0.0, 0.3), (0.5, 0.7, 1.0, 1.6), ("TOP", "MIDDLE", "BOTTOM"), (0.0, 0.1)),
    (6.0, 0.8, "MIDDLE", 0.0),
]


@pytest.mark.parametrize("band", BANDS[::5], ids=str)
def test_a_title_stays_on_the_band_that_makes_it_readable(band: Any, tmp_path: Path) -> None:
    top, height, anchor, over = band
    (tmp_path / "mal.pptx").write_bytes(banded(top, height, anchor, over))
    (tmp_path / "o.yaml").write_text(TEXTS, "utf-8")
    built = build(tmp_path / "o.yaml")
    assert [(one.shape, one.message) for one in built.findings if one.code == "low-contrast"] == []
    (tmp_path / "d.pptx").write_bytes(built.data)
    deck: Any = Presentation(str(tmp_path / "d.pptx"))
    said = {shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame}
    assert {"Bakgrunn", "Samarbeid"} <= said
    for slide in list(deck.slides)[:2]:  # the first line of a title that ends off its band would be seen on white
        title = slide.shapes.title
        least = title.text_frame.paragraphs[0].runs[0].font.size or Inches(0.4)
        assert Inches(top - over) <= title.top and title.top + least <= Inches(top + height + over)


@pytest.mark.parametrize(("down", "severity"), [(0.0, []), (0.55, ["error"]), (3.0, ["error"])])
def test_a_title_half_off_its_band_is_an_error(down: float, severity: list[str], tmp_path: Path) -> None:
    deck: Any = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, deck.slide_width, Inches(1))
    band.fill.solid()
    band.fill.fore_color.rgb = NAVY
    box = slide.shapes.add_textbox(Inches(1), Inches(0.1 + down), Inches(6), Inches(0.8))
    run = box.text_frame.paragraphs[0].add_run()
    run.text, run.font.color.rgb, run.font.size = "Tittel", WHITE, Inches(0.5)
    deck.save(str(tmp_path / "d.pptx"))
    assert [str(one.severity) for one in check(tmp_path / "d.pptx") if one.code == "low-contrast"] == severity


def test_text_off_the_centre_of_its_box_is_judged_at_its_position(tmp_path: Path) -> None:
    deck: Any = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    panel = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(3), 0, Inches(7), Inches(7.5))
    panel.fill.solid()
    panel.fill.fore_color.rgb = NAVY
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(8), Inches(0.6))
    box.text_frame.word_wrap = True
    run = box.text_frame.paragraphs[0].add_run()
    run.text, run.font.color.rgb = "Ord", WHITE
    deck.save(str(tmp_path / "d.pptx"))
    assert [str(one.severity) for one in check(tmp_path / "d.pptx") if one.code == "low-contrast"] == ["error"]
