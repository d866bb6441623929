"""Properties: on foreign templates no text of ours crosses the edge of a drawing, and openings fill their slides."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches

from osloregion_slides.base.units import Emu, inches
from osloregion_slides.brand.contrast import ratio, shade
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.values import TITLES, Brand
from osloregion_slides.compose.context import INK
from osloregion_slides.ooxml.transforms import parse_hex
from osloregion_slides.scene import Box, Deck, Placeholder, Shape, Slide
from tests.brand import foreign
from tests.kinds.composing import flat
from tests.kinds.test_every_text_is_there import composed
from tests.kinds.test_text_places import gallery, meets

Made = tuple[Deck, Brand]


def painted(
    *bands: tuple[float, float, str],
    title: tuple[float, float] = (0.4, 1.0),
    wide: float = 13.333,
    high: float = 7.5,
    opening: bool = True,
    part: float = 1.0,
) -> bytes:
    """Return the default template on a page of this size with bands (top and height in inches, colour) on its master,
    and every title that is not an opening's between these inches; placeholders take ``part`` of the width.
    """
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    across, down = part * Inches(wide) / deck.slide_width, Inches(high) / deck.slide_height
    deck.slide_width, deck.slide_height = Inches(wide), Inches(high)
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape._element.spPr.xfrm is None:
                continue
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            if shape._element.ph.get("type") == "title" and sheet.name != "Section Header":
                top, height, down_here = Inches(title[0]), Inches(title[1]), 1.0
            else:
                down_here = down
            shape.left, shape.width = round(left * across), round(width * across)
            shape.top, shape.height = round(top * down_here), round(height * down_here)
    for top, height, colour in bands:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        made = slide.shapes.add_shape(1, 0, Inches(top), deck.slide_width, Inches(height))
        made.fill.solid()
        rgb: Any = RGBColor
        made.fill.fore_color.rgb = rgb(*parse_hex(colour))
        made.line.fill.background()
        deck.slide_master.shapes._spTree.insert(2, made._element)  # python-pptx adds shapes to slides only
    if not opening:
        for layout in list(deck.slide_layouts):
            if layout.name in ("Title Slide", "Section Header", "Title Only"):
                deck.slide_layouts.remove(layout)
    return foreign.saved(deck)


def made(folder: Path, package: bytes, extra: str = "") -> Made:
    (folder / "mal.pptx").write_bytes(package)
    return composed(gallery(folder, extra), "mal.pptx")[0], load_brand("mal.pptx", str(folder))


def letters(item: Any) -> Box:
    """Return where the lines of a text stand in its box."""
    spare = max(0, item.box.h - item.text.height)
    anchor = item.text.anchor or "t"
    top = {"t": 0, "ctr": spare // 2, "b": spare}[anchor]
    return Box(item.box.x, Emu(item.box.y + top), item.box.w, item.text.height)


def slides_with_texts(deck: Deck) -> list[tuple[Slide, Any]]:
    return [(slide, item) for slide in deck.slides for item in flat(slide.items) if getattr(item, "text", None)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("painted")
    shutil.copytree("decks/data", found / "data")
    return found


BANDS = {"black": "000000", "mint": "9CCDB5", "red": "B00020"}
PLACES = {
    "band as high as the title": ((0.0, 0.8), (0.05, 0.7)),
    "low band": ((0.0, 0.55), (0.0, 0.55)),
    "high band": ((0.0, 1.6), (0.1, 1.4)),
    "title under a band": ((0.0, 0.5), (0.5, 0.7)),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("colour", BANDS)
def test_title_and_kicker_each_have_a_single_background(folder: Path, place: str, colour: str) -> None:
    (top, height), title = PLACES[place]
    deck, _ = made(folder, painted((top, height, BANDS[colour]), title=title), "\n    kicker: Stikktittel")
    edge, crossed = inches(top + height), []
    for slide in deck.slides:
        for item in flat(slide.items):
            kicker = item.key.endswith("/kicker")
            if not kicker and not (isinstance(item, Placeholder) and item.type in TITLES):
                continue
            lines = item.box if kicker else letters(item)  # type: ignore[union-attr]
            if lines.y < edge - 12_700 and lines.bottom > edge + 12_700:
                crossed.append(item.key)
    assert crossed == []


def without_footers(package: bytes) -> Any:
    """Return a template whose layouts have no placeholders at the foot."""
    deck: Any = Presentation(io.BytesIO(package))
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape._element.ph.get("type") in ("ftr", "sldNum", "dt"):
                shape._element.getparent().remove(shape._element)
    return deck


@pytest.mark.parametrize("colour", ["0B5E6B", "00B5E2", "FFFFFF", "222222"])
def test_our_footer_is_readable_on_the_background_at_the_foot(folder: Path, colour: str) -> None:
    package = painted((6.6, 0.9, colour))
    deck = without_footers(package)
    found, brand = made(folder, foreign.saved(deck))
    feet = [item for _, item in slides_with_texts(found) if item.key.endswith("/footer")]
    assert feet
    band = Box(Emu(0), inches(6.6), brand.width, inches(0.9))
    for foot in feet:
        inside = foot.box.y >= band.y
        assert inside or foot.box.bottom <= band.y
        ground = parse_hex(colour) if inside else (255, 255, 255)
        assert ratio(shade(brand.palette, foot.text.colour), ground) >= 4.5


def pictured(low: str, *drawn: tuple[tuple[int, int, int, int], str]) -> bytes:
    """Return the template on a picture of this colour with rectangles, in pixels of 1280 by 720."""
    picture, stream = Image.new("RGB", (1280, 720), low), io.BytesIO()
    for place, colour in drawn:
        ImageDraw.Draw(picture).rectangle(place, colour)
    picture.save(stream, "PNG")
    deck: Any = Presentation(io.BytesIO(painted()))
    _, relation = deck.slide_master.part.get_or_add_image_part(io.BytesIO(stream.getvalue()))
    common = deck.slide_master._element.cSld
    old = common.find("{*}bg")
    if old is not None:
        common.remove(old)
    ground = etree.fromstring(
        '<p:bg xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:bgPr><a:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></a:blipFill><a:effectLst/></p:bgPr></p:bg>'
    )
    common.insert(0, ground)
    return foreign.saved(deck)


def test_text_on_a_picture_is_judged_against_the_part_behind_it(folder: Path) -> None:
    _, brand = made(folder, pictured("white", ((0, 0, 1280, 330), "#600060")))
    title = brand.layout("title_only").slot("title")
    assert title and title.readable and ratio(shade(brand.palette, title.readable), (96, 0, 96)) >= 4.5


def test_content_ends_above_a_band_in_a_background_picture(folder: Path) -> None:
    found, brand = made(folder, pictured("white", ((0, 610, 1280, 624), "purple")))
    line = brand.height * 610 // 720
    own = [one for one in brand.layouts if one.role == "title_only"]
    assert own and own[0].content.bottom <= line
    low = [
        item.key
        for slide in found.slides
        for item in flat(slide.items)
        if isinstance(item, Shape) and not item.key.endswith(("/footer", "/source")) and item.box.bottom > line
    ]
    assert low == []


@pytest.mark.parametrize("band", ["none", *BANDS])
def test_an_opening_slide_on_a_content_layout_is_near_the_middle_without_bullets(folder: Path, band: str) -> None:
    bands = [(0.0, 1.5, BANDS[band])] if band in BANDS else []
    deck, brand = made(folder, painted(*bands, opening=False))
    opened = [slide for slide in deck.slides if slide.layout in ("cover", "section", "statement")]
    assert {"cover", "statement", "text"} <= {slide.key for slide in opened}
    for slide in opened:
        texts = [
            item for item in slide.items if isinstance(item, Placeholder) and item.type in (*TITLES, "obj", "body")
        ]
        top, bottom = min(one.box.y for one in texts), max(one.box.bottom for one in texts)
        assert 0.3 < (top + bottom) / 2 / brand.height < 0.6, slide.key
        title, *under = sorted(texts, key=lambda one: one.type not in TITLES)
        assert title.box.y > inches(1.5)
        assert not [one.key for one in under for line in one.text.paragraphs if line.bullet != "none"]
        assert ratio(shade(brand.palette, title.text.colour or INK), parse_hex("FFFFFF")) >= 4.5


def test_a_tall_page_is_composed_from_top_to_bottom(folder: Path) -> None:
    deck, _ = made(folder, painted(wide=7.5, high=13.333, title=(0.5, 1.2)))
    by_key: dict[str, Any] = {item.key: item for slide in deck.slides for item in flat(slide.items)}
    panel = next(item for key, item in by_key.items() if key.endswith("/panel"))
    rows = [item for key, item in by_key.items() if key.startswith(panel.key.rsplit("/", 1)[0]) and "/rule" in key]
    assert rows and min(row.box.y for row in rows) >= panel.box.bottom
    text = next(item for key, item in by_key.items() if key.endswith("/panel-text"))
    assert text.box.y - panel.box.y < panel.box.h // 8
    worlds = [item for key, item in by_key.items() if key.endswith("/world")]
    assert len(worlds) == 2 and worlds[1].box.y >= worlds[0].box.bottom


def test_a_wall_of_tiles_covers_no_drawing_of_the_template(folder: Path) -> None:
    drawn, plain = painted((0.0, 0.9, "000000"), part=0.6), painted(part=0.6)
    walls = []
    for package in (plain, drawn):
        deck, _ = made(folder, package)
        walls.append([item for slide in deck.slides for item in slide.items if item.key.endswith("/tiles")])
    assert walls[0] and walls[1] == []


def logo() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (64, 64), "navy").save(stream, "PNG")
    return stream.getvalue()


def test_content_keeps_clear_of_a_shape_filled_with_a_logo(folder: Path) -> None:
    deck: Any = Presentation(io.BytesIO(painted((6.0, 1.2, "3366FF"))))
    _, relation = deck.slide_master.part.get_or_add_image_part(io.BytesIO(logo()))
    (band,) = [one for one in deck.slide_master.shapes if not one.is_placeholder]
    band.left, band.width = Inches(11.6), Inches(1.4)
    fill = band._element.spPr.find("{*}solidFill")
    fill.getparent().replace(
        fill,
        etree.fromstring(
            '<a:blipFill xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>'
        ),
    )
    _, brand = made(folder, foreign.saved(deck))
    assert not meets(brand.layout("title_only").content, Box(band.left, band.top, band.width, band.height))


def drawn(*shapes: tuple[str, tuple[float, float, float, float]], edit: Any = None, under: str = "") -> bytes:
    """Return the template with these shapes (inches) in one group on its master, ``under`` names the layout to edit.

    A shape is filled with a colour, or is an outline without a fill where that is "".
    """
    deck: Any = Presentation(io.BytesIO(painted()))
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    group = slide.shapes.add_group_shape()
    for colour, place in shapes:
        one = group.shapes.add_shape(1, *[Inches(value) for value in place])
        if colour:
            rgb: Any = RGBColor
            one.fill.solid()
            one.fill.fore_color.rgb = rgb(*parse_hex(colour))
        else:
            one.fill.background()
    deck.slide_master.shapes._spTree.insert(2, group._element)
    for layout in deck.slide_layouts:
        if edit and (not under or layout.name == under):
            edit(layout)
    return foreign.saved(deck)


def aside(layout: Any) -> None:
    """Set a layout's title in white at the left, across the middle of the slide."""
    title = layout.placeholders[0]
    title.left, title.top, title.width, title.height = [Inches(value) for value in (1, 2.4, 3.8, 2.8)]
    colour: Any = title.text_frame._txBody
    style = etree.SubElement(colour.find("{*}lstStyle"), colour.find("{*}lstStyle").tag.replace("lstStyle", "lvl1pPr"))
    made = etree.SubElement(etree.SubElement(style, style.tag.replace("lvl1pPr", "defRPr")), "x")
    made.tag = style.tag.replace("lvl1pPr", "solidFill")
    etree.SubElement(made, style.tag.replace("lvl1pPr", "srgbClr"), val="FFFFFF")


def test_content_is_placed_beside_a_title_in_a_side_panel(folder: Path) -> None:
    package = drawn(("", (-0.4, 0, 13.9, 7.5)), ("B00020", (0.9, 1.9, 4.0, 3.8)), edit=aside, under="Title Only")
    _, brand = made(folder, package)
    layout = brand.layout("title_only")
    title = layout.slot("title")
    assert title and not title.moved and not title.readable  # white on the panel, seen through the group
    assert not meets(layout.content, Box(inches(0.9), inches(1.9), inches(4.0), inches(3.8)))
    assert layout.content.w > brand.width * 0.45


@pytest.mark.parametrize("place", [(10.5, 5.6, 0.3, 1.2), (0.9, 6.1, 11.5, 0.4)])
def test_content_keeps_clear_of_drawings_at_the_foot_of_a_layout(
    folder: Path, place: tuple[float, float, float, float]
) -> None:
    _, plain = made(folder, drawn())
    _, brand = made(folder, drawn(("B00020", place)))
    mark = Box(*[inches(value) for value in place])
    assert meets(plain.layout("title_only").content, mark)
    assert not meets(brand.layout("title_only").content, mark)


def test_no_title_or_kicker_is_crossed_by_a_rule_under_the_title(folder: Path) -> None:
    package = painted((0.68, 0.02, "888888"), title=(0.03, 0.64))
    deck, _ = made(folder, package, "\n    kicker: Stikktittel")
    crossed = [
        item.key
        for slide in deck.slides
        for item in flat(slide.items)
        if item.key.endswith(("/title", "/kicker")) and letters(item).y < inches(0.66) < letters(item).bottom - 25_400
    ]
    assert crossed == []


def test_a_footer_does_not_cross_the_edge_of_a_nearly_full_slide_panel(folder: Path) -> None:
    package = painted((-0.04, 7.06, "ECEFF4"))
    deck = without_footers(package)
    found, _ = made(folder, foreign.saved(deck))
    feet = [item for _, item in slides_with_texts(found) if item.key.endswith("/footer")]
    assert [foot.key for foot in feet if foot.box.y < inches(7.02) < foot.box.bottom] == []


def test_a_statement_with_its_line_below_a_top_title_is_laid_out_as_an_opening(folder: Path) -> None:
    def low(layout: Any) -> None:
        for place in list(layout.placeholders):
            if place._element.ph.get("type") == "body":
                place.left, place.top, place.width, place.height = [Inches(v) for v in (0.9, 1.5, 11.5, 0.6)]
            elif place._element.ph.get("type") == "title":
                place.left, place.top, place.width, place.height = [Inches(v) for v in (0.9, 0.4, 11.5, 1.0)]

    deck, brand = made(folder, drawn(edit=low, under="Section Header"))
    texts = [item for slide, item in slides_with_texts(deck) if slide.layout in ("statement", "section")]
    titles = [item for item in texts if item.key.endswith("/title")]
    assert titles and min(item.box.y for item in titles) > brand.height * 0.2


@pytest.mark.parametrize("freeform", [True, False])
def test_a_body_placeholder_drawn_as_a_freeform_is_an_emblem_and_not_a_text_slot(folder: Path, freeform: bool) -> None:
    def emblem(layout: Any) -> None:
        place = next(one for one in layout.placeholders if one._element.ph.get("type") == "body")
        place.left, place.top, place.width, place.height = [Inches(v) for v in (4.4, 1.5, 2, 2.5)]
        if freeform:
            space = "http://schemas.openxmlformats.org/drawingml/2006/main"
            made = f'<a:custGeom xmlns:a="{space}"><a:pathLst><a:path w="1" h="1"/></a:pathLst></a:custGeom>'
            place._element.spPr.find("{*}xfrm").addnext(etree.fromstring(made))

    _, brand = made(folder, drawn(edit=emblem, under="Section Header"))
    assert (brand.layout("section").slot("body") is None) == freeform


def test_a_title_is_measured_in_the_font_of_its_layout(folder: Path) -> None:
    """The same font in the theme or in the master's style gives the same lines, whatever the body's font is."""
    by_theme = foreign.replaced(
        painted(), "ppt/theme/theme1.xml", lambda xml: xml.replace(b'<a:latin typeface="Calibri"/>', MONO, 1)
    )
    by_style = foreign.replaced(
        painted(), "ppt/slideMasters/slideMaster1.xml", lambda xml: xml.replace(b'<a:latin typeface="+mj-lt"/>', MONO)
    )
    shapes = []
    for package in (by_theme, by_style):
        (folder / "mal.pptx").write_bytes(package)
        title = "Delregionene er utgangspunktet for hele organiseringen"
        said = f"- {{id: one, kind: points, title: {title}, points: [Første, Andre]}}"
        path = folder / "long.yaml"
        path.write_text(f"deck: a\ntitle: A\nlanguage: nb\nbrand: mal.pptx\nslides:\n{said}\n", encoding="utf-8")
        deck, brand = composed(path, "mal.pptx")[0], load_brand("mal.pptx", str(folder))
        assert (brand.heading_font, brand.body_font) == ("Courier New", "Calibri")
        texts = [item for _, item in slides_with_texts(deck) if item.key.endswith("/title")]
        shapes.append([[(one.size, one.breaks) for one in item.text.paragraphs] for item in texts])
    assert shapes[0] and shapes[0] == shapes[1]


MONO = b'<a:latin typeface="Courier New"/>'
