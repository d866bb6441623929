"""Manual edits are kept when the outline changes beside them, in the same slide, shape, table or chart."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pptx
from lxml import etree
from pptx.dml.color import RGBColor
from pptx.util import Pt

from osloregion_slides.ooxml.zip import pack, read_zip, write_zip
from osloregion_slides.scene import Deck
from tests.pptx.changes import CHANGES, cell, item, rows
from tests.pptx.opened import Opened, find, one
from tests.pptx.sample import everything, text
from tests.pptx.updating import applied, edited, found_in, made, planned, shape, updated

RED = RGBColor(200, 10, 10)  # type: ignore[no-untyped-call]


def opened(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


def words(data: bytes, number: int, name: str) -> list[tuple[str, Any]]:
    """The runs of a shape's text, each with its size in points."""
    found = shape(opened(data).slides[number], name).text_frame.paragraphs
    return [(run.text, run.font.size.pt if run.font.size else None) for p in found for run in p.runs]


def test_unchanged_words_keep_their_formatting() -> None:
    def edit(p: Any) -> None:
        paragraph = shape(p.slides[2], "diagram/b").text_frame.paragraphs[0]
        paragraph.runs[0].text = "Det "
        for word, size in (("store ", 40), ("Sekretariat", 18)):
            run = paragraph.add_run()
            run.text, run.font.size = word, Pt(size)

    before = edited(made(everything()), edit)
    ours = item(everything(), "diagram/b", lambda s: s.replace(text=text("Sekretariat for alle")))
    after = updated(before, ours)
    assert "".join([word for word, _ in words(after, 2, "diagram/b")]) == "Det store Sekretariat for alle"
    assert ("store ", 40.0) in words(after, 2, "diagram/b")


def test_an_unchanged_paragraph_is_left_byte_for_byte() -> None:
    two = item(everything(), "diagram/b", lambda s: s.replace(text=text("Sekretariat", "to")))
    three = item(everything(), "diagram/b", lambda s: s.replace(text=text("Sekretariat", "tre")))
    before = edited(made(two), lambda p: None)
    after = updated(before, three)
    first = [
        etree.tostring(shape(opened(found).slides[2], "diagram/b").text_frame.paragraphs[0]._p)
        for found in (before, after)
    ]
    assert first[0] == first[1]
    assert [p.text for p in shape(opened(after).slides[2], "diagram/b").text_frame.paragraphs] == ["Sekretariat", "tre"]


def test_animations_comments_and_foreign_parts_are_kept() -> None:
    target = '<p:spTgt spid="{}"/>'
    timing = (
        '<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par><p:cTn id="1"'
        ' dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>{}</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>'
    )
    step = (
        '<p:par><p:cTn id="{}"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst><p:set><p:cBhvr>'
        '<p:cTn id="{}" dur="1"/><p:tgtEl>'
        + target
        + "</p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName>"
        '</p:attrNameLst></p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par>'
    )

    def edit(p: Any) -> None:
        slide = p.slides[2]
        ids = [shape(slide, name).shape_id for name in ("diagram/a", "diagram/c")]
        steps = "".join(step.format(2 * n, 2 * n + 1, number) for n, number in enumerate(ids, 1))
        slide._element.append(etree.fromstring(timing.format(steps)))

    before = edited(made(everything()), edit)
    members = dict(read_zip(before))
    members["ppt/other/thing.bin"] = pack("ppt/other/thing.bin", b"theirs")
    before = write_zip(members.values())
    still = updated(before, CHANGES["a word"]())
    assert len(find(Opened(still).slide(3), "//p:spTgt")) == 2
    assert read_zip(still)["ppt/other/thing.bin"].read() == b"theirs"
    less = updated(before, CHANGES["an object less"]())
    assert len(find(Opened(less).slide(3), "//p:spTgt")) == 1
    assert not found_in(less) - found_in(before)


def test_the_last_animation_is_removed_with_its_shape() -> None:
    def edit(p: Any) -> None:
        number = shape(p.slides[2], "diagram/c").shape_id
        markup = (
            '<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par><p:cTn id="1"'
            ' nodeType="tmRoot"><p:childTnLst><p:set><p:cBhvr><p:cTn id="3" dur="1"/><p:tgtEl>'
            f'<p:spTgt spid="{number}"/></p:tgtEl></p:cBhvr></p:set></p:childTnLst></p:cTn></p:par></p:tnLst>'
            f'<p:bldLst><p:bldP spid="{number}" grpId="0"/></p:bldLst></p:timing>'
        )
        p.slides[2]._element.append(etree.fromstring(markup))

    after = updated(edited(made(everything()), edit), CHANGES["an object less"]())
    assert find(Opened(after).slide(3), "//p:timing") == []


def test_table_colours_and_widths_are_kept_when_numbers_change() -> None:
    def edit(p: Any) -> None:
        table = shape(p.slides[4], "table/table").table
        table.cell(1, 1).fill.solid()
        table.cell(1, 1).fill.fore_color.rgb = RED
        table.columns[0].width = 2_500_000
        table.rows[1].height = 600_000

    after = updated(edited(made(everything()), edit), CHANGES["a cell"]())
    table = shape(opened(after).slides[4], "table/table").table
    assert (table.cell(1, 1).text, table.cell(1, 1).fill.fore_color.rgb) == ("23", RED)
    assert (table.columns[0].width, table.rows[1].height) == (2_500_000, 600_000)


def test_a_new_row_looks_like_the_row_above_it() -> None:
    def edit(p: Any) -> None:
        first = shape(p.slides[4], "table/table").table.cell(1, 0)
        first.fill.solid()
        first.fill.fore_color.rgb = RED
        first.text_frame.paragraphs[0].runs[0].font.size = Pt(13)

    after = updated(edited(made(everything()), edit), CHANGES["a row more"]())
    new = shape(opened(after).slides[4], "table/table").table.cell(2, 0)
    assert (new.text, new.fill.fore_color.rgb) == ("Oslo", RED)


def test_merged_cells_are_split_when_a_row_is_removed() -> None:
    long = rows(everything(), lambda r: (*r, r[1].replace(cells=(cell("Oslo"), cell("1")))))

    def edit(p: Any) -> None:
        table = shape(p.slides[4], "table/table").table
        table.cell(1, 0).merge(table.cell(2, 0))

    before = edited(made(long), edit)
    after = updated(before, everything())
    assert not found_in(after) - found_in(before)


def test_chart_colours_sheets_and_formats_are_kept_when_a_value_changes() -> None:
    def edit(p: Any) -> None:
        chart = shape(p.slides[6], "column/chart").chart
        fill = chart.plots[0].series[0].format.fill
        fill.solid()
        fill.fore_color.rgb = RED
        part = chart.part.chart_workbook.xlsx_part
        book = openpyxl.load_workbook(io.BytesIO(part.blob))
        book["Sheet1"]["B2"].number_format = "0.000"
        book["Sheet1"]["F1"] = "=B2*2"
        book.create_sheet("Mitt")["A1"] = "egne tall"
        out = io.BytesIO()
        book.save(out)
        part._blob = out.getvalue()

    before = edited(made(everything()), edit)
    after = updated(before, CHANGES["a value"]())
    chart = shape(opened(after).slides[6], "column/chart").chart
    assert chart.plots[0].series[0].format.fill.fore_color.rgb == RED
    assert list(chart.plots[0].series[0].values) == [23.0, 18.0, 4.5]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    sheet = book["Sheet1"]
    assert [row[1].value for row in sheet.iter_rows(min_row=1, max_row=4)] == ["2007", 23, 18, 4.5]
    assert (sheet["B2"].number_format, sheet["F1"].value, book["Mitt"]["A1"].value) == ("0.000", "=B2*2", "egne tall")
    assert not found_in(after) - found_in(before)


def test_rows_used_by_others_in_the_workbook_are_not_overwritten() -> None:
    def edit(p: Any) -> None:
        part = shape(p.slides[6], "column/chart").chart.part.chart_workbook.xlsx_part
        book = openpyxl.load_workbook(io.BytesIO(part.blob))
        book["Sheet1"]["B5"] = "Sum"
        out = io.BytesIO()
        book.save(out)
        part._blob = out.getvalue()

    before = edited(made(everything()), edit)
    after = updated(before, CHANGES["a category more"]())
    chart = shape(opened(after).slides[6], "column/chart").chart
    assert list(chart.plots[0].categories)[-1] == "Hedmark"


def test_the_colour_of_a_slice_follows_its_category() -> None:
    def edit(p: Any) -> None:
        point = shape(p.slides[8], "pie/chart").chart.plots[0].series[0].points[0]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = RED

    after = updated(edited(made(everything()), edit), CHANGES["a slice more"]())
    points = shape(opened(after).slides[8], "pie/chart").chart.plots[0].series[0].points
    assert points[1].format.fill.fore_color.rgb == RED
    series_xml = etree.tostring(points[0]._ser).decode()
    assert [int(n) for n in re.findall(r'<c:dPt><c:idx val="(\d)"', series_xml)] == [0, 1, 2, 3]


def test_links_to_a_removed_slide_are_removed_and_their_text_is_kept() -> None:
    after = Opened(updated(made(everything()), CHANGES["a slide less that others link to"]()))
    assert find(after.slide(2), "//a:hlinkClick[@action]") == []
    assert "kartet" in etree.tostring(after.slide(2), encoding="unicode")


def test_a_manually_added_slide_and_its_picture_are_kept() -> None:
    def edit(p: Any) -> None:
        slide = p.slides.add_slide(p.slide_layouts[6])
        slide.shapes.add_picture(io.BytesIO(read_zip(made(everything()))["ppt/media/image1.png"].read()), 0, 0)
        slide.name = "Pause"
        ids = p.slides._sldIdLst
        last = ids[-1]
        ids.remove(last)
        ids.insert(2, last)

    after = updated(edited(made(everything()), edit), CHANGES["a slide less"]())
    slides = opened(after).slides
    assert len(slides) == 10
    assert slides[2].name == "Pause"


def test_a_connector_of_ours_follows_a_shape_that_the_update_moves() -> None:
    after = opened(updated(made(everything()), CHANGES["a place in a group"]()))
    target, line = shape(after.slides[2], "diagram/c"), shape(after.slides[2], "diagram/b-c")
    assert abs(max(line.begin_x, line.end_x) - target.left) <= 1


def test_a_group_is_as_large_as_its_children() -> None:
    after = opened(updated(made(everything()), CHANGES["an object more"]()))
    group = shape(after.slides[2], "diagram/all")
    assert group.left + group.width == max(one.left + one.width for one in group.shapes)


def test_a_shape_in_a_scaled_group_gets_its_position_on_the_slide() -> None:
    def edit(p: Any) -> None:
        group = shape(p.slides[2], "diagram/all")
        group.width, group.height = group.width // 2, group.height // 2

    before = edited(made(everything()), edit)
    take = CHANGES["an object more"]()
    after = updated(before, take)
    assert not list(planned(after, take).changes)
    assert not found_in(after)


def test_an_empty_text_keeps_a_paragraph() -> None:
    after = Opened(updated(made(everything()), CHANGES["no text"]()))
    body = one(after.slide(3), "//p:sp[p:nvSpPr/p:cNvPr/@name='diagram/b']/p:txBody")
    assert len(find(body, "a:p")) == 1


def test_a_deck_without_a_base_gets_one() -> None:
    from osloregion_slides.pptx.reading.deck import read_deck
    from osloregion_slides.update.changes import Plan
    from tests.pptx.sample import brand

    out = io.BytesIO()
    presentation = pptx.Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[0])
    presentation.save(out)
    data = out.getvalue()
    deck: Deck = everything()
    after = applied(data, Plan(read_deck(data).known, (), ()), deck, brand(), b'{"a": "<&]]>"}\n')
    found = read_deck(after)
    assert (found.known.key, found.base) == ("sample", b'{"a": "<&]]>"}\n')
    assert not found_in(after) - found_in(data)
