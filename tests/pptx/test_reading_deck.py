"""A written deck read again is what was written; hand edits are seen, and nothing else."""

from __future__ import annotations

import io
from typing import Any

import pptx
import pytest
from lxml import etree
from pptx.dml.color import RGBColor
from pptx.util import Emu

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.brand.values import Brand
from osloregion_slides.ooxml.zip import pack, read_zip, write_zip
from osloregion_slides.pptx.reading.deck import read_deck
from osloregion_slides.update.base import base_bytes, base_hash
from osloregion_slides.update.deck_state import ItemState, known
from osloregion_slides.update.match import match
from tests.pptx.sample import brand, deck, everything, own, slide, title
from tests.pptx.updating import differences, edited, made, shape


@pytest.mark.parametrize("on", [brand, own], ids=["foreign", "own"])
def test_a_written_deck_is_read_back_unchanged(on: Any) -> None:
    found: Brand = on()
    assert differences(known(everything(), found), made(everything(), found)) == []


def test_a_save_by_python_pptx_is_not_an_edit() -> None:
    data = edited(made(everything()), lambda presentation: None)
    assert differences(known(everything(), brand()), data) == []
    assert read_deck(data).base == base_bytes(known(everything(), brand()))


def test_the_deck_states_its_name_and_base() -> None:
    found = read_deck(made(everything()))
    base = base_bytes(known(everything(), brand()))
    assert (found.known.key, found.known.title) == ("sample", "Prøvedekk")
    assert (found.base, found.base_hash) == (base, base_hash(base))


def test_a_deck_without_the_part_of_a_slide_is_damaged_and_not_one_slide_shorter() -> None:
    members = dict(read_zip(made(everything())))
    lost = members.pop("ppt/slides/slide2.xml")
    with pytest.raises(InvalidInput) as refused:
        read_deck(write_zip(members.values()))
    (found,) = refused.value.findings
    assert found.code == "deck-damaged" and lost.name in found.message


def test_a_deck_without_markers_is_readable() -> None:
    out = io.BytesIO()
    presentation = pptx.Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[0]).shapes.title.text = "Hei"
    presentation.save(out)
    found = read_deck(out.getvalue())
    assert (found.known.key, found.base, found.base_hash) == ("", b"", "")
    assert [slide.title for slide in found.known.slides] == ["Hei"]


def test_a_base_is_found_by_its_root_element_and_not_by_its_relationship() -> None:
    members = dict(read_zip(made(everything())))
    rels = "ppt/_rels/presentation.xml.rels"
    root = etree.fromstring(members[rels].read())
    for relation in [one for one in root if one.get("Type").endswith("/customXml")]:
        root.remove(relation)
    members[rels] = pack(rels, etree.tostring(root))
    assert read_deck(write_zip(members.values())).base == base_bytes(known(everything(), brand()))


def look(one: Any) -> None:
    one.text_frame.paragraphs[0].runs[0].font.bold = True


def paint(one: Any) -> None:
    one.fill.solid()
    one.fill.fore_color.rgb = RGBColor(200, 10, 10)  # type: ignore[no-untyped-call]


def move(one: Any) -> None:
    one.left = Emu(one.left + 300_000)


def say(one: Any) -> None:
    one.text_frame.paragraphs[0].runs[0].text = "Annet"


@pytest.mark.parametrize(
    ("number", "name", "edit", "kind"),
    [
        (2, "diagram/b", look, "look"),
        (2, "diagram/b", paint, "fill"),
        (2, "diagram/b", move, "box"),
        (2, "diagram/b", say, "text"),
        (0, "cover/title", say, "text"),
        (0, "cover/title", move, "box"),
        (3, "map/oslo", paint, "fill"),
        (9, "picture/one", move, "box"),
        (4, "table/table", lambda t: setattr(t.table.cell(1, 1), "text", "23"), "cell"),
        (4, "table/table", lambda t: t.table._tbl.tblGrid.gridCol_lst[0].set("w", "3000000"), "columns"),
        (4, "table/table", lambda t: t._element._nvXxPr.cNvPr.set("descr", "Annen tekst"), "alt"),
        (2, "diagram/b", lambda s: s.line.fill.background(), "line"),
    ],
)
def test_one_edit_gives_one_difference(number: int, name: str, edit: Any, kind: str) -> None:
    data = edited(made(everything()), lambda p: edit(shape(p.slides[number], name)))
    noted = differences(known(everything(), brand()), data)
    assert [(key, one.kind) for key, one in noted] == [(name, kind)]


def test_notes_and_hidden_slides_are_read() -> None:
    def edit(presentation: Any) -> None:
        presentation.slides[1].notes_slide.notes_text_frame.text = "Ny"
        presentation.slides[2]._element.set("show", "0")

    noted = differences(known(everything(), brand()), edited(made(everything()), edit))
    assert [(key, one.kind) for key, one in noted] == [("content", "notes"), ("diagram", "hidden")]


def test_a_box_inside_a_scaled_group_is_read_in_the_slides_coordinates() -> None:
    def edit(presentation: Any) -> None:
        group = shape(presentation.slides[2], "diagram/all")
        group.left, group.top, group.width, group.height = (
            n * 2 for n in (group.left, group.top, group.width, group.height)
        )

    before, after = (
        {item.key: item for item in found.known.slides[2].items}
        for found in (read_keyed(made(everything())), read_keyed(edited(made(everything()), edit)))
    )
    old, new = before["diagram/a"].box, after["diagram/a"].box
    assert old and new
    assert [abs(b - 2 * a) <= 1 for a, b in zip(old, new)] == [True] * 4


def read_keyed(data: bytes) -> Any:
    return match(known(everything(), brand()), read_deck(data).known)


def test_a_placeholder_without_a_position_takes_the_layouts() -> None:
    item = next(i for i in read_deck(made(everything())).known.slides[0].items if i.slot == "ctrTitle")
    slot = brand().layout("cover").slot("ctrTitle")
    assert slot and item.box == slot.box


def test_alternate_content_is_read_as_its_shape() -> None:
    markup = (
        b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        b' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><mc:Choice Requires="p14"><p:sp><p:nvSpPr>'
        b'<p:cNvPr id="77" name="Formel"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/></p:sp></mc:Choice></mc:AlternateContent>'
    )

    def edit(presentation: Any) -> None:
        presentation.slides[0].shapes._spTree.append(etree.fromstring(markup))

    found: ItemState = read_deck(edited(made(everything()), edit)).known.slides[0].items[-1]
    assert (found.kind, found.marks.name, found.key) == ("shape", "Formel", "#77")


def test_two_shapes_with_the_same_id_have_different_keys() -> None:
    def edit(presentation: Any) -> None:
        tree = presentation.slides[0].shapes._spTree
        tree.append(etree.fromstring(etree.tostring(tree[-1])))

    keys = [item.key for item in read_deck(edited(made(everything()), edit)).known.slides[0].items]
    assert len(keys) == len(set(keys)) == 2


def test_a_path_that_was_edited_by_hand_is_an_edit() -> None:
    def edit(presentation: Any) -> None:
        geometry = shape(presentation.slides[3], "map/oslo")._element.spPr.find(".//{*}gdLst")
        etree.SubElement(geometry, geometry.tag.replace("gdLst", "gd"), name="connsiteX0", fmla="*/ 0 w 1")

    data = edited(made(everything()), edit)
    assert [(key, one.kind, one.after) for key, one in differences(known(everything(), brand()), data)] == [
        ("map/oslo", "path", "rewritten")
    ]


def test_link_targets_of_a_slide_are_read() -> None:
    found = read_keyed(made(everything()))
    runs = [run for item in found.known.slides[1].items for one in item.text for run in one.runs if run.link]
    assert [run.link for run in runs] == ["https://www.osloregionen.no", "#map"]


def test_reading_depends_only_on_the_bytes() -> None:
    data = made(deck(slide("a", title("a", "Tittel"))))
    assert read_deck(data) == read_deck(data)
