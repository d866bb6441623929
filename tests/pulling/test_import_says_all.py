"""What a slide says beside its plain words is in the outline, in a kept slide or in the report; never lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Cm

from osloregion_slides import build, import_deck
from tests.pulling.test_import import BLANK, TITLE_AND_TEXT, TITLE_ONLY, imported, picture, text

EQUATION = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"><mc:Choice Requires="a14"><a14:m>'
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>E=mc</m:t></m:r></m:oMath>'
    "</a14:m></mc:Choice></mc:AlternateContent>"
)
SIGNS = [
    "null",
    "~",
    "true",
    "12",
    "12.50",
    "0012",
    "2007-01-01",
    "1e5",
    "[a]",
    "{x}",
    "*b*",
    "a*b*c",
    "[t](u)",
    "\\",
    "#",
    "|",
    ">",
    "^2^",
    "--",
    "H~2~O",
    "no",
    "<b>",
    "1_000",
]
SIGNS += ["a: b", "- a", "{{ x }}", "{% if %}", "a # b", "50 %", "1 234,50", "a\u00a0b", "http://x.no/a_b_*c*"]


def run_of(slide: Any) -> Any:
    return slide.placeholders[1].text_frame.paragraphs[0].runs[0]


def letters(**attributes: str) -> Callable[[Any], None]:
    def edit(slide: Any) -> None:
        for name, value in attributes.items():
            run_of(slide)._r.get_or_add_rPr().set(name, value)

    return edit


def box(slide: Any, left: float = 3) -> Any:
    made = slide.shapes.add_textbox(Cm(left), Cm(12), Cm(5), Cm(2))
    made.text_frame.text = "Words in a box"
    return made


def hidden(slide: Any) -> None:
    box(slide)._element.nvSpPr.cNvPr.set("hidden", "1")


def equation(slide: Any) -> None:
    run_of(slide)._r.addnext(etree.fromstring(EQUATION))


def field(slide: Any) -> None:
    run = run_of(slide)._r
    made = etree.fromstring(
        '<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'id="{9B2C2D4A-1111-4C4C-8C8C-123456789ABC}" type="datetime1"><a:t>1. mai</a:t></a:fld>'
    )
    run.addnext(made)


def film(slide: Any) -> None:
    shape = slide.shapes.add_movie(BytesIO(b"film"), Cm(2), Cm(8), Cm(6), Cm(4), picture(), "video/mp4")
    shape._element.nvPicPr.cNvPr.set("descr", "A film")


def comment(slide: Any) -> None:
    part = Part(PackURI("/ppt/comments/comment1.xml"), "application/xml", slide.part.package, b"<x/>")
    slide.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def moving(markup: str) -> Callable[[Any], None]:
    def edit(slide: Any) -> None:
        made = etree.fromstring(
            f'<p:{markup} xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:fade/></p:{markup}>'
        )
        slide._element.append(made)

    return edit


def numbers(slide: Any) -> None:
    properties = slide.placeholders[1].text_frame.paragraphs[0]._p.get_or_add_pPr()
    etree.SubElement(properties, f"{{{properties.nsmap['a']}}}buAutoNum", type="arabicPeriod")


def grouped(slide: Any) -> None:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    group = data.add_category("East")
    for name in ("Oslo", "Moss"):
        group.add_sub_category(name)
    data.add_series("Sums", (1, 2))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Cm(2), Cm(9), Cm(15), Cm(6), data)
    chart._element.nvGraphicFramePr.cNvPr.set("descr", "Two bars")


def cropped(slide: Any) -> None:
    slide.shapes.add_picture(picture(), Cm(2), Cm(9), Cm(6)).crop_bottom = 0.1


def round_picture(slide: Any) -> None:
    slide.shapes.add_picture(picture(), Cm(2), Cm(9), Cm(6)).auto_shape_type = MSO_SHAPE.OVAL


def shape_over(slide: Any) -> Any:
    body = slide.placeholders[1]
    return slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, body.left, body.top, Cm(6), Cm(3))


def black_bar(slide: Any) -> None:
    fill = shape_over(slide).fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(0, 0, 0)  # type: ignore[no-untyped-call]


def picture_over(slide: Any) -> None:
    words = box(slide)
    slide.shapes.add_picture(picture(), words.left, words.top, words.width, words.height)


def empty_frame(slide: Any) -> None:
    shape_over(slide).fill.background()


KEPT: dict[str, tuple[Callable[[Any], object], str]] = {
    "raised letters": (letters(baseline="30000"), "raised or lowered text"),
    "lowered letters": (letters(baseline="-25000"), "raised or lowered text"),
    "letters struck through": (letters(strike="sngStrike"), "struck through"),
    "a hidden box": (hidden, "hidden"),
    "a box beside the page": (lambda slide: box(slide, 40), "beside the page"),
    "a picture with a crop": (cropped, "crop"),
    "a picture in an oval": (round_picture, "crop"),
    "a box over words": (shape_over, "lies over"),
    "a black bar over words": (black_bar, "lies over"),
    "a picture over words": (picture_over, "lies over"),
    "an equation": (equation, "equation"),
    "a date that is worked out": (field, "datetime1"),
    "signs of a symbol font": (lambda slide: setattr(run_of(slide), "text", "a \uf0df b"), "symbol font"),
    "letters in a symbol font": (lambda slide: setattr(run_of(slide).font, "name", "Wingdings"), "symbol font"),
    "a film": (film, "video or sound"),
    "grouped categories": (grouped, "groups of a chart's categories"),
}
REPORTED: dict[str, tuple[Callable[[Any], object], str]] = {
    "a comment": (comment, "comments"),
    "a transition": (moving("transition"), "transition"),
    "a frame around words": (empty_frame, "without text"),
    "numbers": (numbers, "numbers of a list"),
    "underlined letters": (letters(u="sng"), "underlined text"),
}


@pytest.mark.parametrize("name", [*KEPT, *REPORTED])
def test_unsupported_content_keeps_the_slide_or_is_reported(name: str, tmp_path: Path) -> None:
    edit, words = (KEPT | REPORTED)[name]
    deck: Any = Presentation()
    text(deck, 0, "A first slide")
    edit(text(deck, TITLE_AND_TEXT, "Words", (0, "One"), (0, "Two")))
    found, _, _ = imported(deck, tmp_path)
    slide = found.slides[1]
    assert words in " ".join(slide.kept if name in KEPT else slide.lost)


def test_a_slide_that_cannot_be_built_is_kept_for_that_reason(tmp_path: Path) -> None:
    deck: Any = Presentation()
    text(deck, 0, "A first slide")
    slide = text(deck, TITLE_AND_TEXT, "x" * 300, (0, "long" * 400))
    letters(u="sng")(slide)
    found, _, _ = imported(deck, tmp_path)
    assert found.slides[1].kept == ("the slide: none of the kinds can be built with its texts",)


def test_a_slide_without_text_is_kept_in_a_deck_with_text(tmp_path: Path) -> None:
    deck: Any = Presentation()
    text(deck, TITLE_ONLY, "Before")
    deck.slides.add_slide(deck.slide_layouts[BLANK])
    text(deck, TITLE_ONLY, "After")
    found, _, data = imported(deck, tmp_path)
    assert [slide.kinds for slide in found.slides] == [("cover",), ("slide",), ("section",)]
    assert len(Presentation(BytesIO(data)).slides) == 3


def test_sections_are_imported(tmp_path: Path) -> None:
    outline = tmp_path / "o.yaml"
    slides = [("a", "Start"), ("b", ""), ("c", "The *end*")]
    said = "deck: o\ntitle: O\nlanguage: en\nslides:\n"
    for name, section in slides:
        said += f"  - {{id: {name}, kind: bullets, title: {name}, items: [x, y]"
        said += f', section: "{section}"}}\n' if section else "}\n"
    outline.write_text(said, encoding="utf-8")
    first = build(outline).data
    found = import_deck("o.pptx", data=first, language="en")
    second = build(found.write(tmp_path / "made")[0]).data
    names = [
        [one.get("name") for one in Presentation(BytesIO(data)).part._element.iter("{*}section")]
        for data in (first, second)
    ]
    assert names[0] == names[1] == ["Start", "The end"]


def test_an_address_is_kept_character_for_character(tmp_path: Path) -> None:
    deck: Any = Presentation()
    slide = text(deck, TITLE_AND_TEXT, "Links", (0, "One"), (0, "Two"))
    for place, address in enumerate(("https://example.org/a/", "https://example.org/b?c=d/")):
        slide.placeholders[1].text_frame.paragraphs[place].runs[0].hyperlink.address = address
    _, _, data = imported(deck, tmp_path)
    rows = Presentation(BytesIO(data)).slides[0].part.rels.values()
    assert {one.target_ref for one in rows if one.is_external} == {
        "https://example.org/a/",
        "https://example.org/b?c=d/",
    }


def places(deck: Any, words: str) -> None:
    """Add slides that say some words as a title, a bullet, a note, a heading and a cell, and in a chart."""
    slide = text(deck, TITLE_AND_TEXT, words, (0, "One"), (0, words))
    slide.notes_slide.notes_text_frame.text = words
    cells = text(deck, TITLE_ONLY, "A table").shapes.add_table(2, 2, Cm(2), Cm(5), Cm(12), Cm(3)).table
    for place, cell in enumerate(("Head", words, "x", words)):
        cells.cell(place // 2, place % 2).text = cell
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["North", words]
    data.add_series(words, (1.5, 2))
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    added = text(deck, TITLE_ONLY, "A chart").shapes.add_chart(kind, Cm(2), Cm(5), Cm(15), Cm(9), data)
    added._element.nvGraphicFramePr.cNvPr.set("descr", words)


def said(data: bytes) -> list[list[str]]:
    found = []
    for slide in Presentation(BytesIO(data)).slides:
        own = []
        for shape in slide.shapes:
            shown: Any = shape
            own += [p.text for p in shown.text_frame.paragraphs] if shown.has_text_frame else []
            own += [cell.text_frame.text for row in shown.table.rows for cell in row.cells] if shown.has_table else []
            own += [v.text for v in shown.chart._chartSpace.iter("{*}v")] if shown.has_chart else []
            own.append(shown._element.xpath(".//p:cNvPr")[0].get("descr", ""))
        found.append([*own, slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""])
    return found


@pytest.mark.parametrize("language", ["nb", "en"])
def test_text_is_kept_character_for_character_everywhere(language: str, tmp_path: Path) -> None:
    deck: Any = Presentation()
    for words in SIGNS:
        places(deck, words)
    data = BytesIO()
    deck.save(data)
    found = import_deck("signs.pptx", data=data.getvalue(), language=language)
    made = said(build(found.write(tmp_path / "made")[0], updatable=False).data)
    assert [slide.number for slide in found.slides if slide.kept or len(slide.kinds) != 1] == []
    wrong = [
        (words, kind)
        for place, words in enumerate(SIGNS)
        for kind, count in (("bullets", 3), ("table", 2), ("chart", 3))
        if made[3 * place + ("bullets", "table", "chart").index(kind)].count(words) < count
    ]
    assert wrong == []
