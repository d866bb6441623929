"""Slides of other decks in a deck of ours: complete, native, and updated as one object."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part, _Relationship
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from osloregion_slides import Built, InvalidInput, build, check, load, plan, save, update
from tests import libreoffice
from tests.judges import package

LIBRARY = """\
deck: library
title: Library
language: nb
brand: {brand}
slides:
  - {{id: members, kind: bullets, title: Våre medlemmer, notes: Husk tallene, items: [En, To, Tre]}}
  - id: money
    kind: chart
    title: Tall i fjor
    type: column
    alt: To søyler
    categories: [a, b]
    series: [{{name: Sum, values: [1, 2]}}]
"""
HEAD = """\
deck: main
title: Hoved
language: nb
brand: ruten
meeting: {title: Styremøte}
slides:
  - {id: first, kind: bullets, title: Først, items: [Her, Der]}
"""
MEMBERS = "  - {id: reused, kind: slide, from: library.pptx#members%s}\n"
DIAGRAM = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
JUMP = (
    '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<a:hlinkClick r:id="{}" action="ppaction://hlinksldjump"/></dgm:dataModel>'
)


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("library.yaml").write_text(LIBRARY.format(brand="osloregionen"), encoding="utf-8")
    save("library.pptx", build("library.yaml"))
    return tmp_path


def outline(*slides: str, name: str = "main.yaml") -> str:
    Path(name).write_text(HEAD + "".join(slides), encoding="utf-8")
    return name


def made(*slides: str) -> Built:
    return build(outline(*slides))


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def said(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def edit_library(text: str) -> None:
    library = Presentation("library.pptx")
    library.slides[0].shapes[1].text_frame.paragraphs[0].runs[0].text = text
    library.save("library.pptx")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(deck: str = "main.pptx", **more: Any) -> list[tuple[str, str, str]]:
    return [(note.symbol, note.group, note.slide) for note in plan(deck, "main.yaml", **more).plan.notes]


# What is taken.


@pytest.mark.parametrize("name", ["members", "1", "Våre medlemmer", "våre medlemmer"])
def test_a_slide_is_found_by_name_number_and_title(name: str) -> None:
    deck = opened(made(f'  - {{id: reused, kind: slide, from: "library.pptx#{name}"}}\n').data)
    assert said(deck.slides[1])[:2] == ["Våre medlemmer", "En\nTo\nTre"]
    assert deck.slides[1].notes_slide.notes_text_frame.text == "Husk tallene"


def test_an_unknown_slide_name_is_reported_with_the_nearest() -> None:
    with pytest.raises(InvalidInput) as wrong:
        made("  - {id: reused, kind: slide, from: library.pptx#member}\n")
    assert [(one.code, "`members`" in one.hint) for one in wrong.value.findings] == [("no-library-slide", True)]


def test_a_slide_used_twice_brings_its_chart_and_workbook_twice() -> None:
    line = "  - {{id: {0}, kind: slide, from: library.pptx#money, title: {0}}}\n"
    deck = opened(made(line.format("one"), line.format("two")).data)
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [[list(plot.series[0].values) for plot in chart.plots] for chart in charts] == [[[1, 2]], [[1, 2]]]
    books = [chart.part.chart_workbook.xlsx_part for chart in charts]
    assert all(books) and books[0].partname != books[1].partname


def test_texts_are_replaced_by_shape_name_in_the_formatting_of_their_first_run() -> None:
    texts = ', texts: {Title: "{{ meeting.title }} i dag", members/body: "Ny\\nLinje"}'
    slide = opened(made(MEMBERS % texts).data).slides[1]
    assert said(slide)[:2] == ["Styremøte i dag", "Ny\nLinje"]


def test_a_text_for_a_missing_shape_is_reported() -> None:
    with pytest.raises(InvalidInput) as wrong:
        made(MEMBERS % ", texts: {members/boddy: X}")
    assert [(one.code, "members/body" in one.hint) for one in wrong.value.findings] == [("unknown-text", True)]


@pytest.mark.parametrize("key", ["kicker: K", "source: S", "footnotes: [F]", "transition: fade", "reveal: click"])
def test_a_key_without_effect_on_a_slide_of_another_deck_is_reported(key: str) -> None:
    found = made(MEMBERS % f", {key}").findings
    assert [one.code for one in found] == ["dead-key"]


def test_notes_and_hidden_of_the_outline_override_those_of_the_slide() -> None:
    slide = opened(made(MEMBERS % ", notes: Andre, hidden: true").data).slides[1]
    assert slide.notes_slide.notes_text_frame.text == "Andre"
    assert slide._element.get("show") == "0"


def test_a_slide_with_an_end_date_is_left_out_afterwards() -> None:
    path = outline(MEMBERS % ", to: 2007")
    assert [len(opened(build(path, as_of=date).data).slides) for date in ("2007-12-31", "2008-01-01")] == [2, 1]


# Templates.


def test_on_our_template_the_title_moves_and_unmatched_objects_keep_their_position() -> None:
    deck, before = opened(made(MEMBERS % "").data), Presentation("library.pptx")
    assert deck.slide_masters[0] == deck.slides[1].slide_layout.slide_master
    assert len(deck.slide_masters) == 1
    assert [shape.width for shape in deck.slides[1].shapes][1] > 0
    assert said(deck.slides[1]) == said(before.slides[0])


def test_with_master_own_slides_keep_their_layout_and_share_one_master() -> None:
    line = "  - {{id: s{0}, kind: slide, from: 'library.pptx#{0}', master: own}}\n"
    deck, before = opened(made(line.format(1), line.format(2)).data), Presentation("library.pptx")
    assert len(deck.slide_masters) == 2
    for mine, other in zip(list(deck.slides)[1:], before.slides):
        assert mine.slide_layout.name == other.slide_layout.name
        assert [(s.left, s.top, s.width, s.height) for s in mine.shapes] == [
            (s.left, s.top, s.width, s.height) for s in other.shapes
        ]


def test_a_source_deck_on_our_template_adds_no_second_master() -> None:
    Path("library.yaml").write_text(LIBRARY.format(brand="ruten"), encoding="utf-8")
    save("library.pptx", build("library.yaml"), force=True)
    assert len(opened(made(MEMBERS % ", master: own").data).slide_masters) == 1


def _other_shape(path: str) -> None:
    deck: Any = Presentation()  # 4:3
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Firkantet"
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.language_id = MSO_LANGUAGE_ID.NORWEGIAN_BOKMOL
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["A"]
    data.add_series("S", (1.0,))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(8), Inches(5), Inches(2), Inches(2), data)
    chart._element.nvGraphicFramePr.cNvPr.set("descr", "En sirkel")
    deck.save(path)


@pytest.mark.parametrize("master", ["ours", "own"])
def test_slides_of_another_aspect_ratio_are_scaled_and_reported(master: str) -> None:
    _other_shape("square.pptx")
    built = made(f"  - {{id: reused, kind: slide, from: square.pptx#1, master: {master}}}\n")
    deck = opened(built.data)
    assert [one.code for one in built.findings] == ["kept-other-shape"]
    chart = next(shape for shape in deck.slides[1].shapes if shape.has_chart)
    assert chart.left + chart.width <= deck.slide_width and chart.top + chart.height <= deck.slide_height


# The package.

MANY = [
    "  - {id: a, kind: slide, from: library.pptx#members}\n",
    "  - {id: b, kind: slide, from: library.pptx#money, master: own, title: B}\n",
    "  - {id: c, kind: slide, from: library.pptx#money, title: C}\n",
    "  - {id: d, kind: slide, from: square.pptx#1, master: own}\n",
]


def test_a_deck_of_reused_slides_passes_all_checks(tmp_path: Path) -> None:
    _other_shape("square.pptx")
    save("main.pptx", made(*MANY))
    assert package.audit("main.pptx") == []
    assert check("main.pptx") == ()
    assert made(*MANY).data == Path("main.pptx").read_bytes()
    assert plan("main.pptx").plan.exit_code == 0


@pytest.mark.parametrize("judge", [package.pkgcheck, package.sdk])
def test_validators_find_no_problem_in_a_deck_of_reused_slides(judge: Any) -> None:
    _other_shape("square.pptx")
    save("main.pptx", made(*MANY))
    assert judge("main.pptx") == []


# Updates.


def test_a_changed_source_is_planned_and_updated_like_a_fresh_build() -> None:
    save("main.pptx", made(*MANY[:3]))
    edit_library("Ny")
    assert lines() == [("~", "change", "a")]
    updated = update("main.pptx")
    now, fresh = parts(updated.data), parts(build("main.yaml").data)
    slides = [name for name in fresh if name.startswith("ppt/slides/slide")]
    assert [now[name] for name in slides] == [fresh[name] for name in slides]
    assert len(now) == len(fresh)
    assert plan("main.pptx", "main.yaml", data=updated.data).plan.exit_code == 0


def _turned(slide: Any) -> None:
    slide.shapes.add_shape(13, 0, 0, Inches(2), Inches(1)).rotation = 30


def _mirrored(slide: Any) -> None:
    shape = slide.shapes.add_shape(13, 0, 0, Inches(2), Inches(1))
    shape._element.spPr.get_or_add_xfrm().set("flipH", "1")


def _grouped(slide: Any) -> None:
    group = slide.shapes.add_group_shape([slide.shapes.add_shape(1, 0, 0, Inches(2), Inches(1))])
    group.rotation = 45


def _joined(slide: Any) -> None:
    line = slide.shapes.add_connector(2, 0, 0, Inches(2), Inches(1))
    line.begin_connect(slide.shapes.add_shape(1, Inches(3), 0, Inches(2), Inches(1)), 0)


def _cropped(slide: Any) -> None:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), (20, 90, 60)).save(data, "PNG")
    added = slide.shapes.add_picture(io.BytesIO(data.getvalue()), 0, 0)
    added.crop_left, added.rotation = 0.2, 90


def _merged(slide: Any) -> None:
    cells = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    cells.cell(0, 0).merge(cells.cell(0, 1))


@pytest.mark.parametrize("draw", [_turned, _mirrored, _grouped, _joined, _cropped, _merged])
@pytest.mark.parametrize("master", ["ours", "own"])
def test_a_newly_reused_slide_has_no_edits(draw: Any, master: str) -> None:
    library = Presentation("library.pptx")
    draw(library.slides[0])
    library.save("library.pptx")
    save("main.pptx", made(_taken(master)), force=True)
    assert lines() == []


def _taken(master: str) -> str:
    return f'  - {{id: reused, kind: slide, from: "library.pptx#1", master: {master}}}\n'


def test_a_resaved_unchanged_source_is_unchanged() -> None:
    save("main.pptx", made(*MANY[:3]))
    Presentation("library.pptx").save("library.pptx")
    assert lines() == []


def _by_hand(text: str, name: str = "main.pptx") -> None:
    deck = Presentation(name)
    deck.slides[1].shapes[1].text_frame.paragraphs[1].runs[0].text = text
    deck.save(name)


def test_an_edit_of_a_reused_slide_is_kept_and_reported() -> None:
    save("main.pptx", made(MEMBERS % ""))
    _by_hand("HÅND")
    assert lines() == [("~", "edit", "reused")]
    edit_library("Ny")
    assert lines() == [("!", "conflict", "reused")]
    assert "HÅND" in said(opened(update("main.pptx").data).slides[1])[1]
    assert said(opened(update("main.pptx", on_conflict="take").data).slides[1])[1] == "Ny\nTo\nTre"


def test_formatting_of_a_reused_slide_is_an_edit() -> None:
    save("main.pptx", made(MEMBERS % ""))
    deck = Presentation("main.pptx")
    deck.slides[1].shapes[1].text_frame.paragraphs[1].runs[0].font.underline = True
    deck.save("main.pptx")
    assert lines() == [("~", "edit", "reused")]


def test_removing_a_reused_slide_is_a_conflict_only_if_it_was_edited() -> None:
    save("main.pptx", made(MEMBERS % ""))
    outline()
    assert lines() == [("-", "change", "reused")]
    assert len(opened(update("main.pptx").data).slides) == 1
    _by_hand("HÅND")
    assert [group for _, group, _ in lines()] == ["conflict"]
    assert len(opened(update("main.pptx").data).slides) == 2


def test_a_slide_that_changes_between_reused_and_composed_is_replaced() -> None:
    composed = "  - {id: reused, kind: bullets, title: Egne, items: [Selv]}\n"
    for before, after, title in ((MEMBERS % "", composed, "Egne"), (composed, MEMBERS % "", "Våre medlemmer")):
        save("main.pptx", made(before), force=True)
        outline(after)
        updated = update("main.pptx")
        assert [slide.shapes.title.text for slide in opened(updated.data).slides] == ["Først", title]
        assert plan("main.pptx", "main.yaml", data=updated.data).plan.exit_code == 0


def test_a_reused_slide_is_added_by_an_update() -> None:
    save("main.pptx", made())
    outline(*MANY[:2])
    updated = update("main.pptx")
    assert [said(slide)[0] for slide in opened(updated.data).slides] == [
        said(slide)[0] for slide in opened(build("main.yaml").data).slides
    ]
    assert plan("main.pptx", "main.yaml", data=updated.data).plan.exit_code == 0
    Path("updated.pptx").write_bytes(updated.data)
    assert package.audit("updated.pptx") == []


def test_reused_slides_are_recognised_in_a_deck_saved_by_libreoffice() -> None:
    libreoffice.needs_libreoffice()
    save("main.pptx", made(*MANY[:3]))
    libreoffice.edited(str(Path("main.pptx").resolve()), str(Path("saved.pptx").resolve()), "nothing", 0, "")
    found = plan("saved.pptx", "main.yaml").plan
    assert [(note.group, note.slide) for note in found.notes if note.group in ("change", "conflict")] == []
    assert {"a", "b", "c"} <= {slide.key for slide in found.found.slides}


def test_an_outline_with_reused_slides_is_loaded_without_reading_them() -> None:
    assert [slide.kind for slide in load(outline(MEMBERS % "")).slides] == ["bullets", "slide"]


def test_a_link_from_a_diagram_to_a_missing_slide_leaves_no_reference() -> None:
    deck: Any = Presentation("library.pptx")
    one, two = deck.slides[0].part, deck.slides[1].part
    part = Part(PackURI("/ppt/diagrams/data1.xml"), DIAGRAM, one.package, b"")
    jump = part.relate_to(two, RELATIONSHIP_TYPE.SLIDE)
    part._blob = JUMP.format(jump).encode()
    one.relate_to(part, RELATIONSHIP_TYPE.DIAGRAM_DATA)
    deck.save("library.pptx")
    with zipfile.ZipFile(io.BytesIO(made(MEMBERS % "").data)) as found:
        name = next(name for name in found.namelist() if "diagrams/data" in name and name.endswith(".xml"))
        assert b"hlinkClick" not in found.read(name)


def test_two_relationships_to_the_same_target_are_both_kept() -> None:
    deck: Any = Presentation("library.pptx")
    part = deck.slides[0].part
    first = part.relate_to("https://example.org", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    second = part.rels._next_rId
    part.rels._rels[second] = _Relationship(
        part.partname.baseURI, second, RELATIONSHIP_TYPE.HYPERLINK, "External", "https://example.org"
    )
    deck.save("library.pptx")
    found = opened(made(MEMBERS % "").data).slides[1].part.rels
    assert [found[one].target_ref for one in (first, second)] == ["https://example.org"] * 2
