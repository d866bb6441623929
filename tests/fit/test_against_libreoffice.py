"""Our heights against the heights LibreOffice needs: never lower where no word is cut.

Measured once with 17 688 boxes (11 texts x 7 widths x 8 sizes; four fonts in four faces, spacing,
capitals, letter spacing, bullets, indents, mixed runs): of the 12 694 without a cut word none was lower
than LibreOffice's; the median is 1.012 x (1.2117 against 1.2 a line), 4-13 % take a line more. The tests
ask a part of them again.
"""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu as Length
from pptx.util import Pt as Points

from osloregion_slides.base.units import Emu, Pt, inches
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.fit.metrics import load_metrics
from osloregion_slides.fit.setting import Frame, UnfittedText, fit, typeset
from osloregion_slides.scene import Insets, Run, Text
from tests.libreoffice import TOLERANCE, measure, needs_libreoffice

TEXTS = (
    "Styrke regionens konkurransekraft i Europa",
    "Samarbeidsalliansen Osloregionen ble etablert i 2004 og hadde ved inngangen til 2008 i alt 57 kommuner "
    "og 2 fylkeskommuner som medlemmer – fra Østfold, Akershus, Vestfold, Buskerud og Oppland/Hedmark.",
    "By- og tettstedsutvikling, areal- og transportplanlegging (ATP) og kollektivtrafikk 2007–08",
    "Kommunikasjon, profilering og internasjonal posisjonering av Oslo-området overfor «Oslo Teknopol IKS»",
    "ÆØÅ æøå Kárášjohka Unjárga Đ đ Ŋ ŋ Š š Ŧ ŧ Ž ž fisk fjære offentlig flyplass",
    "AVTALE: VY, Tøyen, To Ta Te Yt – AWAY",
    "Miljø\u00advennlig areal\u00adplanlegging og infra\u00adstruktur\u00adutvikling i hoved\u00adstads\u00adområdet",
    "Et felles løft for samferdsel,\nnæring og miljø\ni hele Østlandsområdet",
    "Innspill til transportplan 2010–2019 (NTP) 50 % – 1 234 567 kr, jf. § 3-2, «Oslo-pakke 3» m.m.",
)
SIZES = ((1.7, 12), (2.3, 14), (3.1, 16), (3.1, 20), (4.7, 18), (4.7, 28), (6.2, 24), (9.0, 32))
HANGING = {"bullet": True, "indent": Emu(-228_600)}
NO_INSETS = Insets(Emu(0), Emu(0), Emu(0), Emu(0))


def add(slide: Any, name: str, drafts: tuple[UnfittedText, ...], frame: Frame, text: Text, font: str) -> None:
    """Add the text as a box of the frame's width, with everything written out."""
    shape = slide.shapes.add_textbox(0, 0, Length(frame.width), Length(frame.height))
    shape.name = name
    body = shape.text_frame._txBody
    insets = frame.insets
    values = {"wrap": "square", "lIns": insets.left, "tIns": insets.top, "rIns": insets.right, "bIns": insets.bottom}
    for key, value in values.items():
        body.bodyPr.set(key, str(value))
    for child in list(body.bodyPr):
        body.bodyPr.remove(child)
    for index, (draft, paragraph) in enumerate(zip(drafts, text.paragraphs)):
        made = shape.text_frame.paragraphs[0] if index == 0 else shape.text_frame.add_paragraph()
        style = frame.style(draft.level)
        properties = made._p.get_or_add_pPr()
        properties.set("marL", str(style.margin))
        properties.set("indent", str(style.indent))
        made.line_spacing = style.line_spacing
        made.space_before, made.space_after = Points(style.before), Points(style.after)
        if style.bullet:
            etree.SubElement(properties, qn("a:buFont")).set("typeface", "Arial")
            etree.SubElement(properties, qn("a:buChar")).set("char", "•")
        for run in draft.runs:
            add_run(made, run, paragraph.size, style, font)


def add_run(paragraph: Any, run: Run, size: Pt, style: TextStyle, font: str) -> None:
    for number, part in enumerate(run.text.split("\n")):
        if number:
            paragraph.add_line_break()
            line_break = paragraph._p.findall(qn("a:br"))[-1]
            etree.SubElement(line_break, qn("a:rPr")).set("sz", str(int(size * 100)))
        made = paragraph.add_run()
        made.text = part
        made.font.size, made.font.name = Points(size), font
        made.font.bold, made.font.italic = bool(run.bold or style.bold), bool(run.italic)
        look = made._r.get_or_add_rPr()
        look.set("lang", "nb-NO")
        look.set("spc", str(round(style.spacing * 100)))
        look.set("cap", "all" if style.caps else "none")


def one(text: str) -> tuple[UnfittedText, ...]:
    return (UnfittedText((Run(text),)),)


def mixed(text: str) -> tuple[UnfittedText, ...]:
    third = len(text) // 3
    return (UnfittedText((Run(text[:third]), Run(text[third : 2 * third], True), Run(text[2 * third :], None, True))),)


def nested(text: str) -> tuple[UnfittedText, ...]:
    return (UnfittedText((Run(text),)), UnfittedText((Run(text),), level=1))


@pytest.mark.parametrize(
    ("font", "styles", "drafts_of"),
    [
        pytest.param("Calibri", {}, one, id="regular"),
        pytest.param("Calibri", {"bold": True}, one, id="bold"),
        pytest.param("Arial", {}, one, id="arial"),
        pytest.param("Cambria", {"bold": True}, one, id="cambria bold"),
        pytest.param("Calibri", {}, mixed, id="mixed runs"),
        pytest.param("Calibri", {"caps": True, "spacing": Pt(1)}, one, id="spaced capitals"),
        pytest.param("Calibri", {"line_spacing": 0.9, "before": Pt(6), "after": Pt(3)}, nested, id="spacing"),
        pytest.param("Calibri", {"margin": Emu(228_600), **HANGING}, nested, id="bullets"),
    ],
)
def test_no_measured_height_is_lower_than_libreoffice_needs(
    tmp_path: Any, font: str, styles: dict[str, Any], drafts_of: Any
) -> None:
    needs_libreoffice()
    metrics = load_metrics(font)
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    ours: dict[str, Text] = {}
    for text in TEXTS:
        for width, size in SIZES:
            style = TextStyle(Pt(size), **styles)
            frame = Frame(inches(width), inches(50), (style, style), "nb-NO", NO_INSETS)
            drafts = drafts_of(text)
            if fit(drafts, frame, (Pt(size),), metrics):
                name = f"{width} in, {size} pt: {text}"
                ours[name] = typeset(drafts, frame, Pt(size), metrics)
                add(slide, name, drafts, frame, ours[name], font)
    deck.save(tmp_path / "boxes.pptx")
    measured = measure(str(tmp_path / "boxes.pptx"))
    assert len(measured) == len(ours) > 40
    lower = [text for text in measured if ours[text.shape].height + TOLERANCE < text.needed]
    assert not lower
    ratios = sorted([ours[text.shape].height / text.needed for text in measured])
    assert ratios[len(ratios) // 2] < (1.1 if "before" in styles else 1.02)  # safe, but not by waste
