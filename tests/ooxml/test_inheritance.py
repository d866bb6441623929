"""Which placeholder a placeholder inherits from, for every reader the same, as python-pptx finds it too."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation

from osloregion_slides.base.units import Emu
from osloregion_slides.ooxml.inheritance import (
    Inheritance,
    Level,
    TextFrame,
    above,
    cascade,
    kind,
    of_layout,
    of_master,
    placeholders,
    text_frame,
    text_style,
)
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.scene import Insets

TREE = '<p:x xmlns:p="{}" xmlns:a="{}"><p:cSld><p:spTree>{}</p:spTree></p:cSld></p:x>'
SHAPE = '<p:sp><p:nvSpPr><p:cNvPr id="{0}" name="{0}"/><p:cNvSpPr/><p:nvPr>{1}</p:nvPr></p:nvSpPr></p:sp>'
LAYOUT = (
    "type='title'",
    "type='body' idx='1'",
    "idx='2'",
    "type='dt' idx='10'",
    "type='ftr' idx='11'",
    "type='sldNum' idx='12'",
)
MASTER = ("type='title'", "type='body' idx='1'", "type='dt' idx='2'", "type='ftr' idx='3'", "type='sldNum' idx='4'")


def sheet(*phs: str) -> list[Any]:
    """Return the placeholders of a sheet; each has its number as its name, and a plain shape stands before them."""
    shapes = [SHAPE.format("plain", "")] + [SHAPE.format(i, f"<p:ph {ph}/>") for i, ph in enumerate(phs)]
    return placeholders(etree.fromstring(TREE.format(P, A, "".join(shapes))))


def ph(attributes: str) -> Any:
    return etree.fromstring(f'<p:ph xmlns:p="{P}" {attributes}/>')


def number(shape: Any) -> int | None:
    return None if shape is None else int(shape[0][0].get("name"))


@pytest.mark.parametrize(
    ("found", "own", "parent"),
    [
        ("type='title'", 0, 0),
        ("type='ctrTitle'", 0, 0),
        ("type='body' idx='1'", 1, 1),
        ("idx='1'", 1, 1),
        ("idx='2'", 2, 1),
        ("type='pic' idx='2'", 2, 1),
        ("type='ftr' idx='11'", 4, 3),
        ("type='ftr' idx='4294967295'", 4, 3),  # another index, as after another layout was chosen
        ("type='dt' idx='11'", 4, 3),  # the index wins, and the layout's type leads to the master's
        ("type='sldNum'", 5, 4),
        ("type='body' idx='77'", 1, 1),
        ("idx='77'", 2, 1),
        ("type='subTitle' idx='77'", None, 1),
        ("type='tbl' idx='77'", None, 1),
        ("type='hdr'", None, 1),
    ],
)
def test_slide_placeholders_inherit_by_index_and_layout_placeholders_by_type(
    found: str, own: int | None, parent: int | None
) -> None:
    assert number(of_layout(ph(found), sheet(*LAYOUT))) == own
    names = [number(shape) for shape in above(ph(found), sheet(*LAYOUT), sheet(*MASTER))]
    assert names == [one for one in (own, parent) if one is not None]


def test_a_placeholder_without_an_index_matches_only_the_same_type() -> None:
    layout = sheet("type='ftr'", "type='title'", "type='body'")  # all of index 0
    found = [number(of_layout(ph(f"type='{name}'"), layout)) for name in ("ftr", "ctrTitle", "obj")]
    assert found == [0, 1, 2]
    assert of_layout(ph("type='dt'"), layout) is None


def test_without_layout_and_master_nothing_is_inherited() -> None:
    assert above(ph("type='title'"), [], []) == ()
    assert of_master("title", sheet("type='body'")) is None
    assert placeholders(None) == []


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("title", "titleStyle"),
        ("ctrTitle", "titleStyle"),
        ("body", "bodyStyle"),
        ("obj", "bodyStyle"),
        ("subTitle", "bodyStyle"),
        ("pic", "bodyStyle"),
        ("ftr", "otherStyle"),
        ("sldNum", "otherStyle"),
        ("dt", "otherStyle"),
    ],
)
def test_each_placeholder_type_has_its_text_style(name: str, style: str) -> None:
    assert text_style(name) == style


def test_the_nearest_list_style_that_states_a_size_decides_it() -> None:
    def element(name: str, inside: str) -> Any:
        return etree.fromstring(f'<p:{name} xmlns:p="{P}" xmlns:a="{A}">{inside}</p:{name}>')

    def shape(size: str) -> Any:
        return element("sp", f"<p:txBody><a:lstStyle>{size}</a:lstStyle></p:txBody>")

    def stated(size: int) -> str:
        return f'<a:lvl1pPr><a:defRPr sz="{size}"/></a:lvl1pPr>'

    body, title = (f"<p:{name}Style>{stated(size)}</p:{name}Style>" for name, size in (("body", 1300), ("title", 1400)))
    master = element("sldMaster", f"<p:txStyles>{title}{body}</p:txStyles>")
    found = Inheritance(
        None, master, element("presentation", f"<p:defaultTextStyle>{stated(1500)}</p:defaultTextStyle>")
    )
    sizes = [
        found.through(shapes, "title").levels[0].size
        for shapes in ((shape(stated(1100)), shape(stated(1200))), (shape(""), shape(stated(1200))), (shape(""),))
    ]
    assert sizes == [1100, 1200, 1400]
    assert (found.style("body")[0].size, found.defaults[0].size) == (1300, 1500)


def test_python_pptx_finds_the_same_placeholder_in_the_layout_and_in_the_master() -> None:
    deck = Presentation()
    for layout in deck.slide_layouts:
        slide = deck.slides.add_slide(layout)
        own, over = placeholders(layout._element), placeholders(deck.slide_master._element)
        for shape in slide.placeholders:
            found = above(shape._element.find(f".//{{{P}}}ph"), own, over)
            assert found[0] is shape._base_placeholder._element
            assert found[1] is shape._base_placeholder._base_placeholder._element


def test_placeholder_types_are_those_of_the_schema_and_default_to_obj() -> None:
    assert [kind(shape) for shape in sheet(*LAYOUT)] == ["title", "body", "obj", "dt", "ftr", "sldNum"]


def list_style(level: int, inside: str) -> Any:
    return etree.fromstring(f'<a:lstStyle xmlns:a="{A}"><a:lvl{level}pPr>{inside}</a:lvl{level}pPr></a:lstStyle>')


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["", "sz", "b", "i"]), st.integers(100, 4_000))))
def test_the_first_style_that_states_a_property_decides_it(said: list[tuple[int, str, int]]) -> None:
    values = [(level, name, str(n if name == "sz" else n % 2)) for level, name, n in said]
    styles = [list_style(level, f'<a:defRPr {name}="{n}"/>' if name else "") for level, name, n in values]
    for index, found in enumerate(cascade(styles), 1):
        first = [
            next((n for level, own, n in values if (level, own) == (index, name)), "") for name in ("sz", "b", "i")
        ]
        assert found == Level(int(first[0] or 1_800), first[1] == "1", first[2] == "1")


@pytest.mark.parametrize("value", ["", "0", "-1800", "18pt", "1e3", "9" * 400, "400001"])
def test_a_malformed_size_is_left_to_the_next_style(value: str) -> None:
    styles = [list_style(9, f'<a:defRPr sz="{value}"/>'), list_style(9, '<a:defRPr sz="2400"/>')]
    assert [level.size for level in cascade(styles)] == [1_800] * 8 + [2_400]


def test_a_fill_that_is_not_a_colour_hides_the_inherited_one() -> None:
    plain = "<a:defRPr><a:solidFill><a:srgbClr val='FF0000'/></a:solidFill></a:defRPr>"
    styles = [list_style(1, "<a:defRPr><a:noFill/></a:defRPr>"), list_style(1, plain)]
    known, white = {"tx1": (1, 2, 3)}, (255, 255, 255)
    assert cascade(styles)[0].ink(known, white) is None
    assert cascade(styles[1:])[0].ink(known, white) == (255, 0, 0)
    assert cascade(styles)[1].ink(known, white) == (1, 2, 3)


def test_text_frame_properties_come_from_the_nearest_level_that_states_them() -> None:
    bodies = [etree.fromstring(f"<bodyPr {said}/>") for said in ("lIns='5' tIns='x'", "lIns='7' tIns='-9' anchor='b'")]
    found = text_frame([None, *bodies])
    assert found == TextFrame(Insets(Emu(5), Emu(-9)), "b")
