"""Texts of foreign layouts that are too pale get a colour that can be read; what can be read stays as it is."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.oxml import parse_xml

from osloregion_slides.base.units import Emu
from osloregion_slides.brand.background import LEGIBLE, mean_colour
from osloregion_slides.brand.contrast import READABLE, on, ratio, shade
from osloregion_slides.brand.load import load_brand, read_record
from osloregion_slides.brand.make import dump_brand
from osloregion_slides.brand.values import Brand, Slot
from osloregion_slides.ooxml.background import ground_over
from osloregion_slides.ooxml.geometry import drawn_box
from osloregion_slides.ooxml.names import A, P, R
from osloregion_slides.ooxml.transforms import parse_hex
from osloregion_slides.scene import Box, Colour
from tests.brand import foreign
from tests.brand.test_read import DARK, LAYOUT, MASTER, read

WHITE_TITLE = (b'<a:schemeClr val="tx1"/>', b'<a:schemeClr val="bg1"/>')
BAND = (
    b'<p:sp><p:nvSpPr><p:cNvPr id="99" name="Felt"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
    b'<a:off x="0" y="0"/><a:ext cx="9144000" cy="1600200"/></a:xfrm><a:prstGeom prst="rect"/>'
    b'<a:solidFill><a:schemeClr val="tx2"/></a:solidFill></p:spPr></p:sp>'
)
GROUP = (
    b'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="98" name="Gruppe"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    + BAND
    + b"</p:grpSp>"
)
GRADIENT = BAND.replace(
    b'<a:solidFill><a:schemeClr val="tx2"/></a:solidFill>',
    b'<a:gradFill><a:gsLst><a:gs pos="0"><a:schemeClr val="tx2"/></a:gs><a:gs pos="100000"><a:schemeClr val="tx1"/>'
    b"</a:gs></a:gsLst></a:gradFill>",
)
OWN_FILL = b'<p:spPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></p:spPr>'


def with_white_title(*changes: tuple[str, bytes, bytes]) -> Brand:
    """Return the default template with a white title; each change is (member, old, new), made once."""

    def whiten(xml: bytes) -> bytes:
        head, rest = xml.split(b"<p:titleStyle>")
        assert WHITE_TITLE[0] in rest
        return head + b"<p:titleStyle>" + rest.replace(*WHITE_TITLE, 1)

    package = foreign.replaced(foreign.default(), MASTER, whiten)
    for member, old, new in changes:
        assert old in foreign.members(package)[member], (member, old)
        package = foreign.replaced(package, member, lambda xml, old=old, new=new: xml.replace(old, new, 1))  # type: ignore[misc]
    return read(package)


def title(brand: Brand) -> Slot:
    slot = brand.layout("content").slot("title")
    assert slot
    return slot


def test_pale_footers_of_office_templates_get_a_readable_colour() -> None:
    layout = read(foreign.default()).layout("content")
    for kind in ("ftr", "sldNum"):
        slot = layout.slot(kind)
        assert slot and slot.readable == Colour("tx1")
        assert slot.contrasts[0] == pytest.approx(3.5, abs=0.05)  # 898989 on white
    assert [slot.type for slot in layout.slots if slot.readable] == ["ftr", "sldNum"]


def test_white_text_on_white_is_corrected() -> None:
    slot = title(with_white_title())
    assert (slot.readable, slot.contrasts[0]) == (Colour("tx1"), 1.0)


def test_a_dark_layout_without_text_colours_gets_light_text() -> None:
    brand = read(
        foreign.replaced(foreign.default(), LAYOUT, lambda xml: xml.replace(b"<p:spTree>", DARK + b"<p:spTree>", 1))
    )
    found = title(brand)
    assert found.readable == Colour("bg1")
    assert found.contrasts[0] < READABLE


@pytest.mark.parametrize("band", [BAND, GROUP, GRADIENT], ids=["shape", "group", "gradient"])
@pytest.mark.parametrize("where", [LAYOUT, MASTER])
def test_white_text_on_a_band_stays_white(where: str, band: bytes) -> None:
    assert title(with_white_title((where, b"</p:grpSpPr>", b"</p:grpSpPr>" + band))).readable is None


def test_white_text_in_a_filled_placeholder_stays_white() -> None:
    assert title(with_white_title((LAYOUT, b"<p:spPr/>", OWN_FILL))).readable is None


def test_a_master_band_hidden_by_the_layout_is_ignored() -> None:
    hidden = (LAYOUT, b"<p:sldLayout ", b'<p:sldLayout showMasterSp="0" ')
    brand = with_white_title((MASTER, b"</p:grpSpPr>", b"</p:grpSpPr>" + BAND), hidden)
    assert title(brand).readable == Colour("tx1")


def test_a_band_elsewhere_on_the_slide_does_not_count() -> None:
    low = BAND.replace(b'y="0"', b'y="5200000"')
    assert title(with_white_title((LAYOUT, b"</p:grpSpPr>", b"</p:grpSpPr>" + low))).readable == Colour("tx1")


def test_a_colour_outside_the_theme_is_judged_by_itself_not_by_the_nearest_theme_colour() -> None:
    def grey(xml: bytes) -> bytes:
        head, rest = xml.split(b"<p:titleStyle>")
        return head + b"<p:titleStyle>" + rest.replace(WHITE_TITLE[0], b'<a:srgbClr val="767676"/>', 1)

    brand = read(foreign.replaced(foreign.default(), MASTER, grey))
    assert title(brand).readable is None  # 4.54


def test_our_own_templates_need_no_corrections(tmp_path: object) -> None:
    assert not [
        slot for layout in load_brand("osloregionen", str(tmp_path)).layouts for slot in layout.slots if slot.readable
    ]


def test_the_brand_record_stores_the_corrections() -> None:
    brand = read(foreign.default())
    kept, _ = read_record(dump_brand(brand, 1), brand.template)
    assert kept.layouts == brand.layouts


@pytest.mark.parametrize(("extent", "expected"), [(b"", None), (b"0 0 900000 500000", Colour("tx1"))])
def test_a_rotated_group_counts_with_its_largest_extent(extent: bytes, expected: Colour | None) -> None:
    x, y, cx, cy = extent.split() or (b"0", b"0", b"9144000", b"1600200")
    box = b'<a:off x="%s" y="%s"/><a:ext cx="%s" cy="%s"/>' % (x, y, cx, cy)
    group = GROUP.replace(b"<p:grpSpPr/>", b'<p:grpSpPr><a:xfrm rot="60000">' + box + b"</a:xfrm></p:grpSpPr>")
    assert title(with_white_title((MASTER, b"</p:grpSpPr>", b"</p:grpSpPr>" + group))).readable == expected


@pytest.mark.parametrize("share", [b"1e999%", b"nan%", b"9" * 400, b"9" * 5000, b"-1", b"x"])
@pytest.mark.parametrize("transform", [b"lumMod", b"tint", b"shade", b"alpha", b"satMod"])
def test_an_out_of_range_transform_does_not_crash(transform: bytes, share: bytes) -> None:
    def spoilt(xml: bytes) -> bytes:
        new = b'<a:schemeClr val="tx1"><a:' + transform + b' val="' + share + b'"/></a:schemeClr>'
        head, rest = xml.split(b"<p:titleStyle>")
        return head + b"<p:titleStyle>" + rest.replace(WHITE_TITLE[0], new, 1)

    assert title(read(foreign.replaced(foreign.default(), MASTER, spoilt))).type == "title"


@pytest.mark.parametrize("idx", [b"9" * 5000, b"0000000013", b"4294967296", b"-1"])
def test_an_out_of_range_index_does_not_crash(idx: bytes) -> None:
    changed = foreign.replaced(foreign.default(), LAYOUT, lambda xml: xml.replace(b'idx="1"', b'idx="' + idx + b'"', 1))
    assert read(changed).layout("content").slot("obj") is not None  # what is no number went out (``ooxml.repair``)


def on_picture(ground: str | Image.Image) -> bytes:
    """Return the default template, a picture (of one colour) behind its master, black title and body."""
    picture = io.BytesIO()
    (Image.new("RGB", (16, 9), ground) if isinstance(ground, str) else ground).save(picture, "PNG")
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    _, identity = deck.slide_master.part.get_or_add_image_part(io.BytesIO(picture.getvalue()))
    common = deck.slide_master._element.cSld
    for old in common.findall(f"{{{P}}}bg"):
        common.remove(old)
    common.insert(
        0,
        parse_xml(
            f'<p:bg xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"><p:bgPr><a:blipFill><a:blip r:embed="{identity}"/>'
            "<a:stretch><a:fillRect/></a:stretch></a:blipFill><a:effectLst/></p:bgPr></p:bg>"
        ),
    )
    return foreign.saved(deck)


@pytest.mark.parametrize(("colour", "dark"), [("#101828", True), ("#000000", True), ("#F4F4F4", False)])
def test_text_on_a_picture_is_judged_against_the_picture(tmp_path: Path, colour: str, dark: bool) -> None:
    (tmp_path / "mal.pptx").write_bytes(on_picture(colour))
    brand = load_brand("mal.pptx", str(tmp_path))
    behind = parse_hex(colour[1:])
    for layout in brand.layouts:
        assert layout.dark == dark
        assert ratio(shade(brand.palette, on(brand, layout.background)), behind) >= READABLE
        for slot in layout.slots:
            if slot.type in ("title", "ctrTitle", "obj", "subTitle"):
                assert ratio(shade(brand.palette, slot.readable or slot.levels[0].colour), behind) >= 3


@pytest.mark.parametrize(("dark_columns", "said"), [(0, False), (3, False), (16, True)])
def test_a_picture_with_light_and_dark_parts_is_reported(tmp_path: Path, dark_columns: int, said: bool) -> None:
    picture = Image.new("RGB", (32, 18), "white")
    picture.paste((0, 0, 0), (15, 0, 15 + dark_columns, 18))
    (tmp_path / "mal.pptx").write_bytes(on_picture(picture))
    found = [one for one in load_brand("mal.pptx", str(tmp_path)).findings if one.form == "picture"]
    assert bool(found) == said


def test_a_picture_that_cannot_be_read_has_no_colour() -> None:
    assert mean_colour(b"") is None
    assert mean_colour(b"\x89PNG\r\n\x1a\n") is None


@pytest.mark.parametrize(("mode", "colour", "opacity"), [("RGBA", (0, 0, 0, 0), 1.0), ("RGB", (0, 0, 0), 0.0)])
def test_a_transparent_picture_shows_the_slide_background(mode: str, colour: tuple[int, ...], opacity: float) -> None:
    picture = io.BytesIO()
    Image.new(mode, (16, 9), colour).save(picture, "PNG")
    assert mean_colour(picture.getvalue(), opacity) == (255, 255, 255)


def test_a_pale_picture_counts_as_a_light_background(tmp_path: Path) -> None:
    def pale(data: bytes) -> bytes:
        return re.sub(rb"(<a:blip [^>]*)/>", rb'\1><a:alphaModFix amt="15000"/></a:blip>', data)

    (tmp_path / "mal.pptx").write_bytes(foreign.replaced(on_picture("#101828"), MASTER, pale))
    assert not any(layout.dark for layout in load_brand("mal.pptx", str(tmp_path)).layouts)


def test_a_rotated_shape_is_a_background_only_where_it_is_drawn() -> None:
    """A bar over the top that is stated as a column in the middle, a quarter turned."""
    shape = parse_xml(
        f'<p:sp xmlns:p="{P}" xmlns:a="{A}"><p:spPr><a:xfrm rot="5400000"><a:off x="450" y="-450"/><a:ext cx="100"'
        ' cy="1000"/></a:xfrm><a:prstGeom prst="rect"/><a:solidFill><a:srgbClr val="000000"/></a:solidFill></p:spPr></p:sp>'
    )
    white = ((255, 255, 255),)
    places = [(500.0, 40.0), (10.0, 40.0), (990.0, 90.0), (500.0, 300.0), (500.0, -300.0)]
    assert [ground_over(at, (shape,), {}, white) == white for at in places] == [False, False, False, True, True]
    assert drawn_box(shape) == Box(Emu(0), Emu(0), Emu(1000), Emu(100))


UNKNOWN = (
    b'<a:blipFill><a:blip r:embed="rId9" xmlns:r="'
    + R.encode()
    + b'"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>'
)
SOLID, NO_FILL = b'<a:solidFill><a:schemeClr val="tx2"/></a:solidFill>', b"<a:noFill/>"
GRADED = GRADIENT[GRADIENT.index(b"<a:gradFill>") : GRADIENT.index(b"</p:spPr>")]
PATTERN = b'<a:pattFill prst="pct5"><a:fgClr><a:schemeClr val="tx1"/></a:fgClr></a:pattFill>'
FILLS = {"none": b"", "no fill": NO_FILL, "solid": SOLID, "gradient": GRADED, "pattern": PATTERN, "picture": UNKNOWN}
"""Fills of a background or a title; nobody can tell the colours of the last two."""


@pytest.mark.parametrize("behind", FILLS)
@pytest.mark.parametrize("own", FILLS)
def test_a_title_of_any_fill_on_any_background_is_read(own: str, behind: str) -> None:
    back = b"<p:bg><p:bgPr>" + FILLS[behind] + b"<a:effectLst/></p:bgPr></p:bg>" if FILLS[behind] else b""
    fill = (LAYOUT, b"<p:spPr/>", b"<p:spPr>" + FILLS[own] + b"</p:spPr>")
    slot = title(with_white_title((LAYOUT, b"<p:spTree>", back + b"<p:spTree>"), fill))
    if own == "solid" and behind in ("pattern", "picture"):
        assert slot.ground and (slot.ground.y, slot.ground.h) == (slot.box.y, slot.box.h)  # nowhere else is it legible


@pytest.mark.parametrize("behind", ["000000", "505050", "7F7F7F", "B0B0B0", "FFFFFF"])
@pytest.mark.parametrize("own", ["000000", "505050", "7F7F7F", "B0B0B0", "FFFFFF"])
def test_a_small_line_in_the_colour_of_a_filled_title_reads_wherever_it_may_stand(own: str, behind: str) -> None:
    solid = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill>'
    back = f"<p:bg><p:bgPr>{solid.format(behind)}<a:effectLst/></p:bgPr></p:bg><p:spTree>".encode()
    fill = (LAYOUT, b"<p:spPr/>", f"<p:spPr>{solid.format(own)}</p:spPr>".encode())
    brand = with_white_title((LAYOUT, b"<p:spTree>", back), fill)
    slot = title(brand)
    if slot.ground is None or (slot.ground.y, slot.ground.h) != (slot.box.y, slot.box.h):
        assert ratio(shade(brand.palette, slot.readable or slot.levels[0].colour), parse_hex(behind)) >= LEGIBLE
