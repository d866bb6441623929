from __future__ import annotations

from lxml import etree

from osloregion_slides.brand.normalise import normalise
from osloregion_slides.brand.opc import Package, read_package
from osloregion_slides.brand.read import TemplateOverrides, read_brand
from osloregion_slides.brand.values import Brand
from osloregion_slides.checks.schema import check_schema
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.scene import Colour
from tests.brand import foreign

LAYOUT = "ppt/slideLayouts/slideLayout2.xml"
OVERRIDE = (
    b'<a:overrideClrMapping bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2" accent1="accent2" accent2="accent1"'
    b' accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)


def inverted(extra: bytes = b"") -> bytes:
    """Return the default template with a content layout that swaps dark and light."""
    return foreign.replaced(
        foreign.default(),
        LAYOUT,
        lambda xml: xml.replace(b"<a:masterClrMapping/>", OVERRIDE).replace(b"<p:spTree>", extra + b"<p:spTree>", 1),
    )


def package(data: bytes) -> Package:
    return normalise(read_package(data, "mal.pptx"), "mal.pptx")


def brand(data: bytes) -> Brand:
    return read_brand(package(data), "mal", "mal.pptx", TemplateOverrides())


def test_a_layout_with_swapped_colours_stays_dark_under_the_masters_colour_map() -> None:
    layout = brand(inverted()).layout("content")
    title, body = layout.slot("title"), layout.slot("obj")
    assert title and body
    assert (layout.background, layout.dark) == (Colour("tx1"), True)
    assert title.levels[0].colour == Colour("bg1")
    assert {style.colour for style in body.levels} == {Colour("bg1")}


def test_colour_names_in_the_layout_are_translated() -> None:
    own = b'<p:bg><p:bgPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    assert brand(inverted(own)).layout("content").background == Colour("accent2")


def test_other_layouts_stay_as_they_are() -> None:
    before, after = read_package(foreign.default(), "a"), package(inverted())
    other = "ppt/slideLayouts/slideLayout7.xml"
    assert b"overrideClrMapping" not in after.part(other).data
    assert brand(inverted()).layout("two").background == Colour("bg1")
    assert before.part("ppt/slideMasters/slideMaster1.xml").data == after.part("ppt/slideMasters/slideMaster1.xml").data


def test_the_layout_stays_valid_with_a_single_colour_map_override() -> None:
    root = etree.fromstring(package(inverted()).part(LAYOUT).data)
    assert root.find(f"{{{P}}}clrMapOvr/{{{A}}}masterClrMapping") is not None
    for style in root.iter(f"{{{A}}}lstStyle"):
        levels = [child.tag for child in style]
        assert levels == sorted(levels)
        for run in style.iter(f"{{{A}}}defRPr"):
            assert len(run.findall(f"{{{A}}}solidFill")) <= 1


def test_translated_colours_precede_the_extension_list_of_a_list_style() -> None:
    def change(xml: bytes) -> bytes:
        return xml.replace(b"<a:lstStyle/>", b"<a:lstStyle><a:extLst/></a:lstStyle>")

    data = foreign.replaced(inverted(), LAYOUT, change)
    part = package(data).part(LAYOUT).data
    assert b"<a:extLst/></a:lstStyle>" in part
    assert b"lvl1pPr" in part
    assert [f.message for f in check_schema(etree.fromstring(part), LAYOUT) if f.code == "element-order"] == []
