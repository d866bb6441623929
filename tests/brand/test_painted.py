"""What pictures and drawings of a template paint behind text, cell by cell, and how slides keep clear of it."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.util import Inches

from osloregion_slides.brand.contrast import READABLE, on, ratio, shade
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.values import Brand, Slot
from osloregion_slides.compose.roles import inks
from osloregion_slides.ooxml.transforms import parse_hex
from osloregion_slides.scene import Placeholder, Shape, Slide
from tests.brand import foreign
from tests.brand.test_readable import on_picture
from tests.kinds.composing import flat
from tests.kinds.test_every_text_is_there import composed
from tests.kinds.test_painted_grounds import letters
from tests.kinds.test_text_places import gallery, meets

KICKER = "\n    kicker: Stikktittel"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree("decks/data", tmp_path / "data")
    return tmp_path


def pictured(
    picture: Image.Image, left: float, top: float, width: float, height: float, template: bytes = b""
) -> bytes:
    """Return a template, else the default one, with a picture on its master, in inches."""
    data = io.BytesIO()
    picture.save(data, "PNG")
    deck: Any = Presentation(io.BytesIO(template or foreign.default()))
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shape = slide.shapes.add_picture(data, Inches(left), Inches(top), Inches(width), Inches(height))
    _, identity = deck.slide_master.part.get_or_add_image_part(io.BytesIO(data.getvalue()))
    blip = shape._element.find(".//{*}blip")
    blip.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed", identity)
    deck.slide_master.shapes._spTree.insert(2, shape._element)
    deck.slides._sldIdLst.remove(deck.slides._sldIdLst[0])
    return foreign.saved(deck)


def loaded(folder: Path, package: bytes) -> Brand:
    (folder / "mal.pptx").write_bytes(package)
    return load_brand("mal.pptx", str(folder))


def slot_of(brand: Brand, role: str, kind: str) -> Slot:
    found = brand.layout(role).slot(kind)
    assert found is not None
    return found


def trees(spots: tuple[str, str] = ("#555555", "#A0A0A0"), size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Return a middle grey with darker and lighter spots, on which neither white nor black can be read everywhere."""
    picture = Image.new("RGB", size, "#7C7C7C")
    draw = ImageDraw.Draw(picture)
    for n in range(size[0] * size[1] // 400):
        x, y = n * 20 % size[0], n * 20 // size[0] * 20
        draw.rectangle((x, y, x + 9, y + 9), fill=spots[n % 2])
    return picture


@pytest.mark.parametrize("spots", [("#A0A0A0", "#555555"), ("#858585", "#727272")])
def test_content_on_a_picture_that_no_text_can_be_read_on_gets_a_plate(folder: Path, spots: tuple[str, str]) -> None:
    brand = loaded(folder, on_picture(trees(spots)))
    deck = composed(gallery(folder, ""), "mal.pptx")[0]
    for slide in deck.slides:
        layout = brand.layout(slide.layout)
        plates = [item for item in slide.items if item.key.endswith("/plate")]
        assert len(plates) == layout.plated
        if not layout.plated:
            continue
        plate = plates[0]
        assert isinstance(plate, Shape) and plate.fill == layout.background and slide.items[0] is plate
        assert ratio(shade(brand.palette, on(brand, layout.background)), shade(brand.palette, layout.background)) >= 7
        inside = layout.content
        assert plate.box.x <= inside.x and plate.box.right >= inside.right and plate.box.bottom >= inside.bottom
        for slot in layout.slots:
            if slot.type == "obj":
                ink = slot.readable or slot.levels[0].colour
                assert ratio(shade(brand.palette, ink), shade(brand.palette, plate.fill)) >= READABLE
    assert {layout.role for layout in brand.layouts if layout.plated} >= {"title_only", "content", "two"}


@pytest.mark.parametrize(("lines", "plated"), [(0, False), (1, False), (16, True)])
def test_content_that_drawings_cross_gets_a_plate_in_the_colour_of_its_ground(
    tmp_path: Path, lines: int, plated: bool
) -> None:
    picture = Image.new("RGBA", (640, 480), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for n in range(lines):
        draw.line((n * 40, 0, 640 - n * 40, 480), fill=(120, 160, 200, 255), width=3)
    layout = loaded(tmp_path, pictured(picture, 0, 0, 10, 7.5)).layout("title_only")
    assert layout.plated == plated and (not plated or layout.background.slot == "bg1")


@pytest.mark.parametrize("colour", ["#EEF4FA", "#16324F"])
def test_text_reads_on_the_colour_that_a_picture_paints_and_not_on_the_one_under_it(
    tmp_path: Path, colour: str
) -> None:
    brand = loaded(tmp_path, pictured(Image.new("RGB", (64, 48), colour), 0, 1.6, 10, 5.9))
    layout, painted = brand.layout("title_only"), parse_hex(colour[1:])
    assert ratio(shade(brand.palette, layout.background), painted) < 1.1
    assert ratio(shade(brand.palette, on(brand, layout.background)), painted) >= READABLE
    if not layout.dark:
        faint = inks(brand, layout.background)
        assert all(ratio(shade(brand.palette, one), painted) < 2 for one in (faint.rule, *faint.tints))


def test_clear_parts_of_a_picture_are_free(tmp_path: Path) -> None:
    plain = loaded(tmp_path, foreign.default()).layout("title_only").content
    picture = Image.new("RGBA", (640, 480), (0, 0, 0, 0))
    assert loaded(tmp_path, pictured(picture, 0, 0, 10, 7.5)).layout("title_only").content == plain
    ImageDraw.Draw(picture).rectangle((560, 0, 640, 480), fill=(20, 60, 120, 255))
    cut = loaded(tmp_path, pictured(picture, 0, 0, 10, 7.5)).layout("title_only").content
    assert cut.right <= Inches(8.75) < plain.right


def test_a_slide_number_is_written_beside_a_logo_in_its_place(tmp_path: Path) -> None:
    plain = slot_of(loaded(tmp_path, foreign.default()), "title_only", "sldNum")
    logo = Image.new("RGB", (32, 32), "#C05010")
    found = slot_of(loaded(tmp_path, pictured(logo, 8.2, 6.4, 1.6, 1.0)), "title_only", "sldNum")
    assert found.moved and found.box.right <= Inches(8.2) and found.box.x == plain.box.x


def test_a_kicker_stands_below_a_drawing_that_crosses_its_usual_place(folder: Path) -> None:
    (folder / "mal.pptx").write_bytes(foreign.default())
    usual = {slide.key: letters(item) for slide, item in kickers(folder)}
    line = min([box.y + box.h // 2 for box in usual.values()])
    arc = Image.new("RGBA", (640, 480), (0, 0, 0, 0))
    at = round(480 * line / Inches(7.5))
    ImageDraw.Draw(arc).line((0, at, 640, at), fill=(20, 120, 90, 255), width=4)
    (folder / "mal.pptx").write_bytes(pictured(arc, 0, 0, 10, 7.5))
    found = [
        (letters(item), letters(title))
        for slide, item in kickers(folder)
        for title in slide.items
        if isinstance(title, Placeholder) and title.type == "title" and usual[slide.key].y < line
    ]
    assert found
    for kicker, title in found:
        assert kicker.y >= Inches(7.5) * (at + 2) / 480 and not meets(kicker, title)


def kickers(folder: Path) -> list[tuple[Slide, Shape]]:
    slides = composed(gallery(folder, KICKER), "mal.pptx")[0].slides
    return [
        (one, item) for one in slides for item in one.items if isinstance(item, Shape) and item.key.endswith("/kicker")
    ]


@pytest.mark.parametrize(("width", "height"), [(2, 2), (3.5, 6)])
def test_art_of_a_cover_leaves_drawings_beside_its_title_alone(folder: Path, width: float, height: float) -> None:
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for shape in list(deck.slide_layouts[0].placeholders):
        if shape.placeholder_format.type in (3, 4):
            shape.left, shape.width = Inches(0.5), Inches(4.5)
            shape.top, shape.height = Inches(2 if shape.placeholder_format.type == 3 else 4), Inches(1.5)
        else:
            shape._element.getparent().remove(shape._element)
    base = foreign.saved(deck)
    assert loaded(folder, base).layout("cover").content.w > 0
    clear = Image.new("RGBA", (640, 480), (0, 0, 0, 0))
    assert loaded(folder, pictured(clear, 0, 0, 10, 7.5, base)).layout("cover").content.w > 0
    ImageDraw.Draw(clear).rectangle((420, 60, 620, 420), fill=(20, 120, 90, 255))
    assert loaded(folder, pictured(clear, 0, 0, 10, 7.5, base)).layout("cover").content.w == 0
    (folder / "mal.pptx").write_bytes(base)
    assert any(item.key == "cover/map" for item in composed(gallery(folder, ""), "mal.pptx")[0].slides[0].items)
    donor: Any = Presentation(io.BytesIO(base))
    slide = donor.slides.add_slide(donor.slide_layouts[6])
    box = slide.shapes.add_shape(1, Inches(6.25), Inches(1), Inches(width), Inches(height))
    donor.slide_layouts[0].shapes._spTree.append(box._element)
    donor.slides._sldIdLst.remove(donor.slides._sldIdLst[0])
    assert loaded(folder, foreign.saved(donor)).layout("cover").content.w == 0
    assert not any(item.key == "cover/map" for item in composed(gallery(folder, ""), "mal.pptx")[0].slides[0].items)


def test_shapes_start_below_the_box_of_the_title_where_the_body_overlaps_it(tmp_path: Path) -> None:
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape.placeholder_format.type in (1, 2, 7) and shape._element.spPr.xfrm is not None:
                is_title = shape.placeholder_format.type == 1
                shape.left, shape.width = Inches(0.5), Inches(9)
                shape.top, shape.height = (Inches(0.4), Inches(1.3)) if is_title else (Inches(1.65), Inches(4.5))
    brand = loaded(tmp_path, foreign.saved(deck))
    for role in ("title_only", "content", "two"):
        assert brand.layout(role).content.y > slot_of(brand, role, "title").box.bottom


def test_shapes_use_the_width_of_the_body_where_the_title_ends_before_a_logo(tmp_path: Path) -> None:
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape.placeholder_format.type == 1 and shape._element.spPr.xfrm is not None:
                shape.left, shape.top, shape.width, shape.height = [Inches(n) for n in (0.5, 0.3, 7.2, 1.2)]
    layout = loaded(tmp_path, foreign.saved(deck)).layout("title_only")
    assert layout.content.right == Inches(9.5)


def test_a_cover_leaves_places_for_small_print_empty(folder: Path) -> None:
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for shape in deck.slide_layouts[0].placeholders:
        if shape.placeholder_format.type == 4:
            style = shape._element.find(".//{*}lvl1pPr/{*}defRPr")
            style.set("sz", "700")
    loaded(folder, foreign.saved(deck))
    found = composed(gallery(folder, ""), "mal.pptx")[0]
    cover = next(slide for slide in found.slides if slide.layout == "cover")
    sizes = [
        paragraph.size
        for item in cover.items
        if isinstance(item, (Shape, Placeholder)) and item.text and not item.key.endswith(("/number", "/footer"))
        for paragraph in item.text.paragraphs
    ]
    assert sizes and min(sizes) >= 12


def beside(folder: Path, column: float) -> dict[str, Any]:
    """Return the items of slides by key on a template with its titles in a column of this width, inches."""
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape.placeholder_format.type == 1 and shape._element.spPr.xfrm is not None:
                shape.left, shape.top, shape.width, shape.height = [Inches(n) for n in (0.3, 2, column, 3)]
    loaded(folder, foreign.saved(deck))
    path, last = gallery(folder, ""), "icon: mask}\n"
    more = "".join([f"      - {{name: {name}}}\n" for name in ("Energi og miljø", "Utdanning")])
    path.write_text(path.read_text(encoding="utf-8").replace(last, last + more, 1), encoding="utf-8")
    return {item.key: item for slide in composed(path, "mal.pptx")[0].slides for item in flat(slide.items)}


def test_names_around_a_hub_are_not_small_in_a_narrow_area(folder: Path) -> None:
    """Two columns of a panel had names of 14 points and less in much empty room."""
    found = beside(folder, 3.8).items()
    names = [one.text for key, one in found if key.startswith("hub/") and isinstance(one, Shape) and one.text]
    assert len(names) == 6 and min([text.paragraphs[0].size for text in names]) >= 20


def test_a_narrow_panel_of_a_purpose_has_the_members_in_smaller_tiles(folder: Path) -> None:
    tiles = [item.box.w for key, item in beside(folder, 2.9).items() if key.startswith("purpose/member/")]
    assert len(tiles) > 50 and max(tiles) < Inches(0.26)


def test_a_kicker_keeps_its_place_above_a_gradient(folder: Path) -> None:
    gradient = Image.linear_gradient("L").convert("RGB").resize((640, 480))
    plain, shaded = [loaded(folder, package) for package in (foreign.default(), pictured(gradient, 0, 0, 10, 7.5))]
    assert [slot_of(brand, "title_only", "title").ground for brand in (plain, shaded)] == [None, None]


def test_a_number_keeps_its_box_when_decoration_leaves_too_little_height(tmp_path: Path) -> None:
    plain = slot_of(loaded(tmp_path, foreign.default()), "title_only", "sldNum")
    low = pictured(Image.new("RGB", (32, 8), "#C05010"), 0, plain.box.y / Inches(1) + 0.1, 10, 0.4)
    assert slot_of(loaded(tmp_path, low), "title_only", "sldNum").box == plain.box


@pytest.mark.parametrize("on_background", [False, True])
@pytest.mark.parametrize("top", [6.5, 6.56, 6.62, 6.68, 6.8, 6.9])
def test_a_footer_without_a_placeholder_is_legible_beside_or_on_a_band(
    folder: Path, top: float, on_background: bool
) -> None:
    whole = Image.new("RGB", (640, 480), "white")
    whole.paste("#3B1E5E", (0, round(64 * top), 640, 480))
    band = Image.new("RGB", (64, 8), "#3B1E5E")
    package = on_picture(whole) if on_background else pictured(band, 0, top, 10, 7.5 - top)
    deck: Any = Presentation(io.BytesIO(package))
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in [one for one in sheet.placeholders if one.placeholder_format.type in (13, 15, 16)]:
            shape._element.getparent().remove(shape._element)
    brand = loaded(folder, foreign.saved(deck))
    found = 0
    for slide in composed(gallery(folder, ""), "mal.pptx")[0].slides:
        footer = next((one for one in slide.items if one.key == f"{slide.key}/footer"), None)
        if isinstance(footer, Shape) and footer.text and footer.text.colour:
            box, colour = letters(footer), shade(brand.palette, footer.text.colour)
            found += 1
            assert box.bottom <= Inches(top) or box.y >= Inches(top)
            ground = (
                (0x3B, 0x1E, 0x5E)
                if box.y >= Inches(top)
                else shade(brand.palette, brand.layout(slide.layout).background)
            )
            assert ratio(colour, ground) >= READABLE
    assert found


@pytest.mark.parametrize("top", [7.2, 7.3, 7.45])
def test_a_title_below_the_slide_does_not_end_the_reading_of_its_layout(tmp_path: Path, top: float) -> None:
    deck: Any = Presentation(io.BytesIO(pictured(trees(), 0, 0, 10, 7.5)))
    for layout in deck.slide_layouts:
        for title in [one for one in layout.placeholders if one.placeholder_format.type in (1, 3)]:
            title.left, title.width = Inches(1), Inches(8)
            title.top, title.height = Inches(top), Inches(0.1)
    assert loaded(tmp_path, foreign.saved(deck)).layouts


def test_a_kicker_beside_content_on_a_plate_has_a_plate_of_its_own(folder: Path) -> None:
    brand = loaded(folder, on_picture(trees()))
    found = [(brand.layout(slide.layout), item) for slide, item in kickers(folder)]
    plates = [(layout, item) for layout, item in found if layout.plated]
    assert plates
    for layout, item in plates:
        assert item.text is not None and item.text.colour is not None
        ground = item.fill or layout.background
        assert item.fill is not None or layout.slot("title", "ctrTitle").ground  # type: ignore[union-attr]
        assert ratio(shade(brand.palette, item.text.colour), shade(brand.palette, ground)) >= READABLE


@pytest.mark.parametrize(("ink", "is_changed"), [("FFFFFF", False), ("A8A8A8", True), ("000000", False)])
def test_text_under_a_picture_that_cannot_be_read_is_judged_by_the_background_unless_invisible_there(
    tmp_path: Path, ink: str, is_changed: bool
) -> None:
    package = pictured(Image.new("RGB", (8, 8), "#C05010"), 0, 0, 10, 7.5)
    members = foreign.members(package)
    unread = next(name for name in members if name.startswith("ppt/media/") and members[name][:4] == b"\x89PNG")
    members[unread] = b"\x01\x00\x00\x00 no picture"
    for name in [one for one in members if one.startswith("ppt/slideMasters/slideMaster")]:
        members[name] = members[name].replace(b'<a:schemeClr val="tx1"/>', f'<a:srgbClr val="{ink}"/>'.encode())
    body = slot_of(loaded(tmp_path, foreign.zipped(members)), "content", "obj")
    assert (body.readable is not None) is is_changed
