"""Drawings of foreign layouts: thin shapes, titles with a fill, bands, placeholders too small for a text."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

from osloregion_slides import build, check
from osloregion_slides.brand.load import load_brand
from tests.brand import foreign

TEXTS = """deck: d
title: En presentasjon
language: nb
brand: mal.pptx
slides:
  - {id: front, kind: cover, title: Et møte, subtitle: Samarbeidsalliansen Osloregionen, line: "Oslo, 1.2.2008"}
  - {id: why, kind: points, kicker: Bakgrunn, title: Hvorfor en allianse?, points: [Ett, To, Tre]}
"""
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def whole() -> Any:
    return Presentation(io.BytesIO(foreign.default()))


def filled(shape: Any, colour: str) -> None:
    """Give a shape a plain fill."""
    for old in shape._element.spPr.findall(f"{{{A}}}solidFill"):
        shape._element.spPr.remove(old)
    fill = etree.fromstring(f'<a:solidFill xmlns:a="{A}"><a:srgbClr val="{colour}"/></a:solidFill>')
    properties = shape._element.spPr
    properties.insert(max([n for n, one in enumerate(properties, 1) if one.tag.endswith(("xfrm", "Geom"))]), fill)


def drawn(deck: Any, colour: str, make: Callable[[Any], Any]) -> None:
    """Draw a shape under all others of each layout, filled."""
    donor = deck.slides.add_slide(deck.slide_layouts[6])
    shape = make(donor.shapes)
    filled(shape, colour)
    for layout in deck.slide_layouts:
        layout.shapes._spTree.insert(2, copy.deepcopy(shape._element))
    deck.slides._sldIdLst.remove(deck.slides._sldIdLst[0])


def titles(deck: Any) -> list[Any]:
    sheets = (deck.slide_master, *deck.slide_layouts)
    return [one for sheet in sheets for one in sheet.placeholders if one.placeholder_format.type in (1, 3)]


def white_titles(deck: Any) -> None:
    for style in deck.slide_master._element.iter("{*}titleStyle"):
        for properties in style.iter("{*}defRPr"):
            for fill in properties.findall("{*}solidFill"):
                new = f'<a:solidFill xmlns:a="{A}"><a:srgbClr val="FFFFFF"/></a:solidFill>'
                properties.replace(fill, etree.fromstring(new))


def thin_drawing() -> bytes:
    """A dark slide, a pale drawing in thin lines all over it, and pale texts."""
    deck = whole()
    master = deck.slide_master._element
    ground = '<p:bg xmlns:p="{}" xmlns:a="{}"><p:bgPr><a:solidFill><a:srgbClr val="102020"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    common = master.find("{*}cSld")
    for old in common.findall("{*}bg"):
        common.remove(old)
    common.insert(0, etree.fromstring(ground.format(etree.QName(common).namespace, A)))

    def lines(shapes: Any) -> Any:
        wide, high = int(deck.slide_width), int(deck.slide_height)
        path = shapes.build_freeform(0, 0)
        path.add_line_segments([(wide, 0), (wide, high), (wide - 9000, high), (wide - 9000, 9000), (0, 9000)])
        return path.convert_to_shape()

    drawn(deck, "F0F8F8", lines)
    white_titles(deck)
    return foreign.saved(deck)


def own_fill(top: float = 0.2) -> bytes:
    """White titles whose placeholders are filled themselves, at the upper edge of a white slide."""
    deck = whole()
    for title in titles(deck):
        title.left, title.top, title.width, title.height = Inches(0.3), Inches(top), Inches(9), Inches(0.8)
        filled(title, "A40006")
    white_titles(deck)
    return foreign.saved(deck)


def low_band() -> bytes:
    """White titles on a dark band that goes on below them, into where the master's body begins."""
    deck = whole()
    for title in titles(deck):
        title.left, title.top, title.width, title.height = Inches(0.5), Inches(0.5), Inches(9), Inches(0.7)
    drawn(deck, "31394D", lambda s: s.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, deck.slide_width, Inches(2.8)))
    white_titles(deck)
    return foreign.saved(deck)


def small_place(top: float, high: float, size: int) -> bytes:
    """A cover whose place for the subtitle is too low, and one for the date, which nobody writes, under it."""
    deck = whole()
    cover = deck.slide_layouts[0]
    for shape in list(cover.placeholders):
        kind = shape.placeholder_format.type
        if kind == 3:
            shape.top, shape.left, shape.width, shape.height = Inches(0.8), Inches(0.8), Inches(8), Inches(1.4)
        elif kind == 4:
            shape.top, shape.left, shape.width, shape.height = Inches(top), Inches(0.8), Inches(8), Inches(high)
            shape.text_frame.paragraphs[0].font.size = Pt(size)
            for properties in shape._element.iter(f"{{{A}}}lvl1pPr"):
                for default in properties.iter(f"{{{A}}}defRPr"):
                    default.set("sz", str(size * 100))
        elif kind == 16:
            shape.top, shape.left, shape.width, shape.height = (
                Inches(top) + Inches(high),
                Inches(0.8),
                Inches(8),
                Inches(0.4),
            )
    return foreign.saved(deck)


TEMPLATES: dict[str, Callable[[], bytes]] = {
    "plain": foreign.default,
    "a drawing in thin lines": thin_drawing,
    "titles filled themselves": own_fill,
    "titles filled themselves, lower": lambda: own_fill(0.6),
    "a band under the title": low_band,
    "a date under a low subtitle": lambda: small_place(2.3, 0.3, 24),
    "a subtitle of one small line at the foot": lambda: small_place(6.9, 0.25, 8),
}


@pytest.mark.parametrize("made", TEMPLATES)
def test_every_text_is_readable_on_the_drawings_of_a_layout(made: str, tmp_path: Path) -> None:
    (tmp_path / "mal.pptx").write_bytes(TEMPLATES[made]())
    (tmp_path / "o.yaml").write_text(TEXTS, "utf-8")
    built = build(tmp_path / "o.yaml")
    assert [(one.code, one.shape, one.message) for one in built.findings if one.severity == "error"] == []
    assert [one.message for one in built.findings if one.code == "low-contrast" and "why" in one.shape] == []
    (tmp_path / "d.pptx").write_bytes(built.data)
    assert [one for one in check(tmp_path / "d.pptx") if one.severity == "error"] == []
    deck: Any = Presentation(str(tmp_path / "d.pptx"))
    said = "".join([one.text or "" for slide in deck.slides for one in slide._element.iter(f"{{{A}}}t")])
    assert all([text in said for text in ("Samarbeidsalliansen Osloregionen", "Oslo, 1.2.2008", "Bakgrunn", "Tre")])


def test_a_thin_drawing_is_not_the_background_of_its_layout(tmp_path: Path) -> None:
    (tmp_path / "mal.pptx").write_bytes(thin_drawing())
    assert load_brand("mal.pptx", str(tmp_path)).layout("content").dark


def test_an_unused_date_placeholder_takes_no_room_from_a_subtitle(tmp_path: Path) -> None:
    (tmp_path / "mal.pptx").write_bytes(TEMPLATES["a date under a low subtitle"]())
    (tmp_path / "o.yaml").write_text(TEXTS, "utf-8")
    deck: Any = Presentation(io.BytesIO(build(tmp_path / "o.yaml").data))
    subtitle = next(shape for shape in deck.slides[0].placeholders if shape.placeholder_format.type == 4)
    assert subtitle.height > Inches(0.3)
