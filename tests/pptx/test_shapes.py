"""Shapes: placeholders, presets, freeforms, groups, pictures, and what all objects say of themselves."""

from __future__ import annotations

from typing import Any

import pytest

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.pptx.drawing import TextWriter
from osloregion_slides.scene import Box, Colour, Freeform, Group, Image, Picture, Placeholder, Shape, Stroke
from tests.pptx.opened import Opened, find, one, write
from tests.pptx.sample import SVG, box_of, brand, diagram, everything, freeform, own, png, slide, text, title


def body_in(role: Any, type: str = "obj", on: Any = None) -> tuple[Opened, Any]:
    slot = (on or brand()).layout(role).slot(type)
    assert slot
    item = Placeholder("s/body", slot.type, slot.idx, slot.box, text("x", size=slot.levels[0].size))
    opened = write(slide("s", item, role=role), on)
    return opened, one(opened.slide(), "//p:sp")


def test_an_unmoved_placeholder_inherits_its_position() -> None:
    _, shape = body_in("content")
    assert len(one(shape, "p:spPr")) == 0


def test_a_moved_placeholder_states_its_position() -> None:
    moved = title("s", "x").replace(box=box_of(1, 2, 3, 4))
    offset = one(write(slide("s", moved)).slide(), "//p:sp/p:spPr/a:xfrm/a:off")
    assert (offset.get("x"), offset.get("y")) == ("914400", "1828800")


@pytest.mark.parametrize(
    ("type", "idx", "expected"),
    [
        ("title", 0, {"type": "title"}),
        ("obj", 1, {"idx": "1"}),
        ("body", 13, {"type": "body", "idx": "13"}),
        ("sldNum", 12, {"type": "sldNum", "idx": "12"}),
    ],
)
def test_a_placeholder_states_its_type_and_index(type: Any, idx: int, expected: dict[str, str]) -> None:
    item = Placeholder("s/x", type, idx, box_of(1, 1, 1, 1), text("x"))
    assert dict(one(write(slide("s", item)).slide(), "//p:ph").attrib) == expected


def test_only_body_texts_shrink_on_overflow() -> None:
    for role, type, count in (
        ("content", "obj", 1),
        ("two", "obj", 1),
        ("content", "title", 0),
        ("section", "body", 0),
    ):
        _, shape = body_in(role, type, own())
        assert len(find(shape, ".//a:normAutofit")) == count, (role, type)


def test_a_shape_without_fill_and_line_states_that() -> None:
    properties = one(write(slide("s", Shape("s/x", box_of(1, 1, 1, 1), decorative=True))).slide(), "//p:sp/p:spPr")
    assert len(find(properties, "a:noFill")) == 1
    assert len(find(properties, "a:ln/a:noFill")) == 1


def test_a_line_has_width_dash_and_arrows() -> None:
    stroke = Stroke(Colour("accent1"), Pt(2.25), "sysDot", head=True, tail=True)
    line = one(write(slide("s", Shape("s/x", box_of(1, 1, 1, 1), line=stroke))).slide(), "//p:sp/p:spPr/a:ln")
    assert line.get("w") == "28575"
    names = [child.tag.rpartition("}")[2] for child in line]
    assert names == ["solidFill", "prstDash", "round", "headEnd", "tailEnd"]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (Shape("s/x", box_of(1, 1, 1, 1), text=text("x")), "1"),
        (Shape("s/x", box_of(1, 1, 1, 1), fill=Colour("bg2"), text=text("x")), None),
        (Shape("s/x", box_of(1, 1, 1, 1), "ellipse", text=text("x")), None),
    ],
)
def test_text_without_fill_and_line_is_a_text_box(shape: Shape, expected: str | None) -> None:
    assert one(write(slide("s", shape)).slide(), "//p:cNvSpPr").get("txBox") == expected


def test_an_extent_is_never_negative() -> None:
    shape = Shape("s/x", Box(Emu(5), Emu(5), Emu(-1), Emu(0)), decorative=True)
    assert one(write(slide("s", shape)).slide(), "//p:sp//a:ext[@cx]").get("cx") == "0"


def test_a_freeform_is_one_path_with_all_its_rings() -> None:
    path = one(write(slide("s", freeform("s"))).slide(), "//a:path")
    assert (path.get("w"), path.get("h")) == ("100", "80")
    assert [child.tag.rpartition("}")[2] for child in path] == ["moveTo", "lnTo", "lnTo", "lnTo", "close"] * 2


def test_a_freeform_without_points_is_a_valid_shape() -> None:
    empty = Freeform("s/none", box_of(1, 1, 1, 1), (10, 10), ((),), alt="ingenting")
    assert len(one(write(slide("s", empty)).slide(), "//a:path")) == 0


def test_a_group_uses_slide_coordinates() -> None:
    transform = one(write(slide("s", diagram("s"))).slide(), "//p:grpSp/p:grpSpPr/a:xfrm")
    values = [tuple(child.attrib.values()) for child in transform]
    assert values[:2] == values[2:]
    assert values[:2] == [("914400", "1828800"), ("6400800", "2743200")]


def test_groups_can_be_nested() -> None:
    outer = Group(
        "s/outer", (Group("s/inner", (Shape("s/a", box_of(2, 2, 1, 1)),), ""), Shape("s/b", box_of(1, 1, 1, 1))), "x"
    )
    found = write(slide("s", outer)).slide()
    assert [e.get("cx") for e in find(found, "//p:grpSpPr/a:xfrm/a:ext")] == ["1828800", "914400"]


def test_an_empty_group_has_a_box() -> None:
    assert len(find(write(slide("s", Group("s/none", (), "x"))).slide(), "//p:grpSp/p:grpSpPr/a:xfrm")) == 1


def test_ids_follow_the_reading_order_and_are_unique() -> None:
    for number in range(1, 11):
        ids = [int(e.get("id")) for e in find(write(everything()).slide(number), "//p:cNvPr")]
        assert ids == list(range(1, len(ids) + 1))


def test_two_objects_with_the_same_key_have_different_ids() -> None:
    twins = (Shape("s/x", box_of(1, 1, 1, 1), decorative=True), Shape("s/x", box_of(3, 1, 1, 1), decorative=True))
    ids = [e.get("id") for e in find(write(slide("s", *twins)).slide(), "//p:cNvPr")]
    assert len(ids) == len(set(ids)) == 3


def test_shape_names_are_keys_and_descriptions_are_alt_texts() -> None:
    props = one(write(slide("s", freeform("s"))).slide(), "//p:sp//p:cNvPr")
    assert (props.get("name"), props.get("descr")) == ("s/oslo", "Oslo")


def test_decorative_shapes_are_marked_and_have_no_description() -> None:
    props = one(write(slide("s", freeform("s").replace(decorative=True))).slide(), "//p:sp//p:cNvPr")
    assert one(props, ".//adec:decorative").get("val") == "1"
    assert props.get("descr") is None


def identities(opened: Opened) -> dict[str, str]:
    """The creation id of every shape by its name."""
    marks = [mark for number in range(1, 11) for mark in find(opened.slide(number), "//a16:creationId")]
    return {one(mark, "ancestor::p:cNvPr").get("name"): mark.get("id") for mark in marks}


def test_the_identity_of_a_shape_depends_only_on_its_keys() -> None:
    first = write(everything())
    moved = everything()
    moved = moved.replace(slides=tuple(reversed(moved.slides)))
    ids, again = identities(first), identities(write(moved))
    assert ids == again
    assert len(set(ids.values())) == len(ids) > 25


def test_every_shape_has_a_text_body_and_no_style() -> None:
    opened = write(everything())
    for number in range(1, 11):
        assert find(opened.slide(number), "//p:sp[not(p:txBody)] | //p:style") == []


def test_a_picture_is_cropped_and_stored_once() -> None:
    opened = write(everything())
    root = opened.slide(10)
    assert dict(one(root, "//a:srcRect").attrib) == {"l": "10000", "t": "0", "r": "0", "b": "5000"}
    embeds = [
        e.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed")
        for e in find(root, "//a:blip")
    ]
    assert embeds[0] == embeds[1] != embeds[2]
    assert [n for n in opened.names if n.startswith("ppt/media/")] == [
        "ppt/media/image1.png",
        "ppt/media/image2.svg",
        "ppt/media/image3.png",
    ]
    assert opened.zip.read("ppt/media/image1.png") == png()


def test_a_vector_original_is_embedded_beside_the_bitmap() -> None:
    opened = write(everything())
    vector = one(opened.slide(10), "//asvg:svgBlip").attrib.values()[0]
    target = opened.targets("ppt/slides/slide10.xml")[vector]
    assert opened.zip.read(target.replace("..", "ppt")) == SVG


def test_a_picture_fills_the_picture_placeholder_of_the_layout() -> None:
    slot = brand().layout("picture").slot("pic")
    assert slot
    picture = Picture("s/p", slot.box, Image(png(), "image/png", 2, 2), "Grå", placeholder=slot.idx)
    found = one(write(slide("s", picture, role="picture")).slide(), "//p:pic")
    assert dict(one(found, ".//p:ph").attrib) == {"type": "pic", "idx": str(slot.idx)}
    assert len(one(found, "p:spPr")) == 0


def test_a_jpeg_has_its_content_type() -> None:
    picture = Picture("s/p", box_of(1, 1, 1, 1), Image(b"\xff\xd8\xff\xe0jpeg", "image/jpeg", 2, 2), "Bilde")
    opened = write(slide("s", picture))
    assert b'Extension="jpeg" ContentType="image/jpeg"' in opened.zip.read("[Content_Types].xml")
    assert "ppt/media/image1.jpeg" in opened.names


def test_the_text_writer_needs_no_slide() -> None:
    assert TextWriter(text("x"), lambda link, own: "").paragraphs().startswith("<a:p>")
