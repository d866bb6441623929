"""Additions that programs make when they save an unedited deck are not edits."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build
from osloregion_slides.drafting import composed, load, owned
from osloregion_slides.ooxml.zip import pack, read_zip, write_zip
from osloregion_slides.pptx.looks import slide_form
from osloregion_slides.pptx.reading.proof import looks_of, read_looks
from tests.pptx.updating import edited, resaved, shape
from tests.update.edits import RED
from tests.update.gallery import GALLERY, Side, planned, side, updated
from tests.update.outlines import copied

_ROOT = (
    b'<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"/></p:par></p:tnLst>'
    b"</p:timing>"
)
_MODIFIED = (
    rb'\1<p:nvPr><p:extLst><p:ext uri="{D42A27DB-BD31-4B8C-83A1-F6EECF244321}"><p14:modId'
    rb' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" val="42"/></p:ext></p:extLst></p:nvPr>'
)
_ROW = (
    rb'\1\2<a:extLst><a:ext uri="{0D108BD9-81ED-4DB2-BD59-A6C34878D82A}"><a16:rowId'
    rb' xmlns:a16="http://schemas.microsoft.com/office/drawing/2014/main" val="7"/></a:ext></a:extLst>\3'
)
_DECORATIVE = b'<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
_CREATED = (
    b'<a:extLst><a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"><a16:creationId'
    b' xmlns:a16="http://schemas.microsoft.com/office/drawing/2014/main" id="{0F0F0F0F-0000-4000-8000-0F0F0F0F0F0F}"/>'
    b"</a:ext>"
)
_IGNORABLE = (
    b'<p:sld xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="p14"'
    b' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" '
)


def as_powerpoint_saves(data: bytes) -> bytes:
    """Return a deck with what PowerPoint adds and renames of its own accord, imitated: no person edited it."""
    members = dict(read_zip(edited(data, lambda presentation: None)))
    for name in [name for name in members if re.match(r"ppt/slides/slide\d+\.xml", name)]:
        text = members[name].read().replace(b"<p:sld ", _IGNORABLE)
        text = text.replace(b"<a:rPr ", b'<a:rPr dirty="0" altLang="en-US" err="1" ').replace(
            b"<a:rPr>", b'<a:rPr dirty="0">'
        )
        text = re.sub(rb"<a:bodyPr wrap", b'<a:bodyPr rtlCol="0" wrap', text) if b"rtlCol" not in text else text
        text = text.replace(b"<a:pPr ", b'<a:pPr eaLnBrk="1" hangingPunct="1" ')
        text = text.replace(_DECORATIVE, _CREATED + _DECORATIVE.removeprefix(b"<a:extLst>"))
        text = text.replace(b"<a:avLst/>", b"<a:avLst></a:avLst>").replace(b"<a:effectLst/>", b"")
        text = re.sub(rb"(<p:cNvSpPr[^>]*/>)<p:nvPr/>", _MODIFIED, text)
        text = re.sub(rb'(<a:tr h="\d+">)(.*?)(</a:tr>)', _ROW, text, flags=re.DOTALL)
        text = text.replace(b"<p:fade/></p:transition>", b'<p:fade thruBlk="0"/></p:transition>')
        text = text.replace(b"</p:clrMapOvr></p:sld>", b"</p:clrMapOvr>" + _ROOT + b"</p:sld>")
        members[name] = pack(name, text)
    return write_zip(members.values())


def edits(data: bytes, outline: Side) -> list[tuple[str, str, str]]:
    """Return what a plan of a deck lists, with the number of its changes."""
    plan = planned(data, outline).plan
    return [(str(len(plan.changes)), note.item or note.slide, note.what) for note in plan.notes]


@pytest.mark.parametrize("kind", GALLERY)
def test_additions_made_by_programs_on_saving_are_not_edits(kind: str) -> None:
    built = side(GALLERY[kind])
    assert edits(edited(built.data, lambda presentation: None), built) == []
    assert edits(as_powerpoint_saves(built.data), built) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gallery.yaml", "osloregionen.yaml"])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_whole_decks_resaved_by_programs_have_no_edits(name: str, language: str, tmp_path: Path) -> None:
    copied(tmp_path)
    outline = load(str(tmp_path / name), language=language)
    deck, brand, _ = composed(outline)
    made = Side(build(str(tmp_path / name), language=language).data, owned(outline, deck, brand))
    assert edits(as_powerpoint_saves(made.data), made) == []
    assert edits(resaved(made.data, str(tmp_path)), made) == []


def test_stored_formatting_is_read_back_and_damaged_records_are_ignored() -> None:
    looks = [("transition fade", "animated 2"), (), ("<a:p/>",), ("<a:tbl>", "<a:tr>", "<a:tr>"), ("<a:p/>",)]
    kept = read_looks(
        slide_form("one", looks) + "two 3 1:x\n\n" + slide_form("four", [(), ("<a:gd/>",)]) + "three 2 1:7\n"
    )
    read = {key: looks_of(form) for key, form in kept.items()}
    assert read == {"one": tuple(looks), "two": (), "four": ((), ("<a:gd/>",)), "three": ()}


@pytest.mark.parametrize("way", ["sorted", "aligned"])
def test_sorting_rows_is_not_a_formatting_edit_and_aligning_a_cell_is(way: str) -> None:
    def edit(presentation: object) -> None:
        table = shape(presentation.slides[1], "s/table").table._tbl  # type: ignore[attr-defined]
        if way == "sorted":
            table.insert(table.index(table.tr_lst[1]), table.tr_lst[-1])
        else:
            paragraph = table.tr_lst[2].tc_lst[1].txBody.p_lst[0]
            paragraph.get_or_add_pPr().set("algn", "just")

    built = side(GALLERY["table"])
    said = [what for _, _, what in edits(edited(built.data, edit), built)]
    assert [what for what in said if "by hand" in what] == (["changed by hand: alignment"] if way == "aligned" else [])


def saved_by_another(data: bytes) -> bytes:
    """Return a deck without the ids of its objects, as LibreOffice leaves them out."""
    members = dict(read_zip(data))
    for name in [name for name in members if re.match(r"ppt/slides/slide\d+\.xml", name)]:
        members[name] = pack(
            name, re.sub(rb"<a:ext uri=\"{FF2B5EF4[^>]*><a16:creationId[^>]*/></a:ext>", b"", members[name].read())
        )
    return write_zip(members.values())


def test_removing_objects_of_unknown_formatting_is_reported_once_per_deck() -> None:
    built, less = side(GALLERY["columns"]), side("")
    other = saved_by_another(built.data)
    assert [one.code for one in planned(other, built).findings] == []
    (said,) = planned(other, less).findings
    assert said.code == "looks-unknown"
    assert planned(built.data, less).findings == ()


def test_formatting_edits_are_reported_even_if_an_object_lost_its_creation_id() -> None:
    """A tool that writes one shape anew leaves the ids of all others; what is beside it has been told by them."""
    outline = side(GALLERY["purpose"])

    def padded(presentation: Any) -> None:
        goal = shape(presentation.slides[1], "s/goal")
        goal.text_frame.margin_left = 400_000
        for mark in list(goal._element.iter("{*}creationId")):
            mark.getparent().remove(mark)

    assert [what for _, _, what in edits(edited(outline.data, padded), outline)] == [
        "changed by hand: margins of the text"
    ]


@pytest.mark.parametrize("saved", [lambda data: data, as_powerpoint_saves], ids=["as written", "by PowerPoint"])
def test_a_changed_tile_without_a_creation_id_is_an_edit(saved: Callable[[bytes], bytes]) -> None:
    outline = side(GALLERY["purpose"])

    def rounder(presentation: Any) -> None:
        tiles = [one for group in presentation.slides[1].shapes if group.shape_type == 6 for one in group.shapes]
        tiles[0].adjustments[0] = 0.5

    found = edits(edited(saved(outline.data), rounder), outline)
    assert [what.partition(":")[0] for _, _, what in found] == ["changed by hand"]


def test_aligning_cells_like_others_is_an_edit() -> None:
    def right(presentation: object) -> None:
        for row in shape(presentation.slides[1], "s/table").table._tbl.tr_lst:  # type: ignore[attr-defined]
            for cell in row.tc_lst:
                cell.txBody.p_lst[0].get_or_add_pPr().set("algn", "r")

    built = side(GALLERY["table"])
    data = edited(built.data, right)
    assert [what for _, _, what in edits(data, built)] == ["changed by hand: alignment"]
    assert "removed-but-edited" in [note.says.code for note in planned(data, side("")).plan.notes]


def test_manual_margins_are_kept_when_the_outline_changes_the_text() -> None:
    def margins(presentation: object) -> None:
        body = shape(presentation.slides[1], "s/1/heading").text_frame._txBody.bodyPr  # type: ignore[attr-defined]
        body.set("lIns", "400000")
        body.set("rIns", "400000")

    new = side(GALLERY["columns"].replace("nb: Struktur", "nb: Strukturen", 1))
    made = updated(edited(side(GALLERY["columns"]).data, margins), new)
    found = shape(Presentation(io.BytesIO(made)).slides[1], "s/1/heading").text_frame
    assert (found.text, found.margin_left, found.margin_right) == ("Strukturen", 400_000, 400_000)
    assert [what for _, _, what in edits(made, new)] == ["changed by hand: margins of the text"]


def test_edits_are_still_recognised_when_the_outline_removes_a_manually_deleted_object() -> None:
    def edit(presentation: object) -> None:
        slide = presentation.slides[1]  # type: ignore[attr-defined]
        kicker = shape(slide, "s/kicker")._element
        kicker.getparent().remove(kicker)
        shape(slide, "s/1/heading").text_frame.paragraphs[0].runs[0].font.color.rgb = RED

    with_kicker, without = side(f"{GALLERY['columns']}\n    kicker: Over"), side(GALLERY["columns"])
    made = updated(edited(with_kicker.data, edit), without)
    assert [what for _, _, what in edits(made, without)] == ["changed by hand: text colour"]
