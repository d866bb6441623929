"""Each judge has to catch a deck that is broken in its way, and to pass the same deck unbroken."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import judges
from tests.judges.contrast import ratio
from tests.judges.lines import points
from tests.judges.read import A, Box, Item, P
from tests.judges.seed import seed_words, tokens

POINT = 12_700
INCH = 914_400


def spoken(deck: Any) -> None:
    """Give every run a language."""
    for slide in deck.slides:
        for run in slide._element.iter(A + "r"):
            run.get_or_add_rPr().set("lang", "nb-NO")


def described(shape: Any, alt: str) -> Any:
    shape._element[0].find(P + "cNvPr").set("descr", alt)
    return shape


def box(slide: Any, left: float, top: float, text: str = "", preset: int = 1, points: int = 20) -> Any:
    """Add a shape of 2 × 1 inches with the theme's dark text on no fill."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Inches, Pt

    shape = slide.shapes.add_shape(preset, Inches(left), Inches(top), Inches(2), Inches(1))
    shape.fill.background()
    shape.text_frame.text = text
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.size = Pt(points)
        run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    return shape


@pytest.fixture
def deck() -> Any:
    """Return a deck of two slides without a fault: text, two shapes and a connector, a table, a group."""
    from pptx import Presentation
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.util import Inches

    made = Presentation()
    for number, title in enumerate(("Første lysbilde", "Andre lysbilde")):
        slide = made.slides.add_slide(made.slide_layouts[1 - number])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "Innhold"
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Tegning"
    one, two = box(slide, 1, 2, "En"), box(slide, 5, 2, "To")
    line = described(slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0), "Strek fra En til To")
    line.begin_connect(one, 3)
    line.end_connect(two, 1)
    table = described(slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)), "Tall for to år")
    for cell in table.table.iter_cells():
        cell.text = "12"
    described(slide.shapes.add_group_shape([box(slide, 6, 5, "Tre")]), "En gruppe")
    made.core_properties.title = "Prøve"
    made.core_properties.language = "nb-NO"
    spoken(made)
    return made


def test_a_valid_deck_passes_every_judge(deck: Any, tmp_path: Path) -> None:
    path = str(tmp_path / "sound.pptx")
    deck.save(path)
    assert judges.structure(path) == []
    assert judges.audit(path) == []


def drawing(deck: Any) -> Any:
    return deck.slides[2]


def empty_title(deck: Any) -> None:
    deck.slides[0].shapes.title.text = " "


def same_title(deck: Any) -> None:
    deck.slides[0].shapes.title.text = "Tegning"
    spoken(deck)


def title_as_a_text_box(deck: Any) -> None:
    title = drawing(deck).shapes.title._element
    title[0].find(f"{P}nvPr").clear()


def run_without_language(deck: Any) -> None:
    deck.slides[0].placeholders[1].text = "nytt"


def end_without_language(deck: Any) -> None:
    from lxml import etree

    paragraph = deck.slides[0].placeholders[1]._element.find(f"{P}txBody/{A}p")
    etree.SubElement(paragraph, A + "endParaRPr")


def notes_without_language(deck: Any) -> None:
    deck.slides[0].notes_slide.notes_text_frame.text = "Si dette."


def no_document_language(deck: Any) -> None:
    deck.core_properties.language = ""


def table_without_alt(deck: Any) -> None:
    for shape in drawing(deck).shapes:
        if shape.has_table:
            described(shape, "")


def picture_named_after_its_file(deck: Any) -> None:
    import io

    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (4, 4)).save(data, "PNG")
    data.seek(0)
    described(drawing(deck).shapes.add_picture(data, INCH * 8, INCH * 6, INCH, INCH), "image1.png")


def textless_shape_without_alt(deck: Any) -> None:
    box(drawing(deck), 0, 0)


def table_without_header(deck: Any) -> None:
    for table in drawing(deck)._element.iter(A + "tbl"):
        del table.find(A + "tblPr").attrib["firstRow"]


def own_colour(deck: Any) -> None:
    from pptx.dml.color import RGBColor

    colour: Any = RGBColor
    drawing(deck).shapes[1].text_frame.paragraphs[0].runs[0].font.color.rgb = colour(0, 0, 0)


def own_typeface(deck: Any) -> None:
    drawing(deck).shapes[1].text_frame.paragraphs[0].runs[0].font.name = "Comic Sans MS"


def resizing_shape(deck: Any) -> None:
    from pptx.enum.text import MSO_AUTO_SIZE

    drawing(deck).shapes[1].text_frame.auto_size = MSO_AUTO_SIZE.SHAPE_TO_FIT_TEXT


def small_text(deck: Any) -> None:
    from pptx.util import Pt

    drawing(deck).shapes[1].text_frame.paragraphs[0].runs[0].font.size = Pt(11.5)


def small_by_inheritance(deck: Any) -> None:
    for style in deck.slide_layouts[0].placeholders[1]._element.iter(A + "lvl1pPr"):
        style.find(A + "defRPr").set("sz", "1100")


def shrunk_text(deck: Any) -> None:
    from lxml import etree

    body = deck.slides[0].placeholders[1]._element.find(f"{P}txBody/{A}bodyPr")
    etree.SubElement(body, A + "normAutofit").set("fontScale", "30000")


def shape_outside(deck: Any) -> None:
    drawing(deck).shapes[1].left = -POINT


def group_child_outside(deck: Any) -> None:
    group = drawing(deck).shapes[-1]
    described(group, "En gruppe").left = INCH * 9


def overlapping_texts(deck: Any) -> None:
    drawing(deck).shapes[2].left = drawing(deck).shapes[1].left + INCH


def loose_connector(deck: Any) -> None:
    for end in drawing(deck)._element.iter(A + "endCxn"):
        end.getparent().remove(end)


def connector_to_nowhere(deck: Any) -> None:
    for end in drawing(deck)._element.iter(A + "stCxn"):
        end.set("id", "99")


def the_same_id_twice(deck: Any) -> None:
    first, second = drawing(deck).shapes[1], drawing(deck).shapes[2]
    second._element[0].find(P + "cNvPr").set("id", str(first.shape_id))


def unfilled_placeholder(deck: Any) -> None:
    deck.slides[0].placeholders[1].text = ""


def pale_text(deck: Any) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR

    colour = drawing(deck).shapes[1].text_frame.paragraphs[0].runs[0].font.color
    colour.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    colour.brightness = -0.25


def dark_shape_underneath(deck: Any) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR

    ground = described(box(drawing(deck), 1, 2), "Mørk flate")
    ground.fill.solid()
    ground.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
    tree = drawing(deck).shapes._spTree
    tree.insert(2, ground._element)


def link_on_its_own_colour(deck: Any) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR

    shape = drawing(deck).shapes[1]
    shape.text_frame.paragraphs[0].runs[0].hyperlink.address = "https://www.osloregionen.no"
    shape.fill.solid()
    shape.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1


def text_in_the_way(deck: Any) -> None:
    box(drawing(deck), 3.2, 2, "Midt")
    spoken(deck)


def connector_left_behind(deck: Any) -> None:
    drawing(deck).shapes[2].top += INCH


Break = Callable[[Any], None]
CASES: list[tuple[Break, Callable[[str], list[str]], str]] = [
    (empty_title, judges.titles, "title placeholders with ['']"),
    (same_title, judges.titles, "the same title as slide 1"),
    (title_as_a_text_box, judges.titles, "title placeholders with []"),
    (run_without_language, judges.languages, "r without lang: 'nytt'"),
    (end_without_language, judges.languages, "endParaRPr without lang"),
    (notes_without_language, judges.languages, "slide 1 notes: r without lang"),
    (no_document_language, judges.properties, "no dc:language"),
    (table_without_alt, judges.alt_texts, "no alt text"),
    (picture_named_after_its_file, judges.alt_texts, "'image1.png' does not say"),
    (textless_shape_without_alt, judges.alt_texts, "no alt text"),
    (table_without_header, judges.table_headers, "without header row"),
    (own_colour, judges.theme_only, "colour 000000"),
    (own_typeface, judges.theme_only, "typeface Comic Sans MS"),
    (resizing_shape, judges.autofit, "spAutoFit"),
    (small_text, judges.font_sizes, "11.5 pt"),
    (small_by_inheritance, judges.font_sizes, "11 pt"),
    (shrunk_text, judges.font_sizes, "9.6 pt"),
    (shape_outside, judges.off_slide, "leaves the slide"),
    (group_child_outside, judges.off_slide, "leaves the slide"),
    (overlapping_texts, judges.overlaps, "overlaps"),
    (loose_connector, judges.connectors, "endCxn is glued to nothing"),
    (connector_to_nowhere, judges.connectors, "stCxn is glued to nothing"),
    (text_in_the_way, judges.crossings, "crosses"),
    (connector_left_behind, judges.crossings, "does not reach"),
    (the_same_id_twice, judges.connectors, "used 2 times"),
    (unfilled_placeholder, judges.empty_placeholders, "placeholder left empty"),
    (pale_text, judges.contrasts, "contrast"),
    (dark_shape_underneath, judges.contrasts, "contrast"),
    (link_on_its_own_colour, judges.contrasts, "contrast"),
]


@pytest.mark.parametrize(("spoil", "judge", "complaint"), [pytest.param(*case, id=case[0].__name__) for case in CASES])
def test_a_judge_detects_this_fault(
    spoil: Break, judge: Callable[[str], list[str]], complaint: str, deck: Any, tmp_path: Path
) -> None:
    spoil(deck)
    path = str(tmp_path / "broken.pptx")
    deck.save(path)
    assert any(complaint in said for said in judge(path)), judge(path)


def rewritten(path: str, part: str, change: Callable[[bytes], bytes]) -> str:
    """Return a copy of a package in which one part is changed."""
    copy = path.replace(".pptx", "-changed.pptx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return copy


def test_openxml_audit_detects_an_unknown_element(deck: Any, tmp_path: Path) -> None:
    deck.save(tmp_path / "deck.pptx")
    broken = rewritten(
        str(tmp_path / "deck.pptx"), "ppt/slides/slide1.xml", lambda xml: xml.replace(b"<p:cSld>", b"<p:cSld><p:odd/>")
    )
    assert judges.audit(broken)


def test_pkgcheck_detects_a_relationship_to_a_missing_part(deck: Any, tmp_path: Path) -> None:
    deck.save(tmp_path / "deck.pptx")
    broken = rewritten(
        str(tmp_path / "deck.pptx"),
        "ppt/slides/_rels/slide1.xml.rels",
        lambda xml: xml.replace(b"slideLayout2", b"slideLayout99"),
    )
    assert any("dangling-rel" in said for said in judges.pkgcheck(broken))
    assert judges.pkgcheck(str(tmp_path / "deck.pptx")) == []


def test_the_sdk_detects_a_wrong_attribute(deck: Any, tmp_path: Path) -> None:
    deck.save(tmp_path / "deck.pptx")
    broken = rewritten(
        str(tmp_path / "deck.pptx"), "ppt/slides/slide1.xml", lambda xml: xml.replace(b"<p:cSld>", b'<p:cSld odd="1">')
    )
    assert judges.sdk(broken)
    assert judges.sdk(str(tmp_path / "deck.pptx")) == []


def test_the_original_has_thirteen_slides_and_two_corrected_hyphenations() -> None:
    slides = seed_words()
    assert len(slides) == 13
    assert {"samarbeidsallianse", "stiftet", "2004"} <= slides[1]
    assert "internasjonalisering" in slides[11]
    assert "xxx" not in slides[0] and "1" not in slides[0]
    assert {"bolig", "og"} <= slides[4]


def test_a_missing_word_is_named_with_its_slide(deck: Any, tmp_path: Path) -> None:
    deck.slides[0].placeholders[1].text = "WWW.Osloregionen.no"
    deck.save(tmp_path / "deck.pptx")
    missing = judges.missing_seed_words(str(tmp_path / "deck.pptx"))
    assert 1 not in missing
    assert "stiftet" in missing[2]
    assert len(missing) == 12


def test_words_are_compared_regardless_of_quotes_dashes_and_case() -> None:
    assert tokens("”Den GRENSELØSE” – areal-") == tokens('"den grenseløse" - areal')


def test_a_picture_is_counted_with_its_slide(deck: Any, tmp_path: Path) -> None:
    picture_named_after_its_file(deck)
    deck.save(tmp_path / "deck.pptx")
    assert judges.pictures(str(tmp_path / "deck.pptx")) == [3]


@pytest.mark.parametrize(
    ("rotation", "flip", "expected"),
    [
        (0, {}, [(0, 0), (2, 0), (2, 2), (4, 2)]),
        (0, {"flipH": "1"}, [(4, 0), (2, 0), (2, 2), (0, 2)]),
        (16_200_000, {"flipH": "1"}, [(1, -1), (1, 1), (3, 1), (3, 3)]),
        (5_400_000, {}, [(3, -1), (3, 1), (1, 1), (1, 3)]),
    ],
)
def test_the_course_of_an_elbow_follows_its_frame(rotation: int, flip: Any, expected: Any) -> None:
    from lxml import etree

    xfrm = "".join(f' {name}="{value}"' for name, value in {"rot": str(rotation), **flip}.items())
    element = etree.fromstring(
        f'<p:cxnSp xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}"><p:nvCxnSpPr/><p:spPr><a:xfrm{xfrm}>'
        '<a:off x="0" y="0"/><a:ext cx="4" cy="2"/></a:xfrm><a:prstGeom prst="bentConnector3"/></p:spPr></p:cxnSp>'
    )
    upright = Box(0, 0, 4, 2) if rotation == 0 else Box(1, -1, 3, 3)
    assert points(Item(element, upright, ())) == [pytest.approx(point) for point in expected]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [((0, 0, 0), (1, 1, 1), 21.0), ((1, 1, 1), (1, 1, 1), 1.0), ((0x77 / 255,) * 3, (1, 1, 1), 4.478)],
)
def test_contrast_is_as_wcag_computes_it(one: Any, two: Any, expected: float) -> None:
    assert ratio(one, two) == pytest.approx(expected, abs=0.001)


def test_a_judge_rereads_a_deck_when_the_file_has_changed(deck: Any, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    deck.save(path)
    assert judges.titles(str(path)) == []
    empty_title(deck)
    deck.save(tmp_path / "other.pptx")
    shutil.copyfile(tmp_path / "other.pptx", path)
    os.utime(path, ns=(1, 1))
    assert judges.titles(str(path)) != []
