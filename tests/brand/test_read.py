from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.base.units import Emu, Pt, inches
from osloregion_slides.brand.background import _worst, is_dark
from osloregion_slides.brand.contrast import ratio, shade
from osloregion_slides.brand.design import body_levels, heading
from osloregion_slides.brand.design import kicker as kicker_style
from osloregion_slides.brand.master import grid
from osloregion_slides.brand.normalise import normalise
from osloregion_slides.brand.opc import read_package
from osloregion_slides.brand.read import TemplateOverrides, read_brand
from osloregion_slides.brand.template import template
from osloregion_slides.brand.tokens import Tokens
from osloregion_slides.brand.values import ROLES, Brand, Layout
from osloregion_slides.scene import Box, Colour
from tests.brand import foreign

THEME = (
    ("dk1", "16222E"),
    ("lt1", "FFFFFF"),
    ("dk2", "0B2A4A"),
    ("lt2", "EDF3F8"),
    *(
        (slot, "1D5FA8")
        for slot in ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
    ),
)
TOKENS = Tokens("Prøve", "www.example.no", "nb-NO", (), THEME)
NAMED = TemplateOverrides(tuple((role, name, Location("brand.yaml")) for role, name in TOKENS.layouts))


def own() -> Brand:
    return read_brand(template(TOKENS), "prove", "template.pptx", NAMED, own=True)


def read(package: bytes, wish: TemplateOverrides | None = None) -> Brand:
    return read_brand(
        normalise(read_package(package, "mal.pptx"), "mal.pptx"), "mal", "mal.pptx", wish or TemplateOverrides()
    )


def parts(brand: Brand) -> dict[str, str]:
    return {layout.role: layout.name for layout in brand.layouts}


def inside(box: Box, brand: Brand) -> bool:
    return box.x >= 0 and box.y >= 0 and box.right <= brand.width and box.bottom <= brand.height


def test_the_tokens_of_a_template_are_read_back_unchanged() -> None:
    brand, place = own(), grid(TOKENS)
    content = brand.layout("content")
    title, body, kicker = content.slot("title"), content.slot("obj", "body"), content.kicker
    assert title and body and kicker
    assert (title.box, body.box, kicker.box) == (place.title, place.body, place.kicker)
    assert title.levels[0] == heading(TOKENS.sizes.title)
    assert body.levels == body_levels(TOKENS)
    assert kicker.levels[0] == kicker_style(TOKENS)
    assert content.content == place.body
    assert (brand.palette, brand.heading_font, brand.own) == (TOKENS.palette, "Calibri", True)


def test_a_layout_that_overrides_sizes_inherits_the_rest() -> None:
    body = own().layout("two").slot("obj", nth=1)
    assert body
    expected = [style.replace(size=Pt(size)) for style, size in zip(body_levels(TOKENS), (20, 18, 16, 16, 16))]
    assert list(body.levels) == expected


def test_dark_layouts_are_recognised_as_dark() -> None:
    dark = {layout.role: (layout.dark, layout.background) for layout in own().layouts}
    assert dark["cover"] == (True, Colour("tx2"))
    assert dark["statement"] == (True, Colour("accent1"))
    assert dark["section"] == (False, Colour("bg2"))
    assert dark["content"] == (False, Colour("bg1"))


def test_the_right_side_of_the_cover_is_free_to_the_edges() -> None:
    brand = own()
    free = brand.layout("cover").content
    assert free.w >= brand.width * 0.35
    assert (free.y, free.h, free.right) == (0, brand.height, brand.width)
    assert all(slot.box.right <= free.x for slot in brand.layout("cover").slots)


ROLES_OF_DEFAULT = {
    "cover": "Title Slide",
    "statement": "Section Header",
    "section": "Section Header",
    "content": "Title and Content",
    "two": "Two Content",
    "title_only": "Title Only",
    "picture": "Picture with Caption",
}
IN_NORWEGIAN = {role: foreign.NORWEGIAN[name] for role, name in ROLES_OF_DEFAULT.items()}


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (foreign.default, ROLES_OF_DEFAULT),
        (foreign.potx, ROLES_OF_DEFAULT),
        (foreign.with_slides, ROLES_OF_DEFAULT),
        (foreign.norwegian, IN_NORWEGIAN),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_layouts_are_found_by_type_regardless_of_name_and_order(
    make: Callable[[], bytes], expected: dict[str, str]
) -> None:
    assert parts(read(make())) == expected


def test_layouts_without_a_type_are_found_by_their_placeholders() -> None:
    assert parts(read(foreign.without_types())) == IN_NORWEGIAN


def test_the_brand_file_chooses_the_layout() -> None:
    wish = TemplateOverrides(
        (("statement", "Deloverskrift", Location("b.yaml", 3)), ("content", "Sammenligning", Location("b.yaml", 4)))
    )
    found = parts(read(foreign.norwegian(), wish))
    assert (found["statement"], found["content"]) == ("Deloverskrift", "Sammenligning")


def test_an_unknown_layout_in_the_brand_file_is_reported_with_its_line() -> None:
    wish = TemplateOverrides(
        (("cover", "Titellysbilde", Location("b.yaml", 3, 10)), ("two", "To", Location("b.yaml", 4, 8)))
    )
    with pytest.raises(InvalidInput) as caught:
        read(foreign.norwegian(), wish)
    assert [str(finding.at) for finding in caught.value.findings] == ["b.yaml:3:10", "b.yaml:4:8"]
    assert caught.value.findings[0].hint == "Did you mean `Tittellysbilde`?"


@pytest.mark.parametrize("make", [foreign.default, foreign.norwegian, foreign.without_types])
def test_every_role_has_a_layout_of_the_template(make: Callable[[], bytes]) -> None:
    brand = read(make())
    assert [layout.role for layout in brand.layouts] == list(ROLES)
    assert all(layout.slot("title", "ctrTitle") for layout in brand.layouts)
    assert not brand.own
    assert brand.findings == ()


@pytest.mark.parametrize("role", ["content", "two", "title_only"])
@pytest.mark.parametrize("make", [foreign.default, foreign.norwegian])
def test_the_content_area_lies_between_title_and_footer_inside_the_slide(make: Callable[[], bytes], role: str) -> None:
    brand = read(make())
    layout: Layout = brand.layout(role)
    title = layout.slot("title")
    assert title
    assert inside(layout.content, brand)
    assert layout.content.y >= title.box.bottom
    assert layout.content.bottom <= min(slot.box.y for slot in layout.slots if slot.type in ("ftr", "sldNum", "dt"))
    assert layout.content.h >= brand.height // 2
    assert layout.content.w >= brand.width * 3 // 4


def test_boxes_are_inherited_from_the_master_by_type() -> None:
    title, body = (read(foreign.default()).layout("content").slot(kind) for kind in ("title", "obj"))
    assert title and body
    assert title.box == Box(Emu(457_200), Emu(274_638), Emu(8_229_600), Emu(1_143_000))
    assert body.box == Box(Emu(457_200), Emu(1_600_200), Emu(8_229_600), Emu(4_525_963))


def test_a_moved_title_is_read_at_its_new_position() -> None:
    title = read(foreign.norwegian()).layout("content").slot("title")
    assert title
    assert title.box == Box(inches(0.9), Emu(274_638 + inches(0.15)), Emu(7_498_079), Emu(1_143_000))


def test_formatting_is_inherited_from_the_masters_text_styles() -> None:
    brand = read(foreign.default())
    title, body = brand.layout("content").slot("title"), brand.layout("content").slot("obj")
    assert title and body
    assert (title.levels[0].size, title.levels[0].align, title.levels[0].heading, title.anchor) == (
        44,
        "ctr",
        True,
        "ctr",
    )
    first = body.levels[0]
    assert [style.size for style in body.levels] == [Pt(size) for size in (32, 28, 24, 20, 20)]
    assert (first.bullet, first.margin, first.indent, first.heading) == (True, 342_900, -342_900, False)
    assert first.before == pytest.approx(32 * 1.2 * 0.2)


def test_a_layouts_own_list_style_wins() -> None:
    section = read(foreign.default()).layout("section").slot("title")
    assert section
    assert (section.levels[0].size, section.levels[0].bold, section.levels[0].caps) == (Pt(40), True, True)


def test_vertical_placeholders_are_left_out() -> None:
    wish = TemplateOverrides((("content", "Title and Vertical Text", Location("b.yaml", 1)),))
    content = read(foreign.default(), wish).layout("content")
    assert [slot.type for slot in content.slots] == ["title", "dt", "ftr", "sldNum"]


def test_columns_are_read_from_left_to_right() -> None:
    def swap(xml: bytes) -> bytes:
        left, right = b'<a:off x="457200" y="1600200"/>', b'<a:off x="4648200" y="1600200"/>'
        assert left in xml and right in xml
        return xml.replace(left, b"LEFT").replace(right, left).replace(b"LEFT", right)

    moved = foreign.replaced(foreign.default(), "ppt/slideLayouts/slideLayout4.xml", swap)
    first, second = (read(moved).layout("two").slot("obj", nth=n) for n in (0, 1))
    assert first and second
    assert first.box.x < second.box.x
    assert (first.idx, second.idx) == (2, 1)


MASTER = "ppt/slideMasters/slideMaster1.xml"
LAYOUT = "ppt/slideLayouts/slideLayout2.xml"
PALE = b'<a:schemeClr val="tx2"><a:lumMod val="20000"/><a:lumOff val="80000"/></a:schemeClr>'
DARK = b'<p:bg><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


@pytest.mark.parametrize(
    ("background", "expected", "dark"),
    [
        (DARK, Colour("tx2"), True),
        (DARK.replace(b'<a:schemeClr val="tx2"/>', PALE), Colour("tx2", 20, 80), False),
        (b'<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg2"/></p:bgRef></p:bg>', Colour("bg2"), False),
        (DARK.replace(b'<a:schemeClr val="tx2"/>', b'<a:srgbClr val="1F497E"/>'), Colour("tx2"), True),
    ],
)
def test_a_background_is_read_from_the_layout(background: bytes, expected: Colour, dark: bool) -> None:
    changed = foreign.replaced(
        foreign.default(), LAYOUT, lambda xml: xml.replace(b"<p:spTree>", background + b"<p:spTree>", 1)
    )
    layout = read(changed).layout("content")
    assert (layout.background, layout.dark) == (expected, dark)


def test_a_shape_over_the_whole_slide_is_the_background() -> None:
    cover = (
        b'<p:sp><p:nvSpPr><p:cNvPr id="99" name="Flate"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        b'<a:off x="0" y="0"/><a:ext cx="9144000" cy="6858000"/></a:xfrm><a:prstGeom prst="rect"/>'
        b'<a:solidFill><a:schemeClr val="accent1"/></a:solidFill></p:spPr></p:sp>'
    )
    changed = foreign.replaced(
        foreign.default(), LAYOUT, lambda xml: xml.replace(b"</p:grpSpPr>", b"</p:grpSpPr>" + cover, 1)
    )
    assert read(changed).layout("content").background == Colour("accent1")


def test_the_masters_colour_map_resolves_theme_slots() -> None:
    def swap(xml: bytes) -> bytes:
        return xml.replace(b'bg1="lt1" tx1="dk1"', b'bg1="dk1" tx1="lt1"')

    brand = read(foreign.replaced(foreign.default(), MASTER, swap))
    assert dict(brand.palette)["bg1"] == "000000"
    assert brand.layout("content").dark


def test_an_explicit_typeface_is_the_one_measured() -> None:
    def outright(xml: bytes) -> bytes:
        title, rest = xml.split(b"<p:bodyStyle>")
        head, style = title.split(b"<p:titleStyle>")
        return head + b"<p:titleStyle>" + style.replace(b'"+mj-lt"', b'"Georgia"') + b"<p:bodyStyle>" + rest

    brand = read(foreign.replaced(foreign.default(), MASTER, outright))
    assert (brand.heading_font, brand.body_font) == ("Georgia", "Calibri")


def test_a_layout_with_a_centred_title_is_a_section_and_never_the_drawing_layout() -> None:
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for layout in deck.slide_layouts:
        layout._element.attrib.pop("type", None)
        if layout.name in ("Title Slide", "Title Only"):
            for shape in list(layout.placeholders):
                if shape.placeholder_format.type not in (1, 3):  # PP_PLACEHOLDER: title, centre title
                    shape._element.getparent().remove(shape._element)
    brand = read(foreign.saved(deck))
    assert brand.layout("section").name == "Section Header" and brand.layout("title_only").name == "Title Only"


@given(st.lists(st.integers(0, 0xFFFFFF), min_size=1, max_size=4))
def test_a_gradient_counts_as_the_stop_with_the_worst_contrast_for_the_better_text_colour(values: list[int]) -> None:
    palette = tuple([(slot, f"{value:06X}") for slot, value in zip(("tx1", "bg1", "tx2", "bg2"), values)])
    stops = [Colour(slot) for slot, _ in palette]  # type: ignore[arg-type]  # slots of the theme
    found = _worst(stops, palette)
    assert found is not None
    grounds = [shade(palette, stop) for stop in stops]
    white, black = [min([ratio(ink, ground) for ground in grounds]) for ink in ((255, 255, 255), (0, 0, 0))]
    ink = (255, 255, 255) if is_dark(palette, found) else (0, 0, 0)
    assert min([ratio(ink, ground) for ground in grounds]) >= max(white, black) - 0.02


@pytest.mark.parametrize(("x", "y", "w", "h"), [(8, 5.5, 1.5, 1.5), (0, 2, 1, 1), (4, 6, 3, 1), (0.2, 5.9, 1.2, 1.2)])
def test_the_content_area_avoids_the_masters_logo_and_keeps_most_of_its_size(
    x: float, y: float, w: float, h: float
) -> None:
    plain = read(foreign.default()).layout("title_only").content
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(picture, "PNG")
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    drawn = slide.shapes.add_picture(picture, *[inches(n) for n in (x, y, w, h)])
    _, rid = deck.slide_master.part.get_or_add_image_part(picture)
    drawn._element.blipFill.find(qn("a:blip")).set(qn("r:embed"), rid)
    deck.slide_master.shapes._spTree.append(drawn._element)
    free = read(foreign.saved(deck)).layout("title_only").content
    left, top, right, bottom = inches(x), inches(y), inches(x + w), inches(y + h)
    assert free.right <= left or right <= free.x or free.bottom <= top or bottom <= free.y
    assert free.w * free.h >= 0.6 * plain.w * plain.h


@pytest.mark.parametrize(("top", "found"), [(3.0, True), (7.0, True), (0.0, False)])
def test_master_text_that_overlaps_slide_content_is_a_warning(top: float, found: bool) -> None:
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(*[inches(n) for n in (2, top, 4, 0.4)])
    box.text_frame.text = "Fast tekst"
    deck.slide_master.shapes._spTree.append(box._element)
    said = [one for one in read(foreign.saved(deck)).findings if one.code == "template-looks"]
    assert bool(said) == found and {one.severity for one in said} <= {"warning"}


@pytest.mark.parametrize("align", ["l", "ctr"])
@pytest.mark.parametrize("grouped", [False, True])
def test_a_title_ends_before_a_logo_in_its_place(align: str, grouped: bool) -> None:
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(picture, "PNG")
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shapes = slide.shapes.add_group_shape().shapes if grouped else slide.shapes
    drawn = shapes.add_picture(picture, *[inches(n) for n in (8.2, 0.3, 1.2, 0.6)])
    _, rid = deck.slide_master.part.get_or_add_image_part(picture)
    drawn._element.blipFill.find(qn("a:blip")).set(qn("r:embed"), rid)
    deck.slide_master.shapes._spTree.append(slide.shapes[0]._element if grouped else drawn._element)
    for level in deck.slide_master._element.iter(qn("p:titleStyle")):
        level[0].set("algn", align)
    usual, title = [
        read(package).layout("content").slot("title") for package in (foreign.default(), foreign.saved(deck))
    ]
    assert usual is not None and title is not None and title.moved
    assert title.box.right <= inches(8.2) and title.box.w >= 0.6 * usual.box.w
    middle = usual.box.x + usual.box.w // 2
    assert title.box.x == usual.box.x if align == "l" else abs(title.box.x + title.box.w // 2 - middle) < 2
